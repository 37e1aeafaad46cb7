import fc from 'fast-check';
import { TargetCluster } from '../../src/cluster/target-cluster';
import { ScenarioName, scenarioNamed, SCENARIOS } from '../../src/lifecycle/scenario';
import { simulate, SimulationOptions } from '../../src/lifecycle/simulate';
import { KubernetesObject } from '../../src/manifest/types';
import { workloadsOf } from '../../src/manifest/workloads';
import { Explained } from '../../src/render/explained';

/** What a workload goes through. */
export function explained(
  object: KubernetesObject, target: string, scenario: ScenarioName, options: SimulationOptions = {},
): Explained {
  const { kind, metadata } = object;
  const [workload] = workloadsOf(object);
  return {
    object: { kind: kind!, name: metadata?.name ?? null, namespace: metadata?.namespace ?? null },
    lifecycle: simulate(workload, TargetCluster.parse(target), scenarioNamed(scenario), options),
  };
}

const GATE = { periodSeconds: 1, failureThreshold: 300, tcpSocket: { port: 80 } };

/** A Job with a sidecar that has a start gate, and a main container. */
export const JOB: KubernetesObject = {
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'pi' },
  spec: {
    template: {
      spec: {
        restartPolicy: 'Never',
        initContainers: [{ name: 'proxy', restartPolicy: 'Always', startupProbe: GATE }],
        containers: [{ name: 'pi' }],
      },
    },
  },
};

/** A Pod that runs until it is deleted. */
export const POD: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', namespace: 'shop' },
  spec: {
    initContainers: [{ name: 'migrate' }, { name: 'proxy', restartPolicy: 'Always', lifecycle: { preStop: { sleep: { seconds: 3 } } } }],
    containers: [{ name: 'web' }],
  },
};

const probe = fc.record({ periodSeconds: fc.integer({ min: 0, max: 20 }), failureThreshold: fc.integer({ min: 0, max: 30 }) });
const hooks = fc.record({ preStop: fc.constant({ sleep: { seconds: 3 } }), postStart: fc.constant({ exec: { command: ['a'] } }) }, { requiredKeys: [] });
const container = fc.record({
  name: fc.constantFrom('a', 'b', 'c', 'a-name-that-is-longer-than-a-third-of-eighty-columns', '<x>&"\u001b[31m;#:%%'),
  restartPolicy: fc.constantFrom('Always', undefined),
  startupProbe: fc.option(probe, { nil: undefined }),
  lifecycle: fc.option(hooks, { nil: undefined }),
});
const duration = fc.constantFrom(0, 0.5, 1, 7, 40, 1000);
const assumption = fc.record({
  run: fc.oneof(duration, fc.constant(Infinity)),
  exit: fc.constantFrom(0, 1, 137),
  start: duration,
  stop: duration,
  preStop: duration,
  postStart: duration,
  ignoresTerm: fc.boolean(),
  gateNever: fc.boolean(),
}, { requiredKeys: [] });

/** What small Pods and Jobs of any kind go through on any cluster. */
export const anyExplained: fc.Arbitrary<Explained> = fc.record({
  containers: fc.uniqueArray(container, { minLength: 1, maxLength: 5, selector: ({ name }) => name }),
  mains: fc.integer({ min: 1, max: 5 }),
  restartPolicy: fc.constantFrom('Always', 'OnFailure', 'Never'),
  grace: fc.constantFrom(undefined, 0, 1, 30, 600),
  job: fc.boolean(),
  target: fc.constantFrom('1.37', '1.33', '1.29', '1.28', '1.30,node=1.27', '1.20'),
  scenario: fc.constantFrom(...SCENARIOS.map(({ name }) => name)),
  assumptions: fc.dictionary(fc.constantFrom('a', 'b', 'c'), assumption),
  deleteAt: fc.option(duration, { nil: undefined }),
}).map(({ containers, mains, restartPolicy, grace, job, target, scenario, assumptions, deleteAt }) => {
  const spec = {
    restartPolicy,
    terminationGracePeriodSeconds: grace,
    initContainers: containers.slice(mains),
    containers: containers.slice(0, mains).map(main => ({ ...main, restartPolicy: undefined })),
  };
  return explained(job ? { ...JOB, spec: { template: { spec } } } : { ...POD, spec }, target, scenario, {
    assumptions: new Map(Object.entries(assumptions)), deleteAt,
  });
});
