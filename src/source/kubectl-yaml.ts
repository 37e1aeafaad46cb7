import { Document, DocumentOptions, ParseOptions, Scalar, ScalarTag, SchemaOptions, Tags, visit } from 'yaml';

/** Go reads `0644` as octal, and `_` as nothing. */
function numberFrom(text: string): number | string {
  const [, sign, digits] = /^([-+]?)(.*)$/.exec(text.replace(/_/g, ''))!;
  const magnitude = Number(/^0[0-7]+$/.test(digits) ? `0o${digits}` : digits);
  return !Number.isFinite(magnitude) ? text : sign === '-' ? -magnitude : magnitude;
}

const numberTag = (name: 'int' | 'float', test: RegExp): ScalarTag => ({
  tag: `tag:yaml.org,2002:${name}`,
  default: true,
  identify: value => typeof value === 'number',
  test,
  resolve: numberFrom,
  stringify: ({ value }) => String(value),
});

const NUMBER_TAGS = [
  numberTag('int', /^[-+]?(?:0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|[0-9][0-9_]*)$/),
  numberTag('float', /^[-+]?(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9]+)(?:[eE][-+]?[0-9_]+)?$/),
];

const named = (pattern: RegExp, tags: Tags): Tags => tags.filter(tag => typeof tag !== 'string' && pattern.test(tag.tag));

/**
 * YAML as kubectl reads it (sigs.k8s.io/yaml): version 1.1, in which `0644` is octal and `on` is true, but without its dates and
 * numbers to the base of 60. Of equal keys, the last one counts.
 */
export const KUBECTL_YAML = {
  version: '1.1' as const,
  schema: 'yaml-1.1',
  customTags: tags => [...named(/:(map|seq|str|null|bool|merge)$/, tags), ...NUMBER_TAGS],
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'error',
} satisfies ParseOptions & DocumentOptions & SchemaOptions;

/** Texts that some reader refuses or reads as something else, unless they are quoted: with odd characters, tabs or ends. */
const FRAGILE = /[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ufefe\uff00-\ufffd]|^\s*\t|^.*\t.*$|^=$|(?:^|\n)\s*\n$/;
const UNPRINTABLE = /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g;

/** How YAML is laid out. */
export interface YamlLayout {
  /** Whether lists are indented deeper than their keys, which they are unless it is said otherwise. */
  readonly indentSeq?: boolean;
}

/**
 * An object as YAML that every reader of version 1.1 or 1.2 understands alike, with a line break at the end.
 */
export function yamlText(object: object, layout?: YamlLayout): string {
  const document = new Document(object, {
    ...KUBECTL_YAML,
    customTags: tags => named(/^(?!.*:merge$)/, KUBECTL_YAML.customTags(tags)),
    compat: 'yaml-1.1',
    aliasDuplicateObjects: false,
  });
  visit(document, {
    Scalar: (_, node) => {
      if (typeof node.value === 'string' && FRAGILE.test(node.value)) {
        node.type = Scalar.QUOTE_DOUBLE;
      }
    },
  });
  return escaped(document.toString({ lineWidth: 0, doubleQuotedAsJSON: true, ...layout }));
}

/**
 * A value as JSON that is YAML too.
 */
export function jsonText(value: unknown, indent?: string): string {
  return escaped(JSON.stringify(value, null, indent));
}

function escaped(text: string): string {
  return text.replace(UNPRINTABLE, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
