import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PresetDoc, presetDocs } from '../projenrc/presets/docstrings';
import { Emitted } from '../projenrc/presets/example';
import { pagePath, presetPageOf, presetPages, PRESETS_PAGES_FOLDER } from '../projenrc/presets/pages';
import { presetPage, propertiesTable } from '../projenrc/presets/preset-page';
import { startsAndStops } from '../projenrc/presets/starts-and-stops';
import { NativeSidecar } from '../src';
import { Container } from '../src/manifest/types';
import { PresetFacts } from '../src/presets/preset-facts';

jest.setTimeout(120_000);

const PRESETS = join(__dirname, '../src/presets');
const docs = presetDocs();
const { presets } = docs;
const current = presetPages(docs);

test('every preset has a page, and there are no others', () => {
  const classes = readdirSync(PRESETS).filter(file => / extends NativeSidecar\b/.test(readFileSync(join(PRESETS, file), 'utf8')));
  const pages = ['README.md', ...classes.map(file => file.replace(/\.ts$/, '.md'))].sort();
  expect([...current.keys()].sort()).toEqual(pages);
  expect(readdirSync(PRESETS_PAGES_FOLDER).sort()).toEqual(pages);
});

test.each([...current])('docs/presets/%s is what docstrings, facts and example say', (name, page) => {
  if (readFileSync(pagePath(name), 'utf8') !== page) {
    throw new Error(`docs/presets/${name} is not what its preset says: run npx projen docs:presets.`);
  }
});

test.each(presets.map(doc => ({ doc, name: doc.name })))('no rule has anything against the example of $name', ({ doc }) => {
  expect(presetPageOf(doc).emitted.diagnostics).toEqual([]);
});

test.each(presets)('all that the page of $name shows is documented', ({ paragraphs, properties, types }) => {
  const shown = [...properties, ...types.filter(({ kind }) => kind !== 'makers'), ...types.flatMap(({ members }) => members)];
  expect(paragraphs.length).toBeGreaterThan(0);
  expect(shown.filter(each => each.paragraphs.length === 0).map(({ name }) => name)).toEqual([]);
});

const FACTS: PresetFacts = {
  image: 'example.com/shipper:1.0',
  checked: '2026-11-24',
  entrypoint: ['/shipper', 'run'],
  user: 1,
  group: 2,
  exitCode: 0,
  sources: ['example/shipper: Dockerfile, main.go', 'example/shipper#7', 'its manual'],
};

function emitted(container: Partial<Container>, rest: Partial<Emitted> = {}): Emitted {
  const sidecar = new NativeSidecar({ name: 'shipper', image: FACTS.image });
  return {
    sidecar,
    container: { name: 'shipper', ...container },
    lowered: { name: 'shipper', command: ['/sidecar-runtime/supervisor'] },
    main: { name: 'main' },
    podSpec: { containers: [], terminationGracePeriodSeconds: 30 },
    others: [],
    diagnostics: [],
    ...rest,
  };
}

const property = { name: 'folder', type: '{ readonly [name: string]: A | B }', isRequired: false, paragraphs: ['What is read:\nall of it.', 'More.'] };

test('a table of properties holds in its cells what would end them, and knows texts from code among defaults', () => {
  expect(propertiesTable([
    { ...property, tags: { default: '- as the image\nsays' } },
    { ...property, tags: { default: 'Duration.seconds(5)' } },
    { ...property, tags: {} },
    { ...property, isRequired: true, tags: {} },
  ])).toBe(`\
| property | type | what it is | default |
|---|---|---|---|
| \`folder\` | \`{ readonly [name: string]: A \\| B }\` | What is read: all of it.<br>More. | as the image says |
| \`folder\` | \`{ readonly [name: string]: A \\| B }\` | What is read: all of it.<br>More. | \`Duration.seconds(5)\` |
| \`folder\` | \`{ readonly [name: string]: A \\| B }\` | What is read: all of it.<br>More. | none |
| \`folder\` | \`{ readonly [name: string]: A \\| B }\` | What is read: all of it.<br>More. | required |`);
});

