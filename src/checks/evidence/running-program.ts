import { KnownProgram, knownProgram } from './known-programs';
import { Container } from '../../manifest/types';

/** Commands that have nothing to do with the program that an image is known for. */
const OTHER_COMMAND = /(^|\/)(sh|bash|ash|dash|zsh|busybox|env|tail|sleep|cat|echo|true|curl|wget)$/;

/**
 * The known program that a container runs for as long as it lives, unless its command starts something else, or its arguments
 * bring the program to an end. Images whose entry point is a script run a shell in their arguments as it is.
 */
export function runningProgram(container: Container): KnownProgram | undefined {
  const { command = [], args = [] } = container;
  const words = [...command, ...args];
  if (words.length > 0 && OTHER_COMMAND.test(words[0])) {
    return undefined;
  }
  const program = knownProgram(container);
  return program?.endsWith?.test(words.join(' ')) ? undefined : program;
}
