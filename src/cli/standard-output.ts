import { ExitCode } from './exit-code';

/**
 * Ends quietly where the reader of the output has seen enough, as `head` has, and says so where the output gets lost.
 */
export function watchStandardOutput(): void {
  process.stdout.off('error', onError).on('error', onError);
}

function onError({ code, message }: NodeJS.ErrnoException): void {
  if (code !== 'EPIPE') {
    process.stderr.write(`The output cannot be written: ${message}\n`);
    process.exitCode = ExitCode.UNUSABLE_INPUT;
  }
}
