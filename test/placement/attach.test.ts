import fc from 'fast-check';
import { DiagnosticSeverity } from '../../src/diagnostics/diagnostic';
import { PodSpec } from '../../src/manifest/types';
import { workloadsOf } from '../../src/manifest/workloads';
import { attach as attachTo, Attachment, Description } from '../../src/placement/attach';
import { deepFreeze } from '../deep-freeze';

const attach = (podSpec: PodSpec, attachments: readonly Attachment[], descriptions: readonly Description[] = []) => {
  const { workload, diagnostics } = attachTo(workloadsOf({ apiVersion: 'v1', kind: 'Pod', spec: podSpec })[0], attachments, descriptions);
  return { podSpec: workload.podSpec, diagnostics };
};

const sidecar = (name: string, { container, ...rest }: Partial<Attachment> = {}): Attachment =>
  ({ startsBefore: [], startsAfter: [], volumes: [], startGate: 'none', ...rest, container: { ...container, name } });
const MAIN = { name: 'main' };
const NATIVE = { restartPolicy: 'Always' };
const podSpec: PodSpec = deepFreeze({ restartPolicy: 'Never', initContainers: [{ name: 'init' }], containers: [MAIN] });
const namesOf = (spec: PodSpec) => spec.initContainers!.map(({ name }) => name);

test('without sidecars the Pod stays the very same', () => {
  const result = attach(podSpec, []);
  expect(result.podSpec).toBe(podSpec);
  expect(result.diagnostics).toEqual([]);
});

test('a sidecar is put among the init containers with restartPolicy Always, whatever it had', () => {
  expect(attach(podSpec, deepFreeze([sidecar('s', { container: { name: '', image: 'proxy', restartPolicy: 'Never' } })]))).toStrictEqual({
    podSpec: { containers: [MAIN], initContainers: [{ name: 's', image: 'proxy', ...NATIVE }, { name: 'init' }], restartPolicy: 'Never' },
    diagnostics: [],
  });
});

test('a Pod without init containers gets some', () => {
  expect(attach({ containers: [MAIN] }, [sidecar('s')]).podSpec).toStrictEqual({ containers: [MAIN], initContainers: [{ name: 's', ...NATIVE }] });
});

test('sidecars are put in order, and those written by hand stay where they are', () => {
  const byHand = { name: 'by-hand', ...NATIVE };
  const sidecars = [sidecar('late', { startsAfter: ['by-hand'] }), sidecar('early')];
  const result = attach({ containers: [MAIN], initContainers: [{ name: 'init' }, byHand] }, sidecars);
  expect(namesOf(result.podSpec)).toEqual(['early', 'init', 'by-hand', 'late']);
  expect(result.diagnostics).toEqual([]);
});

const probe = { exec: { command: ['started'] } };
const derived = { tcpSocket: { port: 5000 }, failureThreshold: 300, periodSeconds: 1 };

test.each<[Attachment['startGate'], object, object]>([
  ['as written', { startupProbe: probe }, { startupProbe: probe }],
  ['as written', { readinessProbe: probe }, { readinessProbe: probe }],
  ['derived', { startupProbe: probe, ports: [{ containerPort: 5000 }] }, { startupProbe: derived, ports: [{ containerPort: 5000 }] }],
  ['derived', {}, {}],
  ['none', { startupProbe: probe, readinessProbe: probe }, { readinessProbe: probe }],
])('with a start gate %s, %j becomes %j', (startGate, given, expected) => {
  const { podSpec: { initContainers: [first] = [] } } = attach(podSpec, [sidecar('s', { startGate, container: { name: '', ...given } })]);
  expect(first).toStrictEqual({ name: 's', ...NATIVE, ...expected });
});

test('an order that cannot be leaves sidecars before the init containers, with an error', () => {
  const result = attach(podSpec, [sidecar('a', { startsAfter: ['init'] }), sidecar('b', { startsAfter: ['x'] })]);
  expect(namesOf(result.podSpec)).toEqual(['a', 'b', 'init']);
  expect(result.diagnostics.map(({ id }) => id)).toEqual(['SC113']);
});

test.each([
  ['an init container', [sidecar('init', { startsAfter: ['init'] })], ['init', 'init']],
  ['a main container', [sidecar('main', { startsAfter: ['init'] }), sidecar('s', { startsAfter: ['x'] })], ['main', 's', 'init']],
  ['another sidecar', [sidecar('s', { startsAfter: ['init'] }), sidecar('s')], ['s', 's', 'init']],
])('a sidecar with the name of %s puts all sidecars first, and their order does not count', (_, sidecars, expected) => {
  const result = attach(podSpec, sidecars);
  expect(namesOf(result.podSpec)).toEqual(expected);
  expect(result.diagnostics).toEqual([]);
});

const logs = { name: 'logs', emptyDir: { medium: 'Memory', sizeLimit: '1Mi' } };
const sameLogs = { emptyDir: { sizeLimit: '1Mi', medium: 'Memory' }, name: 'logs' };
const otherLogs = { name: 'logs', emptyDir: {} };
const config = { name: 'config', configMap: { name: 'config' } };

test('volumes that sidecars bring come after those of the Pod, each once', () => {
  const sidecars = [sidecar('a', { volumes: [config, sameLogs] }), sidecar('b', { volumes: [config] })];
  const result = attach(deepFreeze({ containers: [MAIN], volumes: [logs] }), deepFreeze(sidecars));
  expect(result.podSpec.volumes).toEqual([logs, config]);
  expect(result.diagnostics).toEqual([]);
});