test.each<[string, Partial<Container>, string]>([
  ['nothing', {}, '- Start gate: none. What comes after it starts as soon as its process runs.\n- Liveness: not probed.'],
  ['a connection', { startupProbe: { tcpSocket: { port: 24224 } } },
    '- Start gate: a connection to port 24224, every 10 s. Init containers after it and main containers wait for that, for at most 30 s; then the kubelet'
    + ' restarts it.\n- Liveness: not probed.'],
  ['a command and HTTPS', {
    startupProbe: { exec: { command: ['/shipper', 'ping'] }, periodSeconds: 1, failureThreshold: 120, initialDelaySeconds: 60 },
    readinessProbe: { grpc: { port: 4317 } },
    livenessProbe: { httpGet: { port: 8443, scheme: 'HTTPS', path: '/live' }, periodSeconds: 5 },
    lifecycle: { preStop: { httpGet: { port: 9901, path: '/drain' } } },
  }, '- Start gate: the command `/shipper ping`, every second. Init containers after it and main containers wait for that, for at most 3 min; then the kubelet'
    + ' restarts it.\n- Readiness: the gRPC health service on port 4317, every 10 s. The Pod is ready only while that holds.'
    + '\n- Liveness: `HTTPS GET /live` on port 8443, every 5 s. After 3 failures in a row it is restarted.'
    + '\n- As soon as the Pod is to end: `GET /drain` on port 9901.'],
])('how a sidecar starts is said of one that is held back by %s', (_, container, expected) => {
  expect(startsAndStops(FACTS, emitted(container)).replace(/\n- Stop: [^]*/, '')).toBe(expected);
});

test.each<[string, PresetFacts, Emitted, string]>([
  ['SIGTERM and no drain', FACTS, emitted({}),
    '- Stop: SIGTERM, after the main containers have ended. It ends with code 0.\n- Drain: nothing is known that it would have to wait for.'
    + '\n- Grace period of the Pod: 30 s, as Pods have it; it is enough.'],
  ['another signal, another code and a raised grace period', { ...FACTS, stopSignal: 'SIGQUIT', exitCode: 143 },
    emitted({}, { podSpec: { containers: [], terminationGracePeriodSeconds: 55 } }),
    '- Stop: SIGQUIT, after the main containers have ended. It ends with code 143, which says nothing of the Pod: codes of native sidecars do not count, and a'
    + ' supervisor ends with 0 in its place.\n- Drain: nothing is known that it would have to wait for.'
    + '\n- Grace period of the Pod: 55 s, to which it is raised, so that there is time for the main containers, too.'],
])('how a sidecar stops is said of one with %s', (_, facts, sidecar, expected) => {
  expect(startsAndStops(facts, sidecar)).toContain(expected);
});

test('a page says what to watch, what comes with the sidecar, and whether the real program was tried', () => {
  const doc: PresetDoc = {
    name: 'Shipper',
    file: 'shipper',
    paragraphs: ['Ships.'],
    tags: { example: 'new sidecars.Shipper(this)', remarks: 'Its disk.\n\nIts network.' },
    throws: 'if it has nothing to ship',
    properties: [],
    types: [{ name: 'Output', kind: 'makers', paragraphs: ['Where to.'], tags: {}, members: [{ ...property, name: 'Output.file(path: string)', tags: {} }] }],
  };
  const withConfig = emitted({ volumeMounts: [{ name: 'shipper-config', mountPath: '/config' }] }, {
    podSpec: { containers: [], volumes: [{ name: 'shipper-config', configMap: { name: 'sample-shipper' } }, { name: 'other', emptyDir: {} }] },
    others: [{ kind: 'ConfigMap', data: { a: '1' } }, { kind: 'Secret' }],
  });
  const page = presetPage({ doc, facts: { ...FACTS, tried: '1.0.3' }, emitted: withConfig });
  expect(page.slice(page.indexOf('# Shipper'), page.indexOf('## How it starts'))).toBe(`\
# Shipper

Ships.

\`\`\`typescript
new sidecars.Shipper(this)
\`\`\`

Here \`this\` is a chart, and \`sidecars\` is all of \`cdk8s-sidecars\`.

## What to watch

Its disk.

Its network.

## Properties

There are [those that all presets have](README.md#properties-of-all-presets), and no others. It throws if it has nothing to ship.

### Output

Where to.

| how to make one | what it is |
|---|---|
| \`Output.file(path: string)\` | What is read: all of it.<br>More. |

## What the example emits

The sidecar, among the init containers:

\`\`\`yaml
name: shipper
volumeMounts:
  - name: shipper-config
    mountPath: /config
\`\`\`

What it adds to the Pod:

\`\`\`yaml
spec:
  volumes:
    - name: shipper-config
      configMap:
        name: sample-shipper
\`\`\`

Objects of its own:

\`\`\`yaml
kind: ConfigMap
data:
  a: "1"
---
kind: Secret
\`\`\`

The same sidecar for Kubernetes 1.27, an ordinary container under [a supervisor](../fallback.md):

\`\`\`yaml
name: shipper
command:
  - /sidecar-runtime/supervisor
\`\`\`

`);
  expect(page.slice(page.indexOf('## Facts'))).toBe(`\
## Facts

- Image: \`example.com/shipper:1.0\`
- It starts: \`/shipper run\`
- User and group: 1 and 2
- Looked up: 2026-11-24, tried with the real program, version 1.0.3
- Sources: [example/shipper](https://github.com/example/shipper): Dockerfile, main.go; [example/shipper#7](https://github.com/example/shipper/issues/7); its manual
`);
});
