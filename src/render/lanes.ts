import { seconds } from './explained';
import { LifecycleEvent } from '../lifecycle/event';
import { Lifecycle } from '../lifecycle/simulate';

/** What a container does. `starting` lasts until its start gate has passed, `backoff` until it is started again. */
export type LaneState = 'waiting' | 'starting' | 'running' | 'preStop' | 'stopping' | 'backoff' | 'ended';

export interface Segment<State> {
  readonly state: State;
  readonly from: number;
  readonly to: number;
}

/** Something in a lane that takes no time. */
export interface Mark {
  readonly type: 'restart' | 'gate' | 'sigterm' | 'sigkill';
  readonly time: number;
}

export interface Lane {
  readonly name: string;
  /** Without gaps from 0 to the end of the picture. */
  readonly segments: readonly Segment<LaneState>[];
  readonly marks: readonly Mark[];
  /** How it is at the end, in a word or two. */
  readonly outcome: string;
}

/** What all pictures of a lifecycle show. */
export interface Picture {
  readonly lanes: readonly Lane[];
  readonly phases: readonly Segment<string>[];
  /** The phase at the end. */
  readonly phase: string;
  /** The events that are shown: the first of them, if there are very many. */
  readonly events: readonly LifecycleEvent[];
  /** How many events are not shown. */
  readonly omitted: number;
  /** Seconds at which the picture ends; later than the last event if something goes on. */
  readonly end: number;
}

/** More than these are restarts, over and over. */
const MOST_EVENTS = 40;
/** How much of what goes on is shown, at least, if nothing but the first start happens. */
const QUIET_SECONDS = 10;

const NEVER_RAN = 'never ran';

const STATE_AFTER: { readonly [type in LifecycleEvent['type']]?: LaneState } = {
  Starting: 'starting',
  PostStart: 'starting',
  Started: 'running',
  PreStop: 'preStop',
  PreStopDone: 'running',
  Terminating: 'stopping',
};

/**
 * What there is to see of a lifecycle: a lane for each container, and the phases of the Pod.
 */
export function pictureOf(lifecycle: Lifecycle): Picture {
  const events = lifecycle.events.slice(0, MOST_EVENTS);
  const last = events.at(-1)?.time ?? 0;
  const isOver = events.length === lifecycle.events.length && (lifecycle.phase === 'Succeeded' || lifecycle.phase === 'Failed');
  const end = events.length === 0 || isOver ? last : last === 0 ? QUIET_SECONDS : last + Math.max(1, Math.ceil(last / 10));
  const phases = events.filter(({ type }) => type === 'Phase').map(({ time, message }) => ({ state: message.split(':')[0], time }));
  return {
    lanes: Object.keys(lifecycle.containers).map(name => laneOf(name, lifecycle.events, events.length, end)),
    phases: segmentsOf(phases, end),
    phase: phases.at(-1)?.state ?? '',
    events,
    omitted: lifecycle.events.length - events.length,
    end,
  };
}

function laneOf(name: string, all: readonly LifecycleEvent[], shown: number, end: number): Lane {
  const changes: { state: LaneState; time: number }[] = [{ state: 'waiting', time: 0 }];
  const marks: Mark[] = [];
  let outcome = NEVER_RAN;
  let startedAt = 0;
  all.slice(0, shown).forEach(({ container, type, time, code }, i) => {
    if (container !== name) {
      return;
    }
    const comesBack = all.slice(i + 1).some(later => later.container === name && later.type === 'Starting');
    changes.push({ state: STATE_AFTER[type] ?? (comesBack ? 'backoff' : 'ended'), time });
    if (type === 'Starting') {
      marks.push(...outcome === NEVER_RAN ? [] : [{ type: 'restart' as const, time }]);
      startedAt = time;
      outcome = 'goes on';
    } else if (type === 'Started' && time > startedAt) {
      marks.push({ type: 'gate', time });
    } else if (type === 'Terminating') {
      marks.push({ type: 'sigterm', time });
    } else if (type === 'Exited' || type === 'Killed') {
      marks.push(...type === 'Killed' ? [{ type: 'sigkill' as const, time }] : []);
      outcome = comesBack ? 'back-off' : `exit ${code}`;
    }
  });
  return { name, segments: segmentsOf(changes, end), marks, outcome };
}

/** What takes no time is left out, and what follows itself is one. */
function segmentsOf<State>(changes: readonly { readonly state: State; readonly time: number }[], end: number): Segment<State>[] {
  const segments: Segment<State>[] = [];
  changes.forEach(({ state, time }, i) => {
    const to = changes[i + 1]?.time ?? end;
    const before = segments.at(-1);
    if (before?.state === state) {
      segments[segments.length - 1] = { ...before, to };
    } else if (to > time) {
      segments.push({ state, from: time, to });
    }
  });
  return segments;
}

/**
 * What an event says of its container, which is named beside it.
 */
export function sentenceOf({ container, message }: LifecycleEvent): string {
  return container !== null && message.startsWith(`'${container}' `) ? message.slice(container.length + 3) : message;
}

/**
 * What is to be said of a lifecycle as a whole: why nothing more happens, and what becomes of the Job.
 */
export function conclusions({ refused, stuck, job }: Lifecycle): { readonly about: 'Pod' | 'Job'; readonly sentence: string }[] {
  return [
    ...refused === undefined ? [] : [{ about: 'Pod' as const, sentence: `Never started. ${refused}` }],
    ...stuck === undefined ? [] : [{ about: 'Pod' as const, sentence: `${stuck[0].toUpperCase()}${stuck.slice(1)}` }],
    ...!job ? [] : [{
      about: 'Job' as const,
      sentence: `${job.condition ?? 'No end'}${job.time === undefined ? '' : ` after ${seconds(job.time)}`}: ${job.message}`,
    }],
  ];
}