test('a Pod whose sidecars bring no volumes gets none', () => {
  expect(attach(podSpec, [sidecar('s')]).podSpec).not.toHaveProperty('volumes');
  expect(attach({ containers: [MAIN], volumes: [logs] }, [sidecar('s')]).podSpec.volumes).toEqual([logs]);
});

test.each([
  ['the Pod', { containers: [MAIN], volumes: [logs] }, [sidecar('b', { volumes: [otherLogs] })], 'the Pod'],
  ['an earlier sidecar', podSpec, [sidecar('a', { volumes: [logs] }), sidecar('b', { volumes: [otherLogs] })], 'sidecar \'a\''],
])('another volume of a name that %s has is an error, and the first one stays', (_, pod, sidecars, owner) => {
  const result = attach(pod, sidecars);
  expect(result.podSpec.volumes).toEqual([logs]);
  expect(result.diagnostics).toEqual([{
    id: 'SC116',
    slug: 'volume-conflict',
    severity: DiagnosticSeverity.ERROR,
    container: 'b',
    field: 'volumeMounts',
    message: `it brings a volume 'logs', and ${owner} has another volume of that name.`,
    fix: 'Rename one of the two, or mount the same volume in both.',
  }]);
});

test('errors of the order come before those of the volumes', () => {
  const sidecars = [sidecar('a', { volumes: [logs] }), sidecar('b', { volumes: [otherLogs], startsAfter: ['x'] })];
  expect(attach(podSpec, sidecars).diagnostics.map(({ id }) => id)).toEqual(['SC113', 'SC116']);
});

test('the result is the same to the letter, in whatever order the fields of the Pod and of a sidecar are', () => {
  const json = fc.dictionary(fc.constantFrom('image', 'tty', 'env', 'ports'), fc.boolean());
  const reversed = <T extends object>(object: T) => Object.fromEntries(Object.entries(object).reverse()) as T;
  fc.assert(fc.property(json, json, (pod, side) => {
    const given: PodSpec = { ...pod, volumes: [logs], initContainers: [{ name: 'init' }], containers: [MAIN] };
    const attachment = sidecar('s', { startsAfter: ['init'], volumes: [sameLogs, config], container: { ...side, name: '' } });
    const other = { ...attachment, container: reversed(attachment.container) };
    expect(JSON.stringify(attach(reversed(given), [other]))).toBe(JSON.stringify(attach(given, [attachment])));
  }));
});

const described = (container: string, rest: Partial<Description> = {}): Description => ({ container, startGate: false, ...rest });
const byHand = (name: string, rest: object = {}) => ({ name, ...NATIVE, ...rest });

test('a sidecar that is there already stays as it is when nothing new is said of it', () => {
  const spec = deepFreeze({ containers: [MAIN], initContainers: [byHand('proxy', { ports: [{ containerPort: 80 }] })] });
  expect(attach(spec, [], [described('proxy')]).podSpec).toEqual(spec);
  expect(attach(spec, [], [described('other', { startGate: true })]).podSpec).toBe(spec);
});

test('a sidecar that is there already gets a start gate on request, unless it has one', () => {
  const ports = [{ containerPort: 5000 }];
  const spec = deepFreeze({ containers: [MAIN], initContainers: [byHand('a', { ports }), byHand('b', { ports, startupProbe: probe }), { name: 'init', ports }] });
  const descriptions = ['a', 'b', 'init'].map(name => described(name, { startGate: true }));
  expect(attach(spec, [], descriptions).podSpec.initContainers).toEqual([
    byHand('a', { ports, startupProbe: derived }), byHand('b', { ports, startupProbe: probe }), { name: 'init', ports },
  ]);
});

test('a sidecar that is there already is put where it is said to stand, the others keep their order', () => {
  const spec = deepFreeze({ containers: [MAIN], initContainers: [{ name: 'fetch' }, byHand('proxy'), { name: 'migrate' }, byHand('logs')] });
  const moved = (...descriptions: Description[]) => namesOf(attach(spec, [sidecar('new')], descriptions).podSpec);
  expect(moved()).toEqual(['new', 'fetch', 'proxy', 'migrate', 'logs']);
  expect(moved(described('logs', { order: { startsBefore: ['proxy'], startsAfter: [] } }))).toEqual(['new', 'logs', 'fetch', 'proxy', 'migrate']);
  expect(moved(described('proxy', { order: { startsBefore: [], startsAfter: ['migrate'] } }))).toEqual(['new', 'fetch', 'migrate', 'proxy', 'logs']);
});

test('what a sidecar that is there already brings gets into the Pod', () => {
  const contribution = { env: [{ name: 'A', value: '1' }], volumeMounts: [], volumes: [config], annotations: {}, labels: {} };
  const { podSpec: { containers, volumes } } = attach(deepFreeze({ containers: [MAIN], initContainers: [byHand('proxy')] }), [], [described('proxy', { contribution })]);
  expect(containers).toEqual([{ env: [{ name: 'A', value: '1' }], ...MAIN }]);
  expect(volumes).toEqual([config]);
});

test('a volume that a StatefulSet claims is not put into the Pod', () => {
  const [statefulSet] = workloadsOf(deepFreeze({
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    spec: { volumeClaimTemplates: [{ metadata: { name: 'data' } }, {}], template: { spec: { containers: [MAIN] } } },
  }));
  const data = { name: 'data', emptyDir: {} };
  const { workload, diagnostics } = attachTo(statefulSet, [sidecar('backup', { volumes: [data, config] })]);
  expect(workload.podSpec.volumes).toEqual([config]);
  expect(diagnostics).toEqual([]);
});
