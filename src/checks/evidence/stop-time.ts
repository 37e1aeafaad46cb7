import { knownProgram } from './known-programs';
import { commandLine } from './loopback';
import { hookSeconds, isShell } from '../../lifecycle/command-facts';
import { Container } from '../../manifest/types';

/** What a script begins with, and does before anything else. */
const FIRST_SLEEP = /^\s*(?:exec\s+)?(?:\/(?:usr\/)?bin\/)?sleep\s+(\d+(?:\.\d+)?)s?\s*(?:;|&&|\n|$)/;

/** Programs that are told how long they may go on after SIGTERM, as flag or variable. */
const TOLD = ['Cloud SQL Auth Proxy', 'AlloyDB Auth Proxy'];
const STOP_FLAG = /(?:^|\s)--?(?:m(?:ax|in)-sigterm-delay|term[-_]timeout)(?:=|\s+)([\d.hms]+)(?=\s|$)/g;
const STOP_VARIABLE = /^(CSQL|ALLOYDB)_PROXY_(MAX|MIN)_SIGTERM_DELAY$/;

/** The published types do not know sleep hooks yet. */
interface Hook {
  readonly exec?: { readonly command?: readonly string[] };
  readonly sleep?: { readonly seconds?: unknown };
}

/**
 * Seconds that the preStop hook of a container takes at least, as far as it says so.
 */
export function preStopSeconds({ lifecycle }: Container): number {
  const hook = lifecycle?.preStop as Hook | undefined;
  if (!hook) {
    return 0;
  }
  if (typeof hook.sleep?.seconds === 'number') {
    return hook.sleep.seconds;
  }
  const command = hook.exec?.command ?? [];
  const whole = hookSeconds(command);
  if (whole !== undefined) {
    return whole === Infinity ? 0 : whole;
  }
  const [, first] = isShell(command[0] ?? '') && FIRST_SLEEP.exec(command[2] ?? '') || [];
  return Number(first ?? 0);
}

/**
 * Seconds that the program of a container may take from SIGTERM on, as far as its arguments say so.
 */
export function stopSeconds(container: Container): number {
  const program = knownProgram(container);
  if (!program || !TOLD.includes(program.name)) {
    return 0;
  }
  const flags = [...commandLine(container).matchAll(STOP_FLAG)].map(([, time]) => time);
  const variables = (container.env ?? []).filter(({ name }) => STOP_VARIABLE.test(name)).map(({ value }) => String(value));
  return Math.max(0, ...[...flags, ...variables].map(secondsOf));
}

/** The seconds of a duration as Go writes it, such as `1m30s`; 0 if it is none. */
function secondsOf(duration: string): number {
  const [, hours = 0, minutes = 0, seconds = 0] = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s)?$/.exec(duration) ?? [];
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}
