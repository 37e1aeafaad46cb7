import { PlacedContainer } from '../manifest/containers';
import { Container, LifecycleHandler, PodSpec } from '../manifest/types';

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
 * everything else runs until it is stopped. Where a command is nothing but a `sleep`, it is known.
 */
export function assumptionFor({ container, role }: PlacedContainer, { restartPolicy }: PodSpec, said: Partial<Assumption> = {}): Assumption {
  const ends = restartPolicy === 'Never' || restartPolicy === 'OnFailure';
  const usual = role === 'init' ? INIT_SECONDS : role === 'main' && ends ? APP_SECONDS : Infinity;
  return {
    run: sleepOf(container) ?? usual,
    exit: 0,
    start: START_SECONDS,
    stop: STOP_SECONDS,
    postStart: hookSeconds(container.lifecycle?.postStart),
    preStop: hookSeconds(container.lifecycle?.preStop),
    ignoresTerm: false,
    gateNever: false,
    ...said,
  };
}

function sleepOf({ command = [], args = [] }: Container): number | undefined {
  return sleepSeconds([...command, ...args]);
}

function hookSeconds(hook: LifecycleHandler | undefined): number {
  return hook?.sleep?.seconds ?? sleepSeconds(hook?.exec?.command ?? []) ?? HOOK_SECONDS;
}

/** How long a command takes that only sleeps, by itself or in a shell. */
function sleepSeconds(command: readonly string[]): number | undefined {
  const shell = /(^|\/)(sh|bash|ash|dash)$/.test(command[0] ?? '') && command[1] === '-c' ? command[2] : command.join(' ');
  const [, seconds] = /^(?:exec\s+)?(?:\/bin\/)?sleep\s+(\d+(?:\.\d+)?|infinity|inf)\s*;?$/.exec(shell?.trim() ?? '') ?? [];
  return seconds === undefined ? undefined : seconds.startsWith('inf') ? Infinity : Number(seconds);
}
