import { Yaml } from 'cdk8s';
import { Docstring, oneLine, paragraphsOf, PresetDoc, PropertyDoc, TypeDoc } from './docstrings';
import { Emitted } from './example';
import { startsAndStops } from './starts-and-stops';
import { Container, PodSpec } from '../../src/manifest/types';
import { PresetFacts } from '../../src/presets/preset-facts';
import { sourceLink } from '../../src/report/source-link';

/** All that a page is made of. */
export interface PresetPage {
  readonly doc: PresetDoc;
  readonly facts: PresetFacts;
  readonly emitted: Emitted;
}

const HEADS: { readonly [kind in TypeDoc['kind']]: string } = { properties: 'property', values: 'value', makers: 'how to make one' };
const COMMON_PROPERTIES = '[those that all presets have](README.md#properties-of-all-presets)';

/**
 * A page of Markdown on a preset.
 */
export function presetPage({ doc, facts, emitted }: PresetPage): string {
  return `${[
    `<!-- Made of src/presets/${doc.file}.ts, its facts, and what its example emits by: npx projen docs:presets -->`,
    `# ${doc.name}`,
    ...doc.paragraphs,
    fence('typescript', doc.tags.example!),
    'Here `this` is a chart, and `sidecars` is all of `cdk8s-sidecars`.',
    ...doc.tags.remarks === undefined ? [] : ['## What to watch', ...paragraphsOf(doc.tags.remarks)],
    '## Properties',
    ...propertiesSection(doc),
    ...doc.types.flatMap(typeSection),
    '## What the example emits',
    ...emittedSections(emitted),
    '## How it starts and stops',
    startsAndStops(facts, emitted),
    '## Facts',
    factsList(facts),
  ].join('\n\n')}\n`;
}

function propertiesSection({ properties, throws }: PresetDoc): string[] {
  const errors = throws === undefined ? '' : ` It throws ${throws.replace(/\.$/, '')}.`;
  return properties.length === 0
    ? [`There are ${COMMON_PROPERTIES}, and no others.${errors}`]
    : [propertiesTable(properties), `There are also ${COMMON_PROPERTIES}.${errors}`];
}

/**
 * Properties as a table.
 */
export function propertiesTable(properties: readonly PropertyDoc[]): string {
  return table(['property', 'type', 'what it is', 'default'], properties.map(property => [
    `\`${property.name}\``, `\`${property.type}\``, said(property), property.isRequired ? 'required' : defaultOf(property),
  ]));
}

/**
 * Whether the tests run a real program, in a few words.
 */
export function triedText({ tried }: PresetFacts): string {
  return tried === undefined ? 'not tried with the real program: from its sources' : `tried with the real program, version ${tried}`;
}

/**
 * A table whose cells may hold anything.
 */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]) => `| ${cells.map(cell => cell.replace(/\|/g, '\\|').replace(/\n/g, '<br>')).join(' | ')} |`;
  return [row(head), `|${'---|'.repeat(head.length)}`, ...rows.map(row)].join('\n');
}

function typeSection({ kind, members, ...type }: TypeDoc): string[] {
  return [
    `### ${type.name}`,
    ...type.paragraphs,
    kind === 'properties' ? propertiesTable(members) : table([HEADS[kind], 'what it is'], members.map(member => [`\`${member.name}\``, said(member)])),
  ];
}

function said({ paragraphs: texts }: Docstring): string {
  return texts.map(oneLine).join('\n');
}

/** The convention of jsii: what begins with a dash is a text, everything else is code. */
function defaultOf({ tags: { default: value } }: Docstring): string {
  return value === undefined ? 'none' : value.startsWith('-') ? oneLine(value.replace(/^-\s*/, '')) : `\`${value}\``;
}

function emittedSections(emitted: Emitted): string[] {
  const inMain = addedToMain(emitted);
  const inPod = addedToPod(emitted);
  return [
    'The sidecar, among the init containers:',
    yaml(emitted.container),
    ...isEmpty(inMain) ? [] : [`What it adds to the main containers, here \`${emitted.main.name}\`:`, yaml(inMain)],
    ...isEmpty(inPod) ? [] : ['What it adds to the Pod:', yaml(inPod)],
    ...emitted.others.length === 0 ? [] : ['Objects of its own:', fence('yaml', emitted.others.map(object => Yaml.stringify(object)).join('---\n'))],
    'The same sidecar for Kubernetes 1.27, an ordinary container under [a supervisor](../fallback.md):',
    yaml(emitted.lowered),
  ];
}

function addedToMain({ sidecar, main: { env = [], volumeMounts = [] } }: Emitted): Partial<Container> {
  const { appEnvironment = {}, appMounts = [] } = sidecar.contribution;
  const paths = new Set(appMounts.map(({ path }) => path));
  return withoutEmpty({
    env: env.filter(({ name }) => name in appEnvironment),
    volumeMounts: volumeMounts.filter(({ mountPath }) => paths.has(mountPath)),
  });
}

/** What is in the Pod for the sidecar, as it stands in a template of Pods. */
function addedToPod(emitted: Emitted): object {
  const { sidecar: { contribution }, container, podSpec } = emitted;
  const { podAnnotations = {}, podLabels = {}, podVolumes = [], serviceAccount, fsGroup, podTerminationGracePeriod } = contribution;
  const mounted = [...container.volumeMounts ?? [], ...addedToMain(emitted).volumeMounts ?? []].map(({ name }) => name);
  const volumes = new Set([...mounted, ...podVolumes.map(volume => (volume as unknown as { readonly name: string }).name)]);
  const spec: Partial<PodSpec> = {
    ...serviceAccount && { serviceAccountName: podSpec.serviceAccountName },
    ...fsGroup !== undefined && { securityContext: { fsGroup: podSpec.securityContext!.fsGroup } },
    ...podTerminationGracePeriod && { terminationGracePeriodSeconds: podSpec.terminationGracePeriodSeconds },
    volumes: podSpec.volumes?.filter(({ name }) => volumes.has(name)),
  };
  return withoutEmpty({ metadata: withoutEmpty({ annotations: podAnnotations, labels: podLabels }), spec: withoutEmpty(spec) });
}

function withoutEmpty<T extends object>(value: T): Partial<T> {
  const kept = Object.entries(value).filter(([, nested]) => nested !== undefined && !(typeof nested === 'object' && isEmpty(nested as object)));
  return Object.fromEntries(kept) as Partial<T>;
}

function isEmpty(value: object): boolean {
  return Object.keys(value).length === 0;
}

function factsList(facts: PresetFacts): string {
  return [
    `Image: \`${facts.image}\``,
    `It starts: \`${facts.entrypoint.join(' ')}\``,
    `User and group: ${facts.user} and ${facts.group}`,
    `Looked up: ${facts.checked}, ${triedText(facts)}`,
    `Sources: ${facts.sources.map(factSource).join('; ')}`,
  ].map(line => `- ${line}`).join('\n');
}

/** A source with a link, to its repository if it names files of one. */
function factSource(source: string): string {
  const [, repository, files] = /^([\w.-]+\/[\w.-]+)(: .*)$/.exec(source) ?? [];
  return repository === undefined ? sourceLink(source) : `[${repository}](https://github.com/${repository})${files}`;
}

function yaml(value: object): string {
  return fence('yaml', Yaml.stringify(value));
}

function fence(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trim()}\n\`\`\``;
}
