import { asksForAnswer, isEnding, isEndless, serverStartedBy } from './known-commands';
import { Command, commandsIn, readScript, Script, SimpleCommand, Statement } from './shell-script';
import { isShell } from '../../lifecycle/command-facts';

/**
 * Whether a command comes to an end by itself. Where that cannot be told for certain, nothing must be concluded.
 */
export interface CommandEnd {
  /** `never` if it never ends with success. */
  readonly end: 'never' | 'by itself' | 'unknown';
  /** The program that goes on, if it is one that is known; of those that never end. */
  readonly server?: string;
  /** Whether it sleeps, or says that it fails; of those that end. */
  readonly sleeps?: boolean;
  readonly fails?: boolean;
}

const UNKNOWN: CommandEnd = { end: 'unknown' };
const AT_ONCE: CommandEnd = { end: 'by itself' };

/** Programs that run the rest of their arguments in their place. */
const WRAPPERS = /^(exec|nohup|time|tini|dumb-init|env|nice|ionice|stdbuf|sudo|gosu|su-exec|docker-entrypoint\.sh|catatonit)$/;
const WITH_USER = /^(gosu|su-exec)$/;
/** What may end a program that would go on for ever. */
const ENDS_OTHERS = /(^|[^\w.-])(kill|pkill|killall5?|trap|timeout|kubexit|inotifyd|start-stop-daemon)($|[^\w.-])/;
/** Shells in shells, deeper than anybody writes. */
const DEEPEST = 4;

/**
 * The script that a command gives to a shell, and where among its words it is.
 */
export function shellScript(words: readonly string[]): { readonly script: string; readonly index: number; readonly errexit: boolean } | undefined {
  const shell = /(^|\/)busybox$/.test(words[0] ?? '') ? 1 : 0;
  if (!isShell(words[shell] ?? '')) {
    return undefined;
  }
  let errexit = false;
  for (let i = shell + 1; i < words.length && /^[-+]/.test(words[i]); i++) {
    errexit ||= /^-\w*e/.test(words[i]) || words[i - 1] === '-o' && words[i] === 'errexit';
    if (/^-\w*c$/.test(words[i])) {
      return words[i + 1] === undefined ? undefined : { script: words[i + 1], index: i + 1, errexit };
    }
    if (/^-\w*o$/.test(words[i])) {
      errexit ||= words[++i] === 'errexit';
    }
  }
  return undefined;
}

/**
 * Whether a command comes to an end.
 *
 * @param words its executable file and its arguments, or those of a shell with a script
 */
export function commandEnd(words: readonly string[], depth: number = 0): CommandEnd {
  const shell = shellScript(unwrapped(words));
  if (!shell) {
    return programEnd(unwrapped(words));
  }
  const script = depth < DEEPEST ? readScript(shell.script) : undefined;
  const end = script ? scriptEnd(script, depth + 1) : UNKNOWN;
  return end.end === 'never' && ENDS_OTHERS.test(shell.script) ? UNKNOWN : end;
}

function scriptEnd(script: Script, depth: number): CommandEnd {
  let known = true;
  let mayLeave = false;
  let sleeps = false;
  for (const [i, statement] of script.entries()) {
    if (statement.background) {
      known = false;
      continue;
    }
    const end = statementEnd(statement, i === script.length - 1, depth);
    const leaving = leavingAlways(statement);
    if (end.end === 'never') {
      return mayLeave ? UNKNOWN : end;
    }
    known &&= end.end === 'by itself';
    sleeps ||= Boolean(end.sleeps);
    if (leaving) {
      return known ? { end: 'by itself', sleeps, fails: end.fails } : UNKNOWN;
    }
    mayLeave ||= statement.steps.some(({ pipeline }) => pipeline.some(mayLeaveWithSuccess));
    if (i === script.length - 1) {
      return known ? { end: 'by itself', sleeps, fails: end.fails } : UNKNOWN;
    }
  }
  return known ? AT_ONCE : UNKNOWN;
}

/** Whether nothing comes after a statement, whatever follows it. */
function leavingAlways({ steps: [step, ...more] }: Statement): boolean {
  const [command, piped] = step.pipeline;
  return more.length === 0 && !piped && command.kind === 'simple' && (command.words[0] === 'exit' || command.words[0] === 'exec' && command.words.length > 1);
}

/** Whether a script may end in a command, and that not as a failure. */
function mayLeaveWithSuccess(command: Command): boolean {
  return commandsIn([{ steps: [{ pipeline: [command] }], background: false }]).some(({ words: [name, ...args] }) =>
    ['return', '.', 'source', 'eval'].includes(name) || name === 'exec' && (args.length > 0 || command.kind === 'other')
    || name === 'exit' && !/^[1-9]/.test(args[0] ?? ''));
}

function statementEnd({ steps }: Statement, isLast: boolean, depth: number): CommandEnd {
  const ends = steps.map(({ pipeline }) => pipelineEnd(pipeline, depth));
  const endless = ends.findIndex(({ end }) => end === 'never');
  if (endless === 0) {
    return ends[0];
  }
  if (endless > 0) {
    // It is reached only if what stands before it succeeds; if that fails, so does the script, if nothing comes after.
    return isLast && steps.every(({ joint }) => joint !== '||') ? ends[endless] : UNKNOWN;
  }
  return ends.some(({ end }) => end === 'unknown') ? UNKNOWN
    : { end: 'by itself', sleeps: ends.some(({ sleeps }) => sleeps), fails: ends.length === 1 && ends[0].fails };
}

