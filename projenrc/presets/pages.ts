import { join, resolve } from 'node:path';
import { oneLine, PresetDoc, PresetDocs, presetDocs } from './docstrings';
import { runExample } from './example';
import { presetPage, PresetPage, propertiesTable, table, triedText } from './preset-page';
import { PRESET_FACTS, PresetFacts } from '../../src/presets/preset-facts';

export const PRESETS_PAGES_FOLDER = resolve(__dirname, '../../docs/presets');
export const INDEX_PAGE = 'README.md';

const INTRODUCTION = `\
<!-- Made of src/presets by: npx projen docs:presets -->

# Presets

Sidecars that are well known, as constructs which need only what nobody but you can say: where a database is, what is to be shipped where.
Probes, arguments, users, signals and what an old cluster has to know of the image are theirs. Each is a
\`NativeSidecar\`, so it goes wherever one goes: into the \`sidecars\` of a workload, or to [\`Sidecars.of\`](../how-to-attach.md).`;

const COMMON = `\
What they have in common:

- Main containers start once it serves: a startup probe holds them back, and never needs them.
- It has no \`preStop\` hook that ends it, and is stopped after the main containers, within the grace period of the Pod.
- It runs without root, with a read-only root file system, without capabilities and with small requests.
- What a kubelet probes is bound to all addresses, since it looks from outside; everything else is for the Pod alone where it can be.
- Secrets come from Secrets: never as arguments, never in a ConfigMap. A changed configuration file changes an annotation of the Pod, and is
  rolled out.
- For clusters without native sidecars it comes [under a supervisor](../fallback.md), and nothing has to be
  said about it. Main containers need their \`command\` there.
- A test holds that no [rule](../rules.md) has anything against it, for Kubernetes 1.27, 1.29 and the newest.
- What cannot be is an error when it is made, which names the property and the way out.

Images have a version. It is the one that the facts of the preset were looked up for, and is renewed with them; \`image\` sets another one with
the same program at the same place. Where the real program could be had, tests start and stop it as the preset says.`;

/**
 * The pages of all presets and of their index by their names, as docstrings, facts and examples make them now.
 */
export function presetPages(docs: PresetDocs = presetDocs()): Map<string, string> {
  const pages = docs.presets.map(presetPageOf);
  return new Map([[INDEX_PAGE, indexPage(pages, docs)], ...pages.map((page): [string, string] => [`${page.doc.file}.md`, presetPage(page)])]);
}

/**
 * What the page of a preset is made of.
 */
export function presetPageOf(doc: PresetDoc): PresetPage {
  const { example } = doc.tags;
  if (example === undefined) {
    throw new Error(`${doc.name} has no @example, from which its page could be made.`);
  }
  const emitted = runExample(example, doc.name);
  return { doc, facts: factsOf(doc.name, emitted.sidecar.image), emitted };
}

function factsOf(preset: string, image: string): PresetFacts {
  const facts = Object.values<PresetFacts>(PRESET_FACTS).find(each => each.image === image);
  if (!facts) {
    throw new Error(`The example of ${preset} has the image '${image}', of which there are no facts. Use the one of the preset.`);
  }
  return facts;
}

function indexPage(pages: readonly PresetPage[], { common }: PresetDocs): string {
  return `${[
    INTRODUCTION,
    table(['preset', 'what it is', 'image', 'checked'], pages.map(({ doc, facts }) => [
      `[${doc.name}](${doc.file}.md)`, firstSentence(doc), `\`${facts.image}\``, `${facts.checked}, ${triedText(facts)}`,
    ])),
    COMMON,
    '## Properties of all presets',
    propertiesTable(common),
  ].join('\n\n')}\n`;
}

function firstSentence({ paragraphs: [first] }: PresetDoc): string {
  return /^.*?\.(?=\s|$)/.exec(oneLine(first))![0];
}

/** Where a page lies. */
export function pagePath(name: string): string {
  return join(PRESETS_PAGES_FOLDER, name);
}
