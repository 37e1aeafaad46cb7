import { spawn } from 'node:child_process';
import type { StatefulSet } from 'kubernetes-types/apps/v1';
import type { Pod, Service } from 'kubernetes-types/core/v1';
import type { EndpointSlice } from 'kubernetes-types/discovery/v1';
import { kubectl, Namespace, namespaces, shell, thisCluster, waitFor, yamlOf } from './cluster';
import { DaemonSetWithSidecar, NativeSidecar, NativeSidecarProps, StatefulSetWithSidecar } from '../../../src';

jest.setTimeout(400_000);

const namespace = namespaces();

/** Says when it stops, and is some time away from its end when it has said so. */
const STOP = 'trap "echo stops; sleep 1; echo stopped; sleep 0.5; exit 0" TERM; echo starts';
const MAIN = { name: 'main', ...shell(`${STOP}; sleep 1000 & wait`) };

/** A sidecar that listens on its port after a while, which is its start gate. */
function slow(name: string, port: number, more: Partial<NativeSidecarProps> = {}): NativeSidecar {
  return new NativeSidecar({ name, ...shell(`${STOP}; sleep 2; echo listens; nc -lk -p ${port} -e true & wait`), portNumber: port, ...more });
}

/** Words of a container, as they are heard. */
const said = (pod: string, container: string, ...words: string[]) => words.map(each => `${pod} ${container} ${each}`);

interface Line { readonly time: string; readonly text: string }

/** Reads what the containers of a Pod log until all have ended, since with the Pod its logs are gone. */
class LogReader {
  public readonly lines: Line[] = [];
  public readonly end: Promise<void>;

  public constructor(namespaceName: string, pod: string) {
    const child = spawn('kubectl', ['logs', '-n', namespaceName, pod, '-f', '--all-containers', '--max-log-requests=10', '--prefix', '--timestamps']);
    let rest = '';
    child.stdout.setEncoding('utf8').on('data', (data: string) => {
      const lines = (rest + data).split('\n');
      rest = lines.pop()!;
      lines.forEach(line => this.read(line));
    });
    this.end = new Promise(resolve => child.on('close', () => resolve()));
  }

  /** As `[pod/POD/CONTAINER] TIME WORDS`. */
  private read(line: string): void {
    const [, pod, container, time, text] = /^\[pod\/(.+)\/(.+)\] (\S+) (.*)$/.exec(line)!;
    if (!text.startsWith('sidecar-runtime: ')) {
      this.lines.push({ time, text: `${pod} ${container} ${text}` });
    }
  }
}

/** When a Pod became ready. */
const readySince = (pod: Pod) => pod.status?.conditions?.find(({ type, status }) => type === 'Ready' && status === 'True')?.lastTransitionTime;

/** What the containers of some Pods say, in order of time, from their start to the end that `stop` brings about once all are ready. */
async function historyOf(ns: Namespace, pods: readonly string[], stop: () => void): Promise<string[]> {
  await waitFor(`${pods.join(' and ')} to be ready`, () => {
    const ready = ns.get<{ items: Pod[] }>('pods').items.filter(readySince).map(({ metadata }) => metadata!.name!);
    return pods.every(pod => ready.includes(pod));
  });
  const readers = pods.map(pod => new LogReader(ns.name, pod));
  await waitFor('the main containers to be heard', () => readers.every(({ lines }) => lines.some(({ text }) => text.endsWith(' main starts'))));
  stop();
  await Promise.all(readers.map(({ end }) => end));
  return readers.flatMap(({ lines }) => lines).sort((a, b) => a.time < b.time ? -1 : 1).map(({ text }) => text);
}

test('the containers of a DaemonSet start one after the other, and stop in reverse', async () => {
  const ns = namespace('daemon-set');
  expect(ns.apply(yamlOf(chart => new DaemonSetWithSidecar(chart, 'agent', {
    metadata: { name: 'agent' },
    target: thisCluster(),
    initContainers: [{ name: 'fetch', ...shell('nc -z 127.0.0.1 5001 && nc -z 127.0.0.1 5002 && echo reaches both') }],
    containers: [MAIN],
    sidecars: [slow('second', 5002, { startsAfter: ['first'], startsBefore: ['fetch'] }), slow('first', 5001)],
  })))).toBe('');
  const agent = await waitFor('the Pod', () => ns.get<{ items: Pod[] }>('pods').items[0]?.metadata?.name);

  expect(await historyOf(ns, [agent], () => kubectl('delete', 'pod', '-n', ns.name, agent, '--wait=false'))).toEqual([
    ...said(agent, 'first', 'starts', 'listens'),
    ...said(agent, 'second', 'starts', 'listens'),
    ...said(agent, 'fetch', 'reaches both'),
    ...said(agent, 'main', 'starts', 'stops', 'stopped'),
    ...said(agent, 'second', 'stops', 'stopped'),
    ...said(agent, 'first', 'stops', 'stopped'),
  ]);
});

test('the Pods of a StatefulSet start one after the other, each with its sidecar first, and stop in reverse', async () => {
  const ns = namespace('stateful-set');
  expect(ns.apply(yamlOf(chart => new StatefulSetWithSidecar(chart, 'db', {
    metadata: { name: 'db' },
    target: thisCluster(),
    replicas: 2,
    containers: [MAIN],
    sidecars: [slow('proxy', 5000)],
  })))).toBe('');
  const stop = () => {
    const [first, second] = ['db-0', 'db-1'].map(name => ns.get<Pod>('pod', name));
    expect(Date.parse(readySince(first)!)).toBeLessThanOrEqual(Date.parse(second.metadata!.creationTimestamp!));
    kubectl('scale', '-n', ns.name, 'statefulset/db', '--replicas=0');
  };

  expect(await historyOf(ns, ['db-0', 'db-1'], stop)).toEqual([
    ...said('db-0', 'proxy', 'starts', 'listens'),
    ...said('db-0', 'main', 'starts'),
    ...said('db-1', 'proxy', 'starts', 'listens'),
    ...said('db-1', 'main', 'starts', 'stops', 'stopped'),
    ...said('db-1', 'proxy', 'stops', 'stopped'),
    ...said('db-0', 'main', 'stops', 'stopped'),
    ...said('db-0', 'proxy', 'stops', 'stopped'),
  ]);
});

test('a StatefulSet in which only a sidecar has a port is governed by a headless service with that port', async () => {
  const ns = namespace('headless');
  ns.apply(yamlOf(chart => new StatefulSetWithSidecar(chart, 'db', {
    metadata: { name: 'db' },
    target: thisCluster(),
    containers: [MAIN],
    sidecars: [slow('proxy', 5000)],
  })));
  const { serviceName } = ns.get<StatefulSet>('statefulset', 'db').spec!;
  const slice = await waitFor('an endpoint', () => ns.get<{ items: EndpointSlice[] }>('endpointslices', '-l', `kubernetes.io/service-name=${serviceName}`)
    .items.find(({ endpoints }) => endpoints?.some(({ conditions }) => conditions?.ready)));

  expect(ns.get<Service>('service', serviceName).spec!.clusterIP).toBe('None');
  expect(slice.ports!.map(({ port }) => port)).toEqual([5000]);
  // A Pod has its own name there only if the service is the one that governs its StatefulSet.
  expect(slice.endpoints.map(({ hostname }) => hostname)).toEqual(['db-0']);
});
