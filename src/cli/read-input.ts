import { fstatSync, readFileSync, statSync } from 'node:fs';
import { positionsIn } from '../source/position';
import { UnusableInput } from '../source/unusable-input';

const STANDARD_INPUT = 0;

/**
 * The text of a file, or of standard input if its name is `-`.
 *
 * @throws UnusableInput if there is none
 */
export function readInput(file: string): string {
  if (file === '-' && isTerminal()) {
    throw new UnusableInput('There is no input: name a file, or pipe manifests in. See cdk8s-sidecars --help.');
  }
  const bytes = bytesOf(file);
  if (['fffe', 'feff'].includes(bytes.toString('hex', 0, 2))) {
    throw new UnusableInput(`${nameOf(file)}:1:1: this is text in UTF-16. Save it in UTF-8.`);
  }
  const text = bytes.toString('utf8');
  // What is none becomes this character; only where it is seen it has to be looked at whether it was there before.
  if (text.includes('\ufffd') && !Buffer.from(text).equals(bytes)) {
    const { line, column } = positionsIn(text)(text.indexOf('\ufffd'));
    throw new UnusableInput(`${nameOf(file)}:${line}:${column}: this is not text in UTF-8.`);
  }
  return text;
}

/**
 * The name of a file as messages give it.
 */
export function nameOf(file: string): string {
  return file === '-' ? 'stdin' : file;
}

function bytesOf(file: string): Buffer {
  try {
    if (file !== '-' && statSync(file).isDirectory()) {
      throw new Error('it is a folder; name the files in it.');
    }
    return readFileSync(file === '-' ? STANDARD_INPUT : file);
  } catch (error) {
    throw new UnusableInput(`${nameOf(file)}: cannot be read: ${(error as Error).message}`);
  }
}

/** Only a terminal is asked for by `process.stdin`, which would turn a pipe into one that cannot be waited for. */
function isTerminal(): boolean {
  return fstatSync(STANDARD_INPUT).isCharacterDevice() && process.stdin.isTTY;
}
