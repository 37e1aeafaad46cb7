import { knownProgram } from './known-programs';
import { plainScript } from '../../lifecycle/command-facts';
import { Container } from '../../manifest/types';

/**
 * A file that a container does nothing but read, for as long as it runs.
 */
export interface FollowedFile {
  /** Its absolute path, in which there may be wildcards. */
  readonly path: string;
  /** The program that follows it. */
  readonly by: string;
  /** The word of the command, or of the arguments after it, that says so. */
  readonly word: number;
  /** Whether the container makes the file itself, or waits for it, before. */
  readonly isAwaited: boolean;
  /** Whether the program ends if the file is not there. */
  readonly endsWithout: boolean;
}

const TAIL = /^(exec\s+)?(\/(usr\/)?bin\/)?tail\s/;
/** What a script may do before it follows a file, and write nothing to it that is worth following. */
const PASSIVE = /^(echo|printf|set|date|true|:|cd|umask|export|mkdir|sleep|touch|until|while|do|done|if|then|fi|test|ls|chmod|chown|\[)(\s|$)/;
const WAITS = /^(sleep|until|while|if|do)(\s|$)/;
/** A single `&`, but not that of `2>&1`. */
const BACKGROUND = /(?<![&>])&(?![&>])/;
/** Files that are followed to wait for ever, or that the kernel writes. */
const NOT_FOLLOWED = /^\/(dev|proc|sys|etc)\//;

/**
 * The files that a container follows, if that is all that it does.
 */
export function followedFiles(container: Container): readonly FollowedFile[] {
  const { command = [], args = [] } = container;
  const words = [...command, ...args];
  if (!words.some(word => word.includes('tail'))) {
    return [];
  }
  const script = plainScript(words);
  const files = script !== undefined ? followedByScript(script)
    : /(^|\/)tail$/.test(words[0]) ? followedByTail(words.slice(1), 1, false)
      : /(^|\/)fluent-bit$/.test(words[0]) || (command.length === 0 && knownProgram(container)?.name === 'Fluent Bit') ? followedByFluentBit(words) : [];
  return files.filter(({ path }) => path.startsWith('/') && !/[$`~]/.test(path) && !NOT_FOLLOWED.test(path));
}

function followedByScript(script: string): FollowedFile[] {
  const statements = script.split(/;|\n|&&/).map(statement => statement.trim()).filter(statement => statement !== '' && !statement.startsWith('#'));
  const at = statements.findIndex(statement => TAIL.test(statement));
  const before = statements.slice(0, at);
  const mayWrite = (statement: string) => !PASSIVE.test(statement) || BACKGROUND.test(statement) || /[`|]|\$\(/.test(statement);
  if (at < 0 || BACKGROUND.test(statements[at]) || before.some(mayWrite)) {
    return [];
  }
  const [call] = /^[^|&<>]*/.exec(statements[at].replace(TAIL, '').replace(/\s\d?>.*$/, ''))!;
  const waits = before.some(statement => WAITS.test(statement));
  return followedByTail(call.split(/\s+/).map(word => word.replace(/^(["'])(.*)\1$/, '$2')), 2, statements[at].includes('||'))
    .map(file => ({ ...file, word: 2, isAwaited: waits || before.some(statement => statement.includes(file.path)) }));
}

function followedByTail(words: readonly string[], firstWord: number, goesOn: boolean): FollowedFile[] {
  const options = words.filter(word => word.startsWith('-'));
  const retries = options.some(option => /^-\w*F/.test(option) || option === '--retry');
  const follows = options.findIndex(option => /^-[\w+]*[fF]/.test(option) || option.startsWith('--follow'));
  return follows < 0 ? [] : words.filter(word => word.startsWith('/')).map(path => ({
    path, by: 'tail', word: firstWord + words.indexOf(options[follows]), isAwaited: false, endsWithout: !retries && !goesOn,
  }));
}

function followedByFluentBit(words: readonly string[]): FollowedFile[] {
  const inputs = words.some((word, i) => /^(-itail|--input=tail)$/.test(word) || (/^(-i|--input)$/.test(word) && words[i + 1] === 'tail'));
  return !inputs ? [] : words.flatMap((word, i) => {
    const [, paths] = /^(?:-p|--prop=)?path=(.+)$/i.exec(word) ?? [];
    return (paths?.split(',') ?? []).map(path => ({ path: path.trim(), by: 'Fluent Bit', word: i, isAwaited: false, endsWithout: false }));
  });
}
