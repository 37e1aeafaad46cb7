import { commandFacts, hookSeconds } from './command-facts';
import { PlacedContainer } from '../manifest/containers';
import { endsByItself } from '../manifest/pod-ends';
import { LifecycleHandler, PodSpec } from '../manifest/types';

/** What a manifest does not say of a container. Times are in seconds. */
export interface Assumption {
  /** How long its program runs once it has started; Infinity if it goes on until it is stopped. */
  readonly run: number;
  /** The exit code with which it ends by itself, or on its stop signal. */
  readonly exit: number;
  /** How long its program needs until its start gate can pass. */
  readonly start: number;
  /** How long its program needs from its stop signal to its end. */
  readonly stop: number;
  readonly postStart: number;
  readonly preStop: number;
  readonly ignoresTerm: boolean;
  /** Whether its start gate never passes; its program then runs from its start on. */
  readonly gateNever: boolean;
  /** What is different in all its runs after the first. */
  readonly later?: Partial<Assumption>;
}

const APP_SECONDS = 10;
const INIT_SECONDS = 2;
const START_SECONDS = 2;
const STOP_SECONDS = 1;
const HOOK_SECONDS = 1;

/**
 * What is assumed of a container where nothing is said: main containers of Pods that end and init containers take a while,
 * everything else runs until it is stopped. What a simple command says by itself is known.
 *
 * @param supervised whether a supervisor is the first process of the container
 */
export function assumptionFor(
  { container, role }: PlacedContainer, podSpec: PodSpec, said: Partial<Assumption>, supervised: boolean = false,
): Assumption {
  const { ignoresTerm = false, ...facts } = commandFacts(container);
  return {
    run: role === 'init' ? INIT_SECONDS : role === 'main' && endsByItself(podSpec) ? APP_SECONDS : Infinity,
    exit: 0,
    start: START_SECONDS,
    stop: STOP_SECONDS,
    postStart: secondsOf(container.lifecycle?.postStart),
    preStop: secondsOf(container.lifecycle?.preStop),
    ignoresTerm: ignoresTerm && !podSpec.shareProcessNamespace && !supervised,
    gateNever: false,
    ...facts,
    ...said,
  };
}

function secondsOf(hook: LifecycleHandler | undefined): number {
  return hook?.sleep?.seconds ?? hookSeconds(hook?.exec?.command ?? []) ?? HOOK_SECONDS;
}
