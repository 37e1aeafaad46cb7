import fc from 'fast-check';
import { settings, supervisableWorkloads, workloads } from './arbitrary-workloads';
import { expand } from './expand';
import { TargetCluster } from '../../../src/cluster/target-cluster';
import { DiagnosticSeverity } from '../../../src/diagnostics/diagnostic';
import { Fallback } from '../../../src/lowering/fallback';
import { lower } from '../../../src/lowering/lower';
import { castOf, Member } from '../../../src/lowering/supervised/cast';
import { sidecarsOf } from '../../../src/manifest/containers';
import { withoutNulls, withSortedKeysDeep } from '../../../src/manifest/fields';
import { effectiveResources, qosClass } from '../../../src/manifest/pod-resources';
import { parseQuantity } from '../../../src/manifest/quantity';
import { workloadFaults } from '../../../src/manifest/shape';
import { Container } from '../../../src/manifest/types';
import { Workload, workloadsOf } from '../../../src/manifest/workloads';
import { deepFreeze } from '../../deep-freeze';

jest.mock('../../../src/runtime/supervisor', () => ({ SUPERVISOR: 'the $(supervisor)' }));

const TARGETS = ['1.27', '1.28,SidecarContainers=true', '1.29.1', '1.30,SidecarContainers=false', '1.37'].map(target => TargetCluster.parse(target));
const fallbacks: fc.Arbitrary<Fallback> = fc.record({
  strategy: fc.constantFrom('best', 'supervised', 'plain', 'refuse'),
  supervised: settings,
});
const cases = fc.tuple(workloads, fc.constantFrom(...TARGETS), fallbacks);

test('a workload is refused, with a reason and as it is, or comes out as what the target runs', () => {
  fc.assert(fc.property(cases, ([workload, target, fallback]) => {
    const lowered = lower(workload, target, fallback);
    const errors = lowered.diagnostics.filter(({ severity }) => severity === DiagnosticSeverity.ERROR);
    expect(errors.every(({ container, field }) => container !== undefined || field !== undefined)).toBe(true);
    if (lowered.form === 'none') {
      expect(lowered.workload).toBe(workload);
      expect(errors.length > 0).toBe(sidecarsOf(workload.podSpec).length > 0);
    } else {
      expect(errors).toEqual([]);
      expect(sidecarsOf(lowered.workload.podSpec).length > 0).toBe(lowered.form === 'native');
    }
  }), { numRuns: 500 });
});

test('without sidecars, a workload comes back as it is', () => {
  fc.assert(fc.property(cases, ([workload, target, fallback]) => {
    fc.pre(sidecarsOf(workload.podSpec).length === 0);
    const lowered = lower(workload, target, fallback);
    expect(lowered.workload).toBe(workload);
    expect(lowered).toEqual({ workload, diagnostics: [], form: 'none' });
  }));
});

test('what was lowered is not lowered again', () => {
  fc.assert(fc.property(cases, ([workload, target, fallback]) => {
    const once = lower(workload, target, fallback).workload;
    expect(lower(once, target, fallback).workload).toBe(once);
  }));
});

function reversed<T>(value: T): T {
  if (Array.isArray(value)) {
    return value.map(reversed) as T;
  }
  return typeof value !== 'object' || value === null ? value
    : Object.fromEntries(Object.entries(value).reverse().map(([key, nested]) => [key, reversed(nested)])) as T;
}

test('the same workload gives the same text, and in another order of keys the same but for their order', () => {
  fc.assert(fc.property(cases, ([workload, target, fallback]) => {
    const first = lower(workload, target, fallback);
    expect(JSON.stringify(lower(workload, target, fallback))).toBe(JSON.stringify(first));
    const other = lower(workloadsOf(deepFreeze(reversed(workload.object)))[0], target, reversed(fallback));
    expect(JSON.stringify(withSortedKeysDeep(other))).toBe(JSON.stringify(withSortedKeysDeep(first)));
  }));
});

/** Holds of every workload that can be supervised, and its supervised form. */
function expectOfAll(check: (before: Workload, after: Workload, members: readonly Member[]) => void): void {
  fc.assert(fc.property(supervisableWorkloads, settings, (before, supervised) => {
    const { workload: after, form } = lower(before, TARGETS[0], { strategy: 'supervised', supervised });
    expect(form).toBe('supervised');
    check(before, after, castOf(before.podSpec).members);
  }));
}

const container = (workload: Workload, i: number) => workload.podSpec.containers[i];
const namesOf = (members: readonly Member[], role: Member['role']) => members.filter(member => member.role === role).map(member => member.container.name).join(' ');

/** What the supervisor of a container is told, as the kubelet hands it over. */
function options({ command }: Container): { [key: string]: string } {
  const pairs = command!.slice(2, command!.indexOf('--')).map(option => /^(\w+)=(.*)$/s.exec(expand(option, { A: 'wrong', http: 'wrong' }))!);
  return Object.fromEntries(pairs.map(([, key, value]) => [key, value]));
}

