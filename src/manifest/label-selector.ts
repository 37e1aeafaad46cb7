import { fieldAt } from './fields';

/** Labels of something that came from outside. */
export type Labels = { readonly [name: string]: unknown };

/**
 * Whether all labels that are wanted are there, as in the selector of a Service.
 */
export function hasLabels(labels: Labels, wanted: unknown): boolean {
  return typeof wanted !== 'object' || wanted === null || Object.entries(wanted).every(([name, value]) => labels[name] === value);
}

/**
 * Whether a label selector, with `matchLabels` and `matchExpressions`, picks something; an empty one picks everything.
 *
 * @param ifUnknown whether an expression holds whose operator is none
 */
export function isPickedBy(selector: unknown, labels: Labels, ifUnknown: boolean = false): boolean {
  const expressions = fieldAt(selector, ['matchExpressions']);
  return hasLabels(labels, fieldAt(selector, ['matchLabels']))
    && (!Array.isArray(expressions) || expressions.every(expression => holds(expression, labels) ?? ifUnknown));
}

function holds(expression: unknown, labels: Labels): boolean | undefined {
  const value = labels[String(fieldAt(expression, ['key']))];
  const values = fieldAt(expression, ['values']);
  const isAmong = Array.isArray(values) && values.includes(value);
  switch (fieldAt(expression, ['operator'])) {
    case 'In': return isAmong;
    case 'NotIn': return !isAmong;
    case 'Exists': return value !== undefined;
    case 'DoesNotExist': return value === undefined;
    default: return undefined;
  }
}
