import fc from 'fast-check';
import { TargetCluster } from '../../src';
import { Assumption } from '../../src/lifecycle/assumption';
import { SCENARIOS } from '../../src/lifecycle/scenario';
import { Lifecycle, simulate } from '../../src/lifecycle/simulate';
import { Container, PodSpec } from '../../src/manifest/types';
import { workloadsOf } from '../../src/manifest/workloads';

const seconds = fc.integer({ min: 0, max: 12 });
const hook = fc.option(fc.record({ sleep: fc.record({ seconds }) }), { nil: undefined });
const container = (name: string, isSidecar: boolean): fc.Arbitrary<Container> => fc.record({
  name: fc.constant(name),
  image: fc.constant('x'),
  restartPolicy: fc.constant(isSidecar ? 'Always' : undefined),
  startupProbe: isSidecar || name.startsWith('main') ? fc.option(fc.record({
    periodSeconds: fc.integer({ min: 1, max: 5 }),
    failureThreshold: fc.integer({ min: 1, max: 20 }),
    initialDelaySeconds: fc.integer({ min: 0, max: 3 }),
  }), { nil: undefined }) : fc.constant(undefined),
  lifecycle: isSidecar || name.startsWith('main')
    ? fc.option(fc.record({ postStart: hook, preStop: hook }), { nil: undefined }) : fc.constant(undefined),
});
const initContainers = fc.array(fc.boolean(), { maxLength: 4 }).chain(kinds =>
  fc.tuple(...kinds.map((isSidecar, i) => container(`${isSidecar ? 'sidecar' : 'init'}-${i}`, isSidecar))));
const containers = fc.integer({ min: 1, max: 3 }).chain(count =>
  fc.tuple(...Array.from({ length: count }, (_, i) => container(`main-${i}`, false))));
const podSpec: fc.Arbitrary<PodSpec> = fc.record({
  restartPolicy: fc.constantFrom('Never', 'OnFailure', 'Always'),
  terminationGracePeriodSeconds: fc.integer({ min: 1, max: 40 }),
  initContainers,
  containers,
});
const assumption = fc.record({
  run: fc.oneof(seconds, fc.constant(Infinity)),
  exit: fc.constantFrom(0, 0, 1),
  start: seconds,
  stop: seconds,
  ignoresTerm: fc.boolean(),
  gateNever: fc.constantFrom(false, false, true),
}, { requiredKeys: [] });
const NAMES = ['init', 'sidecar'].flatMap(kind => [0, 1, 2, 3].map(i => `${kind}-${i}`)).concat(['main-0', 'main-1', 'main-2']);
const assumptions = fc.array(fc.tuple(fc.constantFrom(...NAMES), assumption), { maxLength: 6 })
  .map((entries): ReadonlyMap<string, Partial<Assumption>> => new Map(entries));
const scenario = fc.constantFrom(...SCENARIOS);
const deleteAt = fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined });
const life = (target: string) => fc.tuple(podSpec, assumptions, scenario, deleteAt).map(([spec, said, chosen, at]) => ({
  spec,
  life: simulate(workloadsOf({ apiVersion: 'v1', kind: 'Pod', spec })[0], TargetCluster.parse(target), chosen,
    { assumptions: said, deleteAt: at, horizon: 300 }),
}));

const indexOf = ({ events }: Lifecycle, name: string, type: string) =>
  events.findIndex(event => event.container === name && event.type === type);
const sidecarsOf = ({ initContainers: all = [] }: PodSpec) => all.filter(({ restartPolicy }) => restartPolicy).map(({ name }) => name);

test('events come in the order of their times, and nothing happens after the end of the Pod', () => {
  fc.assert(fc.property(life('1.36'), ({ life: { events, phase } }) => {
    expect(events.map(({ time }) => time)).toEqual(events.map(({ time }) => time).sort((a, b) => a - b));
    const end = events.findIndex(({ type, message }) => type === 'Phase' && /^(Succeeded|Failed)/.test(message));
    expect(end < 0 || end === events.length - 1).toBe(true);
    expect(end >= 0).toBe(phase === 'Succeeded' || phase === 'Failed');
  }));
});

test('a container starts and ends by turns, and has the number of starts that is told', () => {
  fc.assert(fc.property(life('1.36'), ({ life: { events, containers: outcomes } }) => {
    for (const [name, { starts }] of Object.entries(outcomes)) {
      const turns = events.filter(({ container: of, type }) => of === name && /^(Starting|Exited|Killed)$/.test(type))
        .map(({ type }) => type === 'Starting');
      expect(turns).toEqual(turns.map((_, i) => i % 2 === 0));
      expect(turns.filter(isStart => isStart).length).toBe(starts);
    }
  }));
});

test('no container starts for the first time before all init containers before it have ended, and all sidecars have started', () => {
  fc.assert(fc.property(life('1.36'), ({ spec, life: told }) => {
    const all = [...spec.initContainers ?? [], ...spec.containers];
    all.forEach(({ name }, i) => {
      const start = indexOf(told, name, 'Starting');
      for (const before of all.slice(0, Math.min(i, spec.initContainers?.length ?? 0))) {
        const done = before.restartPolicy ? indexOf(told, before.name, 'Started')
          : told.events.findIndex(({ container: of, type, code }) => of === before.name && type === 'Exited' && code === 0);
        expect(start < 0 || (done >= 0 && done < start)).toBe(true);
      }
    });
  }));
});

test('a sidecar is sent SIGTERM at the end only after all main containers and later sidecars have ended, or when the grace period is over', () => {
  fc.assert(fc.property(life('1.36'), ({ spec, life: { events } }) => {
    const names = sidecarsOf(spec);
    const running = new Set<string>();
    for (const { container: name, type, message } of events) {
      if (name !== null && type === 'Starting') {
        running.add(name);
      } else if (name !== null && (type === 'Exited' || type === 'Killed')) {
        running.delete(name);
      } else if (name !== null && type === 'Terminating' && names.includes(name) && message.includes('all that it waits for')) {
        const others = [...running].filter(other => other.startsWith('main') || names.indexOf(other) > names.indexOf(name));
        expect(others).toEqual([]);
      }
    }
  }));
});

test('a Pod that is being ended is at its end within the grace period and 2 s', () => {
  fc.assert(fc.property(life('1.36'), ({ spec, life: { events, phase } }) => {
    const begin = events.find(({ type, message }) =>
      /^(Terminating|PreStop)$/.test(type) && / deleted|all main containers have ended|has failed, and/.test(message));
    if (begin && (phase === 'Succeeded' || phase === 'Failed')) {
      expect(events.at(-1)!.time - begin.time).toBeLessThanOrEqual(spec.terminationGracePeriodSeconds! + 2);
    }
  }));
});

test('without sidecars all versions do the same', () => {
  fc.assert(fc.property(fc.tuple(podSpec, assumptions, scenario, deleteAt), ([spec, said, chosen, at]) => {
    const plain = { ...spec, initContainers: spec.initContainers?.filter(({ restartPolicy }) => !restartPolicy) };
    const [workload] = workloadsOf({ apiVersion: 'v1', kind: 'Pod', spec: plain });
    const options = { assumptions: said, deleteAt: at, horizon: 300 };
    const [old, current] = ['1.25', '1.37'].map(version => simulate(workload, TargetCluster.version(version), chosen, options));
    expect({ ...old, target: '' }).toEqual({ ...current, target: '' });
  }));
});
