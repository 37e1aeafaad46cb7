import { isPlain } from './excerpt';
import { jsonText } from './kubectl-yaml';

/** How collections in flow style are laid out. */
export interface FlowLayout {
  readonly quotesKeys: boolean;
  /** What comes behind colons, and behind commas on a line. */
  readonly space: '' | ' ';
  /** By how much each level is indented; undefined if there is only one line. */
  readonly step?: string;
  /** Whether there is a comma before the bracket that ends several lines. */
  readonly endsWithComma: boolean;
}

/**
 * A value as JSON, or as YAML that differs from it in that keys need no quotes.
 *
 * @param indent that of the line on which it begins
 */
export function flowText(value: unknown, layout: FlowLayout, indent: string): string {
  if (typeof value !== 'object' || value === null) {
    return jsonText(value);
  }
  const units = Array.isArray(value)
    ? value.map(item => flowText(item, layout, inner(indent, layout)))
    : Object.entries(value).map(([key, item]) => flowKey(key, layout) + flowText(item, layout, inner(indent, layout)));
  return flowCollection(units, Array.isArray(value), layout, indent);
}

/**
 * A collection of units that are written already.
 */
export function flowCollection(units: readonly string[], isList: boolean, { space, step, endsWithComma }: FlowLayout, indent: string): string {
  const [open, close] = isList ? '[]' : '{}';
  if (units.length === 0) {
    return open + close;
  }
  return step === undefined
    ? open + units.join(`,${space}`) + close
    : `${open}\n${units.map(unit => indent + step + unit).join(',\n')}${endsWithComma ? ',' : ''}\n${indent}${close}`;
}

/**
 * A key with its colon.
 */
export function flowKey(key: string, { quotesKeys, space }: FlowLayout): string {
  return !quotesKeys && isPlain(key) ? `${key}: ` : `${jsonText(key)}:${space}`;
}

function inner(indent: string, { step = '' }: FlowLayout): string {
  return indent + step;
}
