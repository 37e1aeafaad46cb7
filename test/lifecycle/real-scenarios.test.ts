import { TargetCluster } from '../../src';
import { Assumption } from '../../src/lifecycle/assumption';
import { LifecycleEvent } from '../../src/lifecycle/event';
import { scenarioNamed } from '../../src/lifecycle/scenario';
import { Lifecycle, simulate } from '../../src/lifecycle/simulate';
import { KubernetesObject } from '../../src/manifest/types';
import { workloadsOf } from '../../src/manifest/workloads';
import { differencesOf, Order } from '../cluster/real/equivalence/order';
import { SCENARIOS } from '../cluster/real/equivalence/scenarios';

/**
 * What the scripts of a scenario do that its manifest does not say. Real kubelets are held against the same expectations
 * (test/cluster/real/equivalence), so the model agrees with them as far as it agrees with these.
 */
interface Script {
  readonly assume: { readonly [container: string]: Partial<Assumption> };
  readonly deleteAt?: number;
  /** What the script says without doing it, or does without saying it. */
  readonly unheard?: string;
}

const QUICK = { run: 1 };
const SERVES: Partial<Assumption> = { run: Infinity, start: 0.5, stop: 0.5 };
const fails = (exit: number, later: Partial<Assumption> = { exit: 0 }): Partial<Assumption> => ({ run: 0.5, exit, later });
const CRASHES_ONCE: Partial<Assumption> = { ...SERVES, run: 2, exit: 3, later: { run: Infinity, exit: 0 } };

const SCRIPTS: { readonly [scenario: string]: Script } = {
  'gates': { assume: { exec: { ...SERVES, start: 2, stop: 2 }, http: { ...SERVES, start: 2, stop: 1 }, tcp: { ...SERVES, start: 2, stop: 1 }, main: QUICK } },
  'no-gate': { assume: { a: { ...SERVES, start: 6 }, main: { run: 8 } } },
  'init-anywhere': { assume: { before: QUICK, a: SERVES, between: QUICK, b: SERVES, after: QUICK, main: QUICK } },
  'init-needs-sidecar': { assume: { a: { ...SERVES, start: 2 }, init: QUICK, main: QUICK } },
  'init-fails': { assume: { a: SERVES, init: fails(5), b: SERVES, main: QUICK } },
  'init-fails-first': { assume: { init: fails(5), a: SERVES, main: QUICK } },
  'init-retried': { assume: { a: SERVES, init: fails(5), main: QUICK } },
  'init-always': { assume: { a: SERVES, init: fails(5), b: SERVES, main: fails(0, { run: Infinity }) }, deleteAt: 60 },
  'main-fails': { assume: { a: SERVES, main: fails(7) } },
  'main-retried': { assume: { a: SERVES, main: fails(3) } },
  'main-killed': { assume: { a: SERVES, main: fails(137) } },
  'main-out-of-memory': { assume: { a: SERVES, main: fails(137) } },
  'two-mains': { assume: { a: SERVES, short: QUICK, long: { run: 5 } } },
  'one-of-two-fails': { assume: { a: SERVES, bad: fails(4), good: { run: 5 } } },
  'one-of-two-again': { assume: { a: SERVES, one: { run: 2, exit: 7, later: { exit: 0 } }, two: QUICK } },
  'sidecar-crashes': { assume: { a: { ...CRASHES_ONCE, exit: 2 }, main: { run: 8 } }, unheard: 'a term' },
  'sidecar-crashes-before-gate': { assume: { a: { ...SERVES, run: 1, exit: 2, gateNever: true, later: { run: Infinity, gateNever: false } }, main: QUICK } },
  'sidecar-exits-0': { assume: { a: { run: 1, stop: 0.5 }, main: { run: 8 } } },
  'sidecar-ignores-term': { assume: { a: { ignoresTerm: true }, main: { run: 2 } } },
  'sidecar-fails-at-end': { assume: { a: { ...SERVES, exit: 1 }, main: QUICK } },
  'sidecar-fails-at-end-on-failure': { assume: { a: { ...SERVES, exit: 1 }, main: QUICK } },
  'main-ends-at-once': { assume: { a: SERVES, b: SERVES, main: { run: 0 } } },
  'slow-stops': { assume: { a: { ...SERVES, stop: 2 }, b: { ...SERVES, stop: 3 }, c: { ...SERVES, stop: 2 }, main: QUICK } },
  'grace-too-short': { assume: { a: { ...SERVES, stop: 1 }, b: { ...SERVES, stop: 1 }, c: { ...SERVES, stop: 20 }, main: QUICK } },
  'always': { assume: { a: SERVES, main: fails(0, { run: Infinity }) }, deleteAt: 60 },
  'crash-onfailure': { assume: { a: CRASHES_ONCE, main: { run: 8 } } },
  'crash-always': { assume: { a: CRASHES_ONCE, main: { run: Infinity } }, deleteAt: 60 },
  'crash-earlier': { assume: { a: { ...CRASHES_ONCE, run: 1 }, b: { ...SERVES, start: 5 }, main: QUICK } },
  'crash-loop': { assume: { a: { run: 1, exit: 3, gateNever: true }, main: QUICK } },
  'never-up': { assume: { a: { ...SERVES, gateNever: true }, main: QUICK }, deleteAt: 6, unheard: 'a ready' },
  'startup-fails': { assume: { a: { ...SERVES, gateNever: true, later: { gateNever: false } }, main: QUICK } },
  'startup-of-main-fails': { assume: { a: SERVES, main: { run: Infinity, gateNever: true, exit: 9, stop: 0.5 } } },
  'post-start-gates': { assume: { a: { ...SERVES, postStart: 3 }, main: QUICK } },
  'pre-stop-at-end': { assume: { a: { ...SERVES, preStop: 1 }, b: { ...SERVES, preStop: 4 }, main: QUICK } },
  'pre-stop-on-deletion': { assume: { a: { ...SERVES, preStop: 1 }, main: { run: Infinity, preStop: 3, stop: 1 } }, deleteAt: 10 },
  'pre-stop-never-ends': { assume: { a: { ...SERVES, preStop: 100 }, main: QUICK } },
  'crash-before-gate': {
    assume: { a: { ...SERVES, run: 1, exit: 3, gateNever: true, later: { run: Infinity, exit: 0, gateNever: false } }, b: SERVES, main: QUICK },
    unheard: 'a start',
  },
  'deleted-while-running': { assume: { a: { ...SERVES, stop: 1 }, b: { ...SERVES, stop: 1 }, main: { run: Infinity, stop: 1 } }, deleteAt: 10 },
  'deleted-before-gate': { assume: { a: { ...SERVES, start: 60, stop: 1 }, main: QUICK }, deleteAt: 3 },
  'deleted-during-init': { assume: { a: SERVES, init: { run: Infinity, exit: 8, stop: 0.5 }, main: QUICK }, deleteAt: 5 },
  'deleted-while-draining': { assume: { a: { ...SERVES, stop: 6 }, main: QUICK }, deleteAt: 4 },
  'main-ignores-term': { assume: { a: SERVES, main: { run: Infinity, ignoresTerm: true } }, deleteAt: 5 },
  'main-stops-slowly': { assume: { a: SERVES, main: { run: Infinity, stop: 6 } }, deleteAt: 5 },
  'delete-gate-closed': { assume: { a: SERVES, b: { ...SERVES, start: 100 }, c: SERVES, main: QUICK }, deleteAt: 5 },
  'delete-waiting-hook': { assume: { a: { ...SERVES, start: 100 }, main: QUICK }, deleteAt: 3 },
  'job': { assume: { a: SERVES, main: QUICK } },
  'backoff-limit': { assume: { a: SERVES, main: fails(1) } },
  'pod-failure-policy': { assume: { a: { ...SERVES, exit: 42 }, main: fails(43) } },
  'cron-job': { assume: { a: SERVES, main: QUICK } },
  'hooks-of-main': { assume: { a: { ...SERVES, start: 3 }, main: { run: 4, start: 2, postStart: 0.1 } } },
};

