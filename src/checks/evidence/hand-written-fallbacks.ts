import { knownProgram } from './known-programs';
import { containersOf, PlacedContainer } from '../../manifest/containers';
import { Container, PodSpec } from '../../manifest/types';

/** Where it shows that a Job ends its sidecar by itself. */
export interface FallbackSign {
  readonly container: string;
  /** Path in the spec of the Pod. */
  readonly field: string;
  /** What is done there, as a sentence without its end. */
  readonly does: string;
  /** What would be the native sidecar, as part of a sentence. */
  readonly sidecar: string;
}

const DEATH_DEPS = 'KUBEXIT_DEATH_DEPS';
/** A call to the endpoint of a program in the same Pod. */
const QUIT_CALL = /(?:localhost|127\.0\.0\.1|\[::1\]):\d{1,5}(\/quitquitquit|\/shutdown|\/v1\.0\/shutdown|\/agent\/v1\/quit|\/-\/quit)\b/;
const SIGNAL = /\b(?:pkill|killall)\s|\bkill\b[^;&|\n]{0,100}(?:\$\(|`)\s*(?:pidof|pgrep)\b/;
const TRAP = /\btrap\b/;
/** How much there may be behind the last thing that a script does: an exit with the code that was kept. */
const LONGEST_END = 40;
const TOUCH = /\btouch\s+["']?(\/[\w./-]+)/g;

/**
 * The ways that are known of how the main containers of a Job were made to end without native sidecars, as far as they are there.
 */
export function fallbackSigns(podSpec: PodSpec): FallbackSign[] {
  const mains = containersOf(podSpec).filter(({ role }) => role === 'main');
  return mains.length < 2 ? [] : mains.flatMap(main => {
    const sign = supervised(main) ?? quitCall(main, mains) ?? (podSpec.shareProcessNamespace ? signal(main) : undefined) ?? tombstone(main, mains);
    return sign ? [{ container: main.container.name, ...sign }] : [];
  });
}

type Sign = Omit<FallbackSign, 'container'>;

function supervised({ container, path }: PlacedContainer): Sign | undefined {
  const index = (container.env ?? []).findIndex(({ name }) => name === DEATH_DEPS);
  return index < 0 ? undefined
    : { field: `${path}.env[${index}].name`, does: 'kubexit stops this container when another one has ended', sidecar: 'this container' };
}

function quitCall({ container, path }: PlacedContainer, mains: readonly PlacedContainer[]): Sign | undefined {
  const [, endpoint] = QUIT_CALL.exec(script(container)) ?? [];
  const stopped = mains.filter(other => other.container !== container && knownProgram(other.container)?.quitPath !== undefined);
  return endpoint === undefined || stopped.length === 0 ? undefined : {
    field: `${path}.${fieldOf(container)}`,
    does: `this container stops a sidecar with a call to ${endpoint}`,
    sidecar: `'${stopped[0].container.name}'`,
  };
}

function signal({ container, path }: PlacedContainer): Sign | undefined {
  return SIGNAL.test(script(container))
    ? { field: `${path}.${fieldOf(container)}`, does: 'this container stops another one with a signal across the shared process namespace', sidecar: 'the other one' }
    : undefined;
}

/** One that waits for a file which another one writes as the last thing that it does, or in a trap. */
function tombstone({ container, path }: PlacedContainer, mains: readonly PlacedContainer[]): Sign | undefined {
  const text = script(container);
  const file = !/\b(while|until)\b/.test(text) ? undefined
    : mains.filter(other => other.container !== container).flatMap(other => lastFiles(other.container)).find(name => waitsFor(text, name));
  return file === undefined ? undefined
    : { field: `${path}.${fieldOf(container)}`, does: `this container waits for ${file} to know when it is to end`, sidecar: 'this container' };
}

function lastFiles(container: Container): string[] {
  const text = script(container);
  const last = [...text.matchAll(TOUCH)].pop();
  return [
    ...text.split('\n').flatMap(line => touchedIn(line.slice(TRAP.exec(line)?.index ?? line.length))),
    ...last && isEnd(text.slice(last.index + last[0].length)) ? [last[1]] : [],
  ];
}

function touchedIn(text: string): string[] {
  return [...text.matchAll(TOUCH)].map(([, file]) => file);
}

function isEnd(rest: string): boolean {
  return rest.length <= LONGEST_END && rest.split(/[;\n]/).every(statement => /^["']?$|^exit\b/.test(statement.trim()));
}

function waitsFor(text: string, file: string): boolean {
  return ['-f', '-e'].some(test => [`${test} ${file}`, `${test} "${file}"`, `${test} '${file}'`].some(condition => text.includes(condition)));
}

function script({ command = [], args = [] }: Container): string {
  return [...command, ...args].join(' ');
}

function fieldOf({ args = [] }: Container): 'args' | 'command' {
  return args.length > 0 ? 'args' : 'command';
}
