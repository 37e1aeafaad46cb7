import { knownProgram } from './known-programs';
import { commandFacts } from '../../lifecycle/command-facts';
import { Container } from '../../manifest/types';

/**
 * Whether the program of a container comes to an end by itself, in so far as its command and image tell. Where they do not,
 * nothing must be concluded.
 */
export type EndOfRun = 'never' | 'by itself' | 'unknown';

/**
 * Whether a container comes to an end, and how that is known, as a part of a sentence such as `it runs nginx`.
 */
export function endOfRun(container: Container): { readonly end: EndOfRun; readonly because: string } {
  const { command = [], args = [] } = container;
  if (command.length > 0) {
    const { run } = commandFacts(container);
    return run === Infinity ? { end: 'never', because: 'its command goes on for ever' }
      : run !== undefined ? { end: 'by itself', because: 'its command comes to an end' } : { end: 'unknown', because: '' };
  }
  const program = knownProgram(container);
  return program && !program.endsWith?.test(args.join(' '))
    ? { end: 'never', because: `its image is that of ${program.name}, which runs until it is stopped` } : { end: 'unknown', because: '' };
}
