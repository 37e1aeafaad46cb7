import { shellScript } from './script-end';
import { commandsIn, readScript, Script, SimpleCommand } from './shell-script';
import { Container } from '../../manifest/types';

/** Paths and addresses in the Pod that make a program quit. */
const QUIT = new RegExp([
  /\/(quitquitquit|-\/quit|agent\/v1\/quit|graceful_shutdown|v1\.0\/shutdown)\b/,
  /(localhost|127\.0\.0\.1|\[::1\]):\d+\/(shutdown|quit|stop)\b/,
  /\bPOST quitquitquit\b/,
].map(({ source }) => source).join('|'));
/** Other ways to stop another container: wrappers that do so, what they are told by, and calls of the Kubernetes API. */
const STOPS = new RegExp([
  /kubexit|linkerd-await|scuttle|envoy-preflight|ISTIO_QUIT_API|GENERIC_QUIT_ENDPOINTS|KRUISE_TERMINATE_SIDECAR/,
  /kubectl\s[^\n]{0,200}(exec|delete|patch)\b/,
].map(({ source }) => source).join('|'), 'i');
/** Programs that make the call. */
const CLIENT = /^(curl|wget)$/;
/** What hands on to the command in its arguments. */
const HANDS_ON = /retry|wait|wrap|time|exec|xargs|kubectl|docker|nohup|sudo|gosu|env|watch|tini|init/;

/**
 * A call that is to make another container of the Pod quit.
 */
export interface QuitCall {
  /** Where it stands, such as `command[2]`. */
  readonly path: string;
  readonly command: SimpleCommand;
  /** The program that makes it, such as `curl`, if it is one of those that are known. */
  readonly client?: string;
  /** The program that gets the whole call as arguments of its own, so that nothing makes it. */
  readonly swallowedBy?: string;
  /** The script that it is in, if it is in one. */
  readonly shell?: { readonly text: string; readonly script: Script; readonly errexit: boolean };
}

/**
 * The calls in the command of a container that are to make another one quit.
 */
export function quitCallsIn({ command = [], args = [] }: Container): QuitCall[] {
  const words = [...command, ...args];
  if (!words.some(word => QUIT.test(word) || word === 'quitquitquit')) {
    return [];
  }
  const shell = shellScript(words);
  const script: Script = shell ? readScript(shell.script) ?? [] : [];
  const commands = shell ? commandsIn(script) : [{ kind: 'simple', words, substitutions: [] } as const];
  const index = shell?.index ?? words.findIndex(word => QUIT.test(word));
  return commands.filter(call => QUIT.test(call.words.join(' '))).map(call => ({
    path: index < command.length ? `command[${Math.max(0, index)}]` : `args[${index - command.length}]`,
    command: call,
    ...clientOf(call.words),
    ...shell && { shell: { text: shell.script, script, errexit: shell.errexit } },
  }));
}

/**
 * Whether a container may stop other ones, in a way that its spec shows. A preStop hook does not: it is not run when a container ends.
 */
export function mayStopOthers(container: Container): boolean {
  if (isToldToStop(container)) {
    return true;
  }
  const { command = [], args = [], env = [], lifecycle } = container;
  const texts = [...command, ...args, ...env.map(({ value }) => value ?? ''), ...lifecycle?.postStart ? [JSON.stringify(lifecycle.postStart)] : []];
  return texts.some(text => QUIT.test(text)) && !hasSwallowedCall(container);
}

/**
 * Whether a container goes through something that stops it, or others, when these have ended.
 */
export function isToldToStop({ image = '', command = [], args = [], env = [] }: Container): boolean {
  return [image, ...command, ...args].some(text => STOPS.test(text)) || env.some(({ name, value }) => STOPS.test(name) || STOPS.test(value ?? ''));
}

/**
 * Whether all quit calls of a container go to another program as arguments.
 */
export function hasSwallowedCall(container: Container): boolean {
  const calls = quitCallsIn(container);
  return calls.length > 0 && calls.every(({ swallowedBy }) => swallowedBy !== undefined);
}

function clientOf(words: readonly string[]): { client?: string; swallowedBy?: string } {
  const names = words.map(word => word.slice(word.lastIndexOf('/') + 1));
  const at = names.findIndex(name => CLIENT.test(name));
  if (at < 0) {
    return {};
  }
  const before = words.slice(0, at);
  const swallowed = before.some(word => /^-./.test(word) && word !== '--') && !before.includes('--') && !HANDS_ON.test(names[0]) && !names[0].includes('=');
  return { client: names[at], ...swallowed && { swallowedBy: names[0] } };
}