test('every member of a supervised Pod is there once and in its order, after what comes before the first sidecar', () => {
  expectOfAll((before, { podSpec }, members) => {
    expect(podSpec.initContainers!.slice(0, -1)).toEqual(castOf(before.podSpec).before);
    expect(podSpec.initContainers!.at(-1)!.args!.slice(2)).toEqual(members.map(member => member.container.name));
    expect(podSpec.containers.map(({ name }) => name)).toEqual(members.map(member => member.container.name));
    const all = [...podSpec.initContainers!, ...podSpec.containers];
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
    expect(all.filter(each => 'restartPolicy' in each)).toEqual([]);
    expect(podSpec.volumes).toEqual([...before.podSpec.volumes ?? [], { name: 'sidecar-runtime', emptyDir: {} }]);
  });
});

test('what a supervised container is stays, but for what the supervisor needs', () => {
  expectOfAll((_, after, members) => {
    members.forEach(({ container: before, role }, i) => {
      const { command, env = [], volumeMounts, startupProbe, livenessProbe, lifecycle, ...kept } = container(after, i);
      const { restartPolicy, ...unchanged } = before;
      for (const field of ['command', 'env', 'volumeMounts', 'startupProbe', 'livenessProbe', 'lifecycle'] as const) {
        delete unchanged[field];
      }
      expect(kept).toEqual(unchanged);
      expect(command!.slice(command!.indexOf('--') + 1)).toEqual(before.command);
      expect(env.slice(0, before.env?.length ?? 0)).toEqual(before.env ?? []);
      const told = options({ name: 'any', command });
      const needsIp = Object.values(told).some(value => value.includes('$_ip'));
      expect(env.slice(before.env?.length ?? 0).map(({ name }) => name)).toEqual(needsIp ? ['SIDECAR_RUNTIME_POD_IP'] : []);
      expect(volumeMounts).toEqual([...before.volumeMounts ?? [], { name: 'sidecar-runtime', mountPath: '/sidecar-runtime' }]);
      expect(startupProbe === undefined).toBe(role === 'step');
      expect(livenessProbe).toEqual(told.liveness || role !== 'main' ? undefined : before.livenessProbe);
      expect('liveness' in told).toBe(before.livenessProbe !== undefined && role !== 'step' && livenessProbe === undefined);
      expect(lifecycle !== undefined).toBe(role === 'main' && before.lifecycle?.preStop !== undefined);
    });
  });
});

test('every supervisor is told of the others that it has to know', () => {
  expectOfAll(({ podSpec }, after, members) => {
    members.forEach(({ container: { name }, role }, i) => {
      const told = options(container(after, i));
      expect(container(after, i).command!.slice(0, 2)).toEqual(['/sidecar-runtime/supervisor', role]);
      expect([told.name, told.policy, told.grace])
        .toEqual([name, podSpec.restartPolicy ?? 'Always', String(podSpec.terminationGracePeriodSeconds ?? 30)]);
      expect(told.after).toBe(members.filter((member, j) => j < i && member.role !== 'main').at(-1)?.container.name);
      expect(told.mains).toBe(role === 'sidecar' ? namesOf(members, 'main') : undefined);
      expect(told.later ?? '').toBe(role === 'sidecar' ? namesOf(members.slice(i + 1), 'sidecar') : '');
    });
  });
});

const CHANGED = ['containers', 'initContainers', 'volumes', 'podFailurePolicy'];

test('all else of the workload stays', () => {
  expectOfAll((before, after) => {
    const rest = (workload: Workload) => JSON.parse(JSON.stringify(workload.object, (key, value) =>
      key === 'metadata' ? value.labels : CHANGED.includes(key) ? undefined : value));
    expect(rest(after)).toEqual(rest(before));
    expect(Object.keys(after)).toEqual(Object.keys(before));
  });
});

test('a supervised Pod requests no less than before, and keeps its quality-of-service class', () => {
  expectOfAll((before, after) => {
    const [requests, requestsAfter] = [before, after].map(({ podSpec }) => effectiveResources(podSpec, 'requests'));
    for (const [resource, amount] of Object.entries(requests)) {
      expect(parseQuantity(requestsAfter[resource]).nano).toBeGreaterThanOrEqual(parseQuantity(amount).nano);
    }
    expect(qosClass(after.podSpec)).toBe(qosClass(before.podSpec));
  });
});

/** Plain JSON with another value, or with none, at one place of all that are in it. */
function withChange<T>(json: T, place: number, value: unknown): T {
  let here = 0;
  const changed = JSON.parse(JSON.stringify(json), (_, before) => here++ === place ? value : before);
  return JSON.parse(JSON.stringify(changed ?? null));
}

test('whatever is in a workload, it can be lowered if its form has no faults', () => {
  const change = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom('text', 5, -1, [], {}, [{}], undefined));
  fc.assert(fc.property(cases, fc.nat(200), change, ([{ object }, target, fallback], place, value) => {
    const { apiVersion, kind, ...rest } = object;
    const workload = workloadsOf(deepFreeze({ apiVersion, kind, ...withoutNulls(withChange(rest, place, value)) }))[0];
    fc.pre(workload !== undefined && workloadFaults(workload).length === 0);
    expect(() => lower(workload, target, fallback)).not.toThrow();
  }), { numRuns: 500 });
});