/** Programs that read to the end of what is piped into them. */
const READS_ON = /^(tee|cat|ts|logger)$/;

function pipelineEnd(pipeline: readonly Command[], depth: number): CommandEnd {
  const ends = pipeline.map(command => endOf(command, depth));
  const last = ends[ends.length - 1];
  if (last.end === 'never') {
    return last;
  }
  if (ends[0].end === 'never' && pipeline.slice(1).every(command => command.kind === 'simple' && READS_ON.test(command.words[0]))) {
    return ends[0];
  }
  return ends.some(({ end }) => end !== 'by itself') ? UNKNOWN : { end: 'by itself', sleeps: ends.some(({ sleeps }) => sleeps), fails: last.fails };
}

function endOf(command: Command, depth: number): CommandEnd {
  switch (command.kind) {
    case 'simple': return simpleEnd(command, depth);
    case 'group': return scriptEnd(command.body, depth);
    case 'not': return { ...endOf(command.command, depth), fails: false };
    case 'while': return loopEnd(command.condition, command.body, /^(true|:|\[ (1|true) \]|\[\[ (1|true) \]\]|\(\(\s*1\s*\)\)|sleep \S+)$/);
    case 'until': return waits(command.condition, command.body) ? AT_ONCE : loopEnd(command.condition, command.body, /^false$/);
    case 'for': return command.endless ? endlessUnlessLeft(command.body) : branchesEnd([command.body], depth);
    case 'if': return branchesEnd(command.parts, depth);
    case 'other': return UNKNOWN;
  }
}

/** What is run once, more often, or not at all. */
function branchesEnd(scripts: readonly Script[], depth: number): CommandEnd {
  const ends = scripts.map(script => scriptEnd(script, depth));
  return ends.every(({ end }) => end === 'by itself') ? { end: 'by itself', sleeps: ends.some(({ sleeps }) => sleeps) } : UNKNOWN;
}

function loopEnd(condition: Script, body: Script, always: RegExp): CommandEnd {
  const [words, more] = commandsIn(condition).map(command => command.words.join(' '));
  return more === undefined && always.test(words ?? '') ? endlessUnlessLeft(body) : UNKNOWN;
}

function endlessUnlessLeft(body: Script): CommandEnd {
  return commandsIn(body).some(({ words }) => /^(break|exit|return|exec|\.|source|eval)$/.test(words[0])) ? UNKNOWN : { end: 'never' };
}

/** Whether a loop does nothing but wait until something answers. */
function waits(condition: Script, body: Script): boolean {
  const asking = commandsIn(condition);
  return asking.length > 0 && asking.every(({ words }) => asksForAnswer(unwrapped(words)))
    && commandsIn(body).every(({ words }) => ['sleep', 'echo', 'printf', 'date', ':', 'true'].includes(words[0]));
}

function simpleEnd({ words, substitutions }: SimpleCommand, depth: number): CommandEnd {
  const [name, ...args] = words;
  if (name === 'exit') {
    return { end: 'by itself', fails: /^[1-9]/.test(args[0] ?? '') };
  }
  const bare = unwrapped(words);
  const end = bare.length === 0 ? AT_ONCE : commandEnd(bare, depth);
  return end.end !== 'by itself' || substitutions.every(text => depth < DEEPEST && substitutionEnds(text, depth)) ? end : UNKNOWN;
}

function substitutionEnds(text: string, depth: number): boolean {
  const script = readScript(text);
  return script !== undefined && scriptEnd(script, depth + 1).end === 'by itself';
}

/** What a command runs in the end, without variables and programs that only hand on. */
function unwrapped(words: readonly string[]): readonly string[] {
  let at = 0;
  for (; at < words.length; at++) {
    const name = words[at].slice(words[at].lastIndexOf('/') + 1);
    if (WITH_USER.test(name)) {
      at++;
    } else if (!WRAPPERS.test(name) && !/^[A-Za-z_]\w*=/.test(words[at]) && !(at > 0 && words[at].startsWith('-'))) {
      break;
    }
  }
  return words.slice(at);
}

function programEnd(words: readonly string[]): CommandEnd {
  const [, seconds] = /^(?:\S*\/)?sleep ((?:\d+(?:\.\d+)?[smh]?\s?)+)$/.exec(words.join(' ')) ?? [];
  if (seconds !== undefined) {
    return { end: 'by itself', sleeps: true };
  }
  if (words[0] === 'false' || words[0] === '/bin/false') {
    return { end: 'by itself', fails: true };
  }
  const server = serverStartedBy(words);
  return server !== undefined ? { end: 'never', server } : isEndless(words) ? { end: 'never' } : isEnding(words) ? AT_ONCE : UNKNOWN;
}

/**
 * Whether a command may itself end what it runs, by a signal or after some time.
 */
export function mayBeEnded(words: readonly string[]): boolean {
  return words.some(word => ENDS_OTHERS.test(word));
}
