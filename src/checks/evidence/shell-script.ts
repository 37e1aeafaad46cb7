import { ShellToken, tokensOf, Unreadable } from './shell-words';

/**
 * The outline of a shell script: enough of the grammar to tell what runs after what, and no more.
 */
export type Script = readonly Statement[];

/** Commands joined by `&&` and `||`, up to the end of a line, a semicolon, or the `&` that leaves them to run by themselves. */
export interface Statement {
  readonly steps: readonly Step[];
  readonly background: boolean;
}

/** Commands with pipes between them. */
export interface Step {
  readonly joint?: '&&' | '||';
  readonly pipeline: readonly Command[];
}

/** What stands in the place of a command. `other` is what is not looked into: `case`, and functions. */
export type Command =
  | SimpleCommand
  | { readonly kind: 'while' | 'until'; readonly condition: Script; readonly body: Script }
  | { readonly kind: 'for'; readonly endless: boolean; readonly body: Script }
  | { readonly kind: 'if'; readonly parts: readonly Script[] }
  | { readonly kind: 'group'; readonly body: Script }
  | { readonly kind: 'not'; readonly command: Command }
  | { readonly kind: 'other'; readonly words: readonly string[] };

/** A program and its arguments, without quotes and redirections. */
export interface SimpleCommand {
  readonly kind: 'simple';
  readonly words: readonly string[];
  /** What `$(…)` and backquotes in it run. */
  readonly substitutions: readonly string[];
}

/**
 * The outline of a script, or undefined if it cannot be made out.
 */
export function readScript(text: string): Script | undefined {
  try {
    return new Reader(tokensOf(text)).whole();
  } catch (error) {
    if (error instanceof Unreadable) {
      return undefined;
    }
    throw error;
  }
}

/**
 * All programs that a script may start, however deep, except those that substitutions start.
 */
export function commandsIn(script: Script): SimpleCommand[] {
  return script.flatMap(({ steps }) => steps.flatMap(({ pipeline }) => pipeline.flatMap(within)));
}

/**
 * The command that a script consists of, if it is a single one.
 */
export function onlyCommand(script: Script): Command | undefined {
  const pipelines = script.flatMap(({ steps }) => steps.map(({ pipeline }) => pipeline));
  return pipelines.length === 1 && pipelines[0].length === 1 ? pipelines[0][0] : undefined;
}

function within(command: Command): SimpleCommand[] {
  switch (command.kind) {
    case 'simple': return [command];
    case 'while': case 'until': return [...commandsIn(command.condition), ...commandsIn(command.body)];
    case 'for': case 'group': return commandsIn(command.body);
    case 'if': return command.parts.flatMap(commandsIn);
    case 'not': return within(command.command);
    case 'other': return command.words.map(word => ({ kind: 'simple', words: [word], substitutions: [] }));
  }
}

/** Deeper than any script is nested that somebody wrote into a manifest. */
const DEEPEST = 40;
const LIST_ENDS: ReadonlySet<string> = new Set(['then', 'elif', 'else', 'fi', 'do', 'done', 'esac', '}', ')', ';;']);

class Reader {
  private at = 0;
  private depth = 0;

  public constructor(private readonly tokens: readonly ShellToken[]) {}

  public whole(): Script {
    const script = this.list();
    if (this.at < this.tokens.length) {
      throw new Unreadable();
    }
    return script;
  }

  private list(): Script {
    const statements: Statement[] = [];
    for (;;) {
      this.skip(';', '\n');
      const { text, kind } = this.tokens[this.at] ?? { text: ')', kind: 'operator' };
      if (kind !== 'quoted' && LIST_ENDS.has(text)) {
        return statements;
      }
      const steps: Step[] = [{ pipeline: this.pipeline() }];
      while (this.isNext('&&') || this.isNext('||')) {
        const joint = this.tokens[this.at++].text as '&&' | '||';
        this.skip('\n');
        steps.push({ joint, pipeline: this.pipeline() });
      }
      const background = this.isNext('&');
      this.at += background ? 1 : 0;
      statements.push({ steps, background });
    }
  }

  private pipeline(): Command[] {
    const commands = [this.command()];
    while (this.isNext('|')) {
      this.at++;
      this.skip('\n');
      commands.push(this.command());
    }
    return commands;
  }

  private command(): Command {
    if (++this.depth > DEEPEST || this.at >= this.tokens.length) {
      throw new Unreadable();
    }
    const command = this.commandHere();
    this.depth--;
    return command;
  }

  private commandHere(): Command {
    const { text, kind } = this.tokens[this.at];
    const reserved = kind === 'quoted' ? '' : text;
    switch (reserved) {
      case '(': return this.group(')');
      case '{': return this.group('}');
      case '!': this.at++; return { kind: 'not', command: this.command() };
      case 'while': case 'until': return this.loop(reserved);
      case 'for': return this.forLoop();
      case 'if': return this.branches();
      case 'case': return this.cases();
      case 'function': this.at += 2; return this.functionBody();
      default: return this.simple();
    }
  }

  private group(end: string): Command {
    this.at++;
    const body = this.list();
    this.expect(end);
    return { kind: 'group', body };
  }

  private loop(kind: 'while' | 'until'): Command {
    this.at++;
    const condition = this.list();
    const body = this.loopBody();
    const only = onlyCommand(condition);
    return only?.kind === 'not'
      ? { kind: kind === 'while' ? 'until' : 'while', condition: [{ steps: [{ pipeline: [only.command] }], background: false }], body }
      : { kind, condition, body };
  }

  private forLoop(): Command {
    this.at++;
    const endless = /^\(\(\s*;\s*;/.test(this.tokens[this.at]?.text ?? '');
    while (this.at < this.tokens.length && !this.isNext('do')) {
      this.at++;
    }
    return { kind: 'for', endless, body: this.loopBody() };
  }

  private loopBody(): Script {
    this.expect('do');
    const body = this.list();
    this.expect('done');
    return body;
  }

  private branches(): Command {
    const parts: Script[] = [];
    while (!this.isNext('fi')) {
      if (this.at >= this.tokens.length) {
        throw new Unreadable();
      }
      this.at++;
      parts.push(this.list());
    }
    this.at++;
    return { kind: 'if', parts };
  }

  private cases(): Command {
    const words: string[] = [];
    let open = 0;
    do {
      const token = this.tokens[this.at++];
      if (!token) {
        throw new Unreadable();
      }
      open += token.text === 'case' ? 1 : token.text === 'esac' ? -1 : 0;
      words.push(token.text);
    } while (open > 0);
    return { kind: 'other', words };
  }

  private functionBody(): Command {
    this.skip('(', ')', '\n');
    return { kind: 'other', words: within(this.command()).flatMap(({ words }) => words) };
  }

  private simple(): Command {
    const words: string[] = [];
    const substitutions: string[] = [];
    for (let token = this.tokens[this.at]; token && token.kind !== 'operator'; token = this.tokens[++this.at]) {
      words.push(token.text);
      substitutions.push(...token.substitutions);
    }
    if (this.isNext('(') && words.length === 1) {
      return this.functionBody();
    }
    if (words.length === 0) {
      throw new Unreadable();
    }
    return { kind: 'simple', words, substitutions };
  }

  private isNext(text: string): boolean {
    const token = this.tokens[this.at];
    return token?.text === text && token.kind !== 'quoted';
  }

  private skip(...texts: readonly string[]): void {
    while (texts.some(text => this.isNext(text))) {
      this.at++;
    }
  }

  private expect(text: string): void {
    if (!this.isNext(text)) {
      throw new Unreadable();
    }
    this.at++;
  }
}
