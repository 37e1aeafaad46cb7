/**
 * A text within an element or an attribute in quotes, of SVG or HTML. Characters that XML cannot have are replaced.
 */
export function escaped(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/gu, '\ufffd')
    .replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`);
}

/**
 * An element. Its content is markup; its attributes are texts.
 */
export function element(name: string, attributes: { readonly [name: string]: string | number }, content: string | readonly string[] = ''): string {
  const all = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(String(value))}"`).join('');
  const inner = typeof content === 'string' ? content : content.map(line => `\n${line}`).join('') + '\n';
  return inner === '' ? `<${name}${all}/>` : `<${name}${all}>${inner}</${name}>`;
}
