/** Something in angle brackets, a part of a template, a shell variable, or one of the other forms that tools look for. */
const PLACEHOLDER = /<[^<>]+>|\{\{|\$[{(]|^\$\w+$|^%\w+%$|^__\w+__$|^@\w+@$|^\.{3}$|^…$/;

/**
 * Whether a text is to be filled in before the manifest is used, such as `<YOUR-APPLICATION>`, `{{ name }}`, `${NAME}` and `...`,
 * or has such a part.
 */
export function isPlaceholder(text: unknown): boolean {
  return typeof text === 'string' && PLACEHOLDER.test(text.trim());
}
