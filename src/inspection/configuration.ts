import { ConfiguredAcknowledgement } from './configured-acknowledgement';
import { meshInjectionFrom } from './mesh-injection';
import { CATALOGUE, isCalled } from '../checks/catalogue';
import { SEVERITIES } from '../diagnostics/severity';
import { isObject } from '../manifest/fields';
import { nodesOn } from '../source/document-tree';
import { positionsIn } from '../source/position';
import { readDocuments, treeOf } from '../source/read-documents';
import { UnusableInput } from '../source/unusable-input';

/**
 * What a configuration file can say: the options of `check` by their names in camel case, and acknowledgements.
 */
export interface Configuration {
  readonly kubernetesVersion?: string;
  readonly node?: string;
  readonly featureGates?: { readonly [gate: string]: boolean };
  readonly failOn?: string;
  readonly level?: string;
  readonly rules?: readonly string[];
  readonly skip?: readonly string[];
  readonly mesh?: readonly string[];
  readonly podTemplate?: readonly string[];
  readonly baseline?: string;
  readonly acknowledge?: readonly ConfiguredAcknowledgement[];
}

type Check = (value: unknown) => string | undefined;

const text: Check = value => typeof value === 'string' && value.trim() !== '' ? undefined : 'a text';
const version: Check = value => typeof value === 'number' ? 'a text: put it in quotes, since 1.30 is the number 1.3' : text(value);
const texts: Check = value => Array.isArray(value) && value.every(item => text(item) === undefined) ? undefined : 'a list of texts';
const oneOf = (...names: readonly string[]): Check => value => names.includes(value as string) ? undefined : `one of ${names.join(', ')}`;
const textsThat = (wanted: string, isOne: (part: string) => boolean): Check => value => {
  const wrong = texts(value) === undefined ? (value as string[]).flatMap(item => item.split(',')).find(part => !isOne(part.trim())) : undefined;
  return wrong === undefined ? texts(value) : `a list of ${wanted}, and '${wrong.trim()}' is none`;
};
const rules = textsThat('rules by id or slug', part => CATALOGUE.some(rule => isCalled(rule, part)));
const gates: Check = value => isObject(value) && Object.values(value).every(gate => typeof gate === 'boolean') ? undefined
  : 'a map of feature gates, each true or false';
const list: Check = value => Array.isArray(value) && value.every(isObject) ? undefined : 'a list of maps';

const FIELDS: { readonly [field in keyof Required<Configuration>]: Check } = {
  kubernetesVersion: version,
  node: version,
  featureGates: gates,
  failOn: oneOf(...SEVERITIES, 'never'),
  level: oneOf(...SEVERITIES),
  rules,
  skip: rules,
  mesh: textsThat('MESH=native or MESH=regular, with istio or linkerd', part => meshInjectionFrom(part) !== undefined),
  podTemplate: texts,
  baseline: text,
  acknowledge: list,
};
const ACKNOWLEDGEMENT_FIELDS: { readonly [field in keyof Required<ConfiguredAcknowledgement>]: Check } = {
  id: value => CATALOGUE.some(({ id }) => id === value) ? undefined : 'the id of a rule, such as SC301',
  reason: text,
  file: text,
  kind: text,
  name: text,
  namespace: text,
  container: text,
};

/**
 * Reads a configuration file.
 *
 * @throws UnusableInput with file, line and column of each fault
 */
export function configurationFrom(content: string, file: string): Configuration {
  const { documents: [document], errors } = readDocuments(content);
  if (errors.length > 0) {
    throw new UnusableInput(errors.map(({ line, column, message }) => `${file}:${line}:${column}: ${message.replace('a Kubernetes object', 'a configuration')}`).join('\n'));
  }
  if (!document) {
    return {};
  }
  const tree = treeOf(document)!;
  const positionAt = positionsIn(content);
  return checkedConfiguration(document.value as object, path => {
    const { node, entry } = nodesOn(tree, path).at(-1)!;
    const { line, column } = positionAt(document.offset + (entry?.key ?? node).start);
    return `${file}:${line}:${column}`;
  });
}

/**
 * A value as a configuration.
 *
 * @param where tells where a field is
 * @throws UnusableInput if it is none
 */
export function checkedConfiguration(value: object, where: (path: readonly string[]) => string): Configuration {
  const configuration = value as Configuration;
  const own = faultsOf(configuration, FIELDS, []);
  const faults = own.length > 0 ? own : acknowledgementFaults(configuration);
  if (faults.length > 0) {
    throw new UnusableInput(faults.map(({ path, message }) => `${where(path)}: ${message}`).join('\n'));
  }
  return configuration;
}

interface Fault {
  readonly path: readonly string[];
  readonly message: string;
}

function acknowledgementFaults({ acknowledge = [] }: Configuration): Fault[] {
  return acknowledge.flatMap((said, i) => {
    const path = ['acknowledge', String(i)];
    const missing = (['id', 'reason'] as const).filter(field => said[field] === undefined);
    return [...missing.map(field => ({ path, message: `an acknowledgement needs ${field === 'id' ? 'the id of the rule' : 'a reason'}: ${field}.` })),
      ...faultsOf(said, ACKNOWLEDGEMENT_FIELDS, path)];
  });
}

function faultsOf(value: object, fields: { readonly [field: string]: Check }, path: readonly string[]): Fault[] {
  return Object.entries(value).flatMap(([field, content]) => {
    const check = Object.hasOwn(fields, field) ? fields[field] : undefined;
    const wanted = check?.(content);
    return !check ? [{ path: [...path, field], message: `there is no '${field}' in a configuration. Use: ${Object.keys(fields).join(', ')}.` }]
      : wanted !== undefined ? [{ path: [...path, field], message: `${field} must be ${wanted}.` }] : [];
  });
}
