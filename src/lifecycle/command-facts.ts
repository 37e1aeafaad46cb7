import { Assumption } from './assumption';
import { Container } from '../manifest/types';

/** What a command says of its program: how long it runs, how it exits, and whether it can be stopped. */
export type CommandFacts = Partial<Pick<Assumption, 'run' | 'exit' | 'ignoresTerm'>>;

const SHELL = /(^|\/)(sh|bash|ash|dash)$/;
/** Ways to go on for ever. */
const ENDLESS = /^((while\s+(true|:|\[ 1 \])|until\s+false)\s*;?\s*do\b|(exec\s+)?tail\s[^;&|]*(?<=\s)-[fF]\b|(exec\s+)?sleep\s+inf(inity)?\b)/;
/** What makes the time of a script depend on more than its sleeps. */
const UNKNOWN = /(^|[\s;&|(])(while|until|for|if|case|trap|wait)\s|(?<!&)&(?!&)|\||\$\(|`/;
/** Commands that take no time worth the name, and succeed. */
const QUICK = /^(echo|printf|true|:|touch|mkdir|date|set|cd|export)(\s|$)/;

/**
 * What the command of a container says by itself, where it is simple enough: sleeps, exits, and endless loops. Empty if it is
 * not, or if it is the image that says what to start.
 *
 * A program that says nothing about SIGTERM does not get it: it is the first process of its container, for which the kernel takes
 * no default action (pid_namespaces(7)).
 */
export function commandFacts({ command = [], args = [] }: Container): CommandFacts {
  if (command.length === 0) {
    return {};
  }
  const words = [...command, ...args];
  return scriptFacts(plainScript(words) ?? words.join(' '));
}

/**
 * Whether a word of a command is a shell.
 */
export function isShell(word: string): boolean {
  return SHELL.test(word);
}

/**
 * The script of a command that is a shell with one, and with no options besides; undefined if it is something else.
 */
export function plainScript([executable = '', option = '', script = '']: readonly string[]): string | undefined {
  return isShell(executable) && /^-\w*c$/.test(option) ? script : undefined;
}

/**
 * How long a hook takes, if its command says so.
 */
export function hookSeconds(command: readonly string[]): number | undefined {
  return commandFacts({ name: '', command: [...command] }).run;
}

function scriptFacts(script: string): CommandFacts {
  if (/(^|[\s;])trap\s/.test(script)) {
    return {};
  }
  let run = 0;
  for (const statement of statementsOf(script)) {
    if (ENDLESS.test(statement)) {
      return { run: Infinity, ignoresTerm: true };
    }
    if (UNKNOWN.test(statement)) {
      return {};
    }
    const [, seconds] = /^(?:exec\s+)?(?:\/(?:usr\/)?bin\/)?sleep\s+(\d+(?:\.\d+)?)s?$/.exec(statement) ?? [];
    const [isExit, code = '0'] = /^exit(?:\s+(\d+))?$/.exec(statement) ?? [];
    if (isExit !== undefined || /^(\/(usr\/)?bin\/)?false$/.test(statement)) {
      return { run, exit: isExit === undefined ? 1 : Number(code), ...run > 0 && { ignoresTerm: true } };
    }
    if (seconds === undefined && !QUICK.test(statement)) {
      return {};
    }
    run += Number(seconds ?? 0);
  }
  return { run, exit: 0, ...run > 0 && { ignoresTerm: true } };
}

/** The statements of a script one after the other; what is in a loop stays together. */
function statementsOf(script: string): string[] {
  const statements: string[] = [];
  let rest = script.trim();
  while (rest !== '') {
    const end = /^(while|until|for|if)\b/.test(rest) ? null : /;|\n|&&/.exec(rest);
    const statement = rest.slice(0, end?.index).trimEnd();
    if (statement !== '') {
      statements.push(statement);
    }
    rest = end ? rest.slice(end.index + end[0].length).trimStart() : '';
  }
  return statements;
}