const TARGET = TargetCluster.version('1.36');
const ours = SCENARIOS.filter(({ name }) => name in SCRIPTS);

test('all scenarios that are told about here are there', () => {
  expect(ours.map(({ name }) => name).sort()).toEqual(Object.keys(SCRIPTS).sort());
});

test.each(ours.map(scenario => [scenario.name, scenario] as const))('the model does as real kubelets do: %s', (name, { pod, workload, expected }) => {
  const { assume, deleteAt, unheard } = SCRIPTS[name];
  const object: KubernetesObject = workload?.({ metadata: { labels: {} }, spec: pod }, name) ?? { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: pod };
  const life = simulate(workloadsOf(object)[0], TARGET, scenarioNamed('end'), { assumptions: new Map(Object.entries(assume)), deleteAt, horizon: 120 });

  const gated = new Set(Object.keys(life.containers).filter(container =>
    [...pod.initContainers ?? [], ...pod.containers].some(({ name: other, startupProbe }) => other === container && startupProbe)));
  const isHeard = (word: string) => word !== unheard && isCompared(word, gated);
  const wanted = pruned(expected.order, isHeard);
  const seen = wordsOf(life).filter(isHeard);
  // The loop goes on for ever; real kubelets were watched for three starts.
  expect(differencesOf(wanted, name === 'crash-loop' ? seen.slice(0, 3) : seen)).toEqual([]);
  expect(life.phase).toBe(expected.phase === 'Deleted' ? life.phase : expected.phase);
  expect(life.job?.condition).toBe(expected.job);
  expect(life.job?.pods).toBe(expected.pods);
  expect(exitsOf(life.events, pod.initContainers ?? [])).toEqual(expected.exits);
});

const WORDS: { readonly [type: string]: string } = { Starting: 'start', Started: 'ready', Terminating: 'term' };

function wordsOf({ events }: Lifecycle): string[] {
  return events.flatMap(({ container, type }) => container !== null && WORDS[type] ? [`${container} ${WORDS[type]}`] : []);
}

/** What scripts say of other things, and of being ready where nothing waits for that, the model does not know. */
function isCompared(word: string, gated: ReadonlySet<string>): boolean {
  const [container, what] = word.split(' ');
  return what === 'start' || what === 'term' || (what === 'ready' && gated.has(container) && container !== 'main');
}

function pruned(order: Order, keep: (word: string) => boolean): Order {
  if (typeof order === 'string') {
    return keep(order) ? order : [];
  }
  return 'together' in order ? { together: order.together.map(each => pruned(each, keep)) } : order.map(each => pruned(each, keep));
}

/** Exit codes of main containers and plain init containers, as the scenarios have them. */
function exitsOf(events: readonly LifecycleEvent[], initContainers: readonly { name: string; restartPolicy?: string }[]) {
  const sidecars = new Set(initContainers.filter(({ restartPolicy }) => restartPolicy).map(({ name }) => name));
  const exits: { [container: string]: number[] } = {};
  for (const { container, code } of events) {
    if (container !== null && code !== undefined && !sidecars.has(container)) {
      (exits[container] ??= []).push(code);
    }
  }
  return exits;
}
