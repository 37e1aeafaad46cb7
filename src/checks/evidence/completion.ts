import { commandOf, endOfRun, probablyStays } from './end-of-run';
import { hasSwallowedCall, isToldToStop, mayStopOthers } from './quit-calls';
import { mayBeEnded } from './script-end';
import { containersOf, PlacedContainer } from '../../manifest/containers';
import { fieldAt } from '../../manifest/fields';
import { Container } from '../../manifest/types';
import { podMetadata, Workload } from '../../manifest/workloads';

/** A main container that does not end, and how that is known, as a part of a sentence. */
export interface StayingMain extends PlacedContainer {
  readonly because: string;
}

/**
 * What keeps the Pods of a Job from completing. The lists are empty where they complete, and where that cannot be told.
 */
export interface Completion {
  /** The mains that certainly never end. */
  readonly never: readonly StayingMain[];
  /** Those that probably do not; there is always one beside them that may end. */
  readonly doubtful: readonly StayingMain[];
  /** Names of the other mains. */
  readonly ending: readonly string[];
  /** After how many seconds Kubernetes gives up, if it does. */
  readonly deadline?: number;
}

const NOTHING: Completion = { never: [], doubtful: [], ending: [] };

/** Annotations by which controllers and meshes are told to stop containers when the others have ended, or to let themselves be stopped. */
const STOPPING = [
  'nrmitchi.com/sidecars', 'lemonade.com/sidecars', 'pod.kubernetes.io/sidecars', 'vault.hashicorp.com/agent-enable-quit', 'config.linkerd.io/proxy-admin-shutdown',
];
/** A liveness probe that may look for the sign that the others are done: it fails then, and the container is killed. */
const LOOKS_FOR_FILE = /(^|[\s;&|(!"'])(test|\[|cat|ls|stat|find|grep)\s/;
/** By what a proxy is told to listen to quit calls: somebody then makes them. */
const LISTENS = /^--?(quitquitquit(=true)?|web\.enable-lifecycle)$/;
const LISTENS_BY_ENV = /_PROXY_QUITQUITQUIT$/;

/** Several rules ask for the same Pods. Manifests are never changed in place, so the last answer holds. */
let last: { readonly workload?: Workload; readonly completion: Completion } = { completion: NOTHING };

/**
 * Whether the Pods of a Job, or of a hook, complete.
 */
export function completionOf(workload: Workload): Completion {
  if (last.workload !== workload) {
    last = { workload, completion: foundCompletion(workload) };
  }
  return last.completion;
}

function foundCompletion(workload: Workload): Completion {
  const { podSpec } = workload;
  const containers = containersOf(podSpec);
  const mains = containers.filter(({ role }) => role === 'main');
  const judged = mains.map((main): Judged => ({ ...main, ...judge(main.container) }));
  const isHelped = judged.some(({ because, container: { ports }, container }) => because === undefined && !ports && !hasProbes(container));
  const staying = judged.map(main => isHelped ? servingAtLeast(main) : main).filter(isStaying);
  if (staying.length === 0 || containers.some(({ container }) => mayStopOthers(container)) || isStoppedFromOutside(workload)) {
    return NOTHING;
  }
  const ending = mains.map(({ container }) => container.name).filter(name => staying.every(({ container }) => container.name !== name));
  const isShared = (podSpec as { shareProcessNamespace?: unknown }).shareProcessNamespace === true;
  const isCertain = ({ certain, container }: Judged) => certain === true && !(isShared && ending.length > 0)
    && (!listens(container) || mains.some(swallows));
  return {
    never: staying.filter(isCertain),
    doubtful: ending.length === 0 ? [] : staying.filter(main => !isCertain(main) && !listens(main.container)),
    ending,
    ...deadlineOf(workload),
  };
}

/** A main, with why it does not end; without, if it may. */
interface Judged extends PlacedContainer {
  readonly because?: string;
  readonly certain?: boolean;
  /** Whether nothing at all is known of it. */
  readonly open?: boolean;
}

function isStaying(main: Judged): main is StayingMain & Judged {
  return main.because !== undefined;
}

function judge(container: Container): Omit<Judged, keyof PlacedContainer> {
  if (isToldToStop(container) || LOOKS_FOR_FILE.test(container.livenessProbe?.exec?.command?.join(' ') ?? '')) {
    return {};
  }
  const { end, because } = endOfRun(container);
  if (end !== 'unknown') {
    return end === 'never' ? { because, certain: true } : {};
  }
  return mayBeEnded(commandOf(container) ?? []) ? {} : { because: probablyStays(container), open: true };
}

/** What looks like a server beside a main that has nothing of one. */
function servingAtLeast(main: Judged): Judged {
  return main.open && main.because === undefined && serves(main.container)
    ? { ...main, because: 'it has ports and probes, as a server has that runs until it is stopped' } : main;
}

function serves(container: Container): boolean {
  return (container.ports ?? []).length > 0 && hasProbes(container);
}

/** Startup probes do not count: cdk8s-plus gives one to every container with a port. */
function hasProbes({ livenessProbe, readinessProbe }: Container): boolean {
  return Boolean(livenessProbe ?? readinessProbe);
}

function swallows({ container }: PlacedContainer): boolean {
  return hasSwallowedCall(container);
}

function listens({ command = [], args = [], env = [] }: Container): boolean {
  return [...command, ...args].some(word => LISTENS.test(word)) || env.some(({ name }) => LISTENS_BY_ENV.test(name));
}

function isStoppedFromOutside(workload: Workload): boolean {
  const { annotations = {} } = podMetadata(workload);
  return STOPPING.some(name => annotations[name] !== undefined)
    // A JobSet stops its other Jobs when those have succeeded that its success policy names.
    || workload.kind === 'JobSet' && fieldAt(workload.object, ['spec', 'successPolicy']) !== undefined;
}

function deadlineOf({ podSpec, jobSpec }: Workload): { deadline?: number } {
  const deadlines = [podSpec.activeDeadlineSeconds, jobSpec?.activeDeadlineSeconds].filter(seconds => seconds !== undefined);
  return deadlines.length === 0 ? {} : { deadline: Math.min(...deadlines) };
}
