import Ajv from 'ajv';

const TEXT = { type: 'string', minLength: 1 };
const FLAG = { type: 'boolean' };

function element(type: string, attributes: object, required: readonly string[]): object {
  const isMarkdown = type === 'markdown';
  return {
    properties: {
      type: { const: type },
      ...!isMarkdown && { id: { type: 'string', pattern: '^[A-Za-z0-9_-]+$' }, validations: { type: 'object', properties: { required: FLAG }, additionalProperties: false } },
      attributes: { type: 'object', properties: attributes, required, additionalProperties: false },
    },
    required: ['type', 'attributes', ...isMarkdown ? [] : ['id']],
    additionalProperties: false,
  };
}

const LABEL = { label: TEXT, description: TEXT };

/** What GitHub takes for a form (https://docs.github.com/en/communities, "Syntax for GitHub's form schema"); here each field has an id, too. */
const SCHEMA = {
  type: 'object',
  properties: {
    name: TEXT,
    description: TEXT,
    title: TEXT,
    labels: { type: 'array', items: TEXT, uniqueItems: true },
    body: {
      type: 'array',
      items: {
        type: 'object',
        required: ['type'],
        discriminator: { propertyName: 'type' },
        oneOf: [
          element('markdown', { value: TEXT }, ['value']),
          element('input', { ...LABEL, placeholder: TEXT, value: TEXT }, ['label']),
          element('textarea', { ...LABEL, placeholder: TEXT, value: TEXT, render: TEXT }, ['label']),
          element('dropdown', { ...LABEL, multiple: FLAG, default: { type: 'integer' }, options: { type: 'array', items: TEXT, minItems: 1, uniqueItems: true } },
            ['label', 'options']),
          element('checkboxes', {
            ...LABEL,
            options: {
              type: 'array',
              minItems: 1,
              items: { type: 'object', properties: { label: TEXT, required: FLAG }, required: ['label'], additionalProperties: false },
            },
          }, ['label', 'options']),
        ],
      },
    },
  },
  required: ['name', 'description', 'body'],
  additionalProperties: false,
};

const validate = new Ajv({ discriminator: true, allErrors: true }).compile<IssueForm>(SCHEMA);

export interface IssueForm {
  readonly body: readonly {
    readonly type: string;
    readonly id?: string;
    readonly attributes: { readonly label?: string; readonly description?: string; readonly value?: string };
  }[];
}

/** Why GitHub would not show an issue form. */
export function issueFormFaults(form: unknown): string[] {
  if (!validate(form)) {
    return validate.errors!.map(({ instancePath, message }) => `${instancePath || 'the form'} ${message}`);
  }
  const fields = form.body.filter(({ type }) => type !== 'markdown');
  return [
    ...fields.length > 0 ? [] : ['the form asks for nothing'],
    ...repeated(fields.map(({ id }) => id!)).map(id => `two fields have the id ${id}`),
    ...repeated(fields.map(({ attributes }) => attributes.label!)).map(label => `two fields have the label ${label}`),
  ];
}

function repeated(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, i) => values.indexOf(value) !== i))];
}
