import { ExitCode } from './exit-code';
import { LowerOptions } from './lower-command';
import { lowerText } from './lower-text';
import { entrypointsFrom, fallbackFrom, podTemplatesFrom, stopSignalsFrom, targetFrom } from './options';
import { nameOf, readInput } from './read-input';
import { joinedText } from '../source/joined-text';

/**
 * What `lower` does.
 *
 * @param files `-` for standard input
 * @returns the exit code
 */
export function lower(files: readonly string[], options: LowerOptions): ExitCode {
  const target = targetFrom(options);
  const named = podTemplatesFrom(options.podTemplate);
  const fallback = fallbackFrom(options.fallback, {
    runtimeImage: options.runtimeImage,
    entrypoints: entrypointsFrom(options.entrypoint),
    stopSignals: stopSignalsFrom(options.stopSignal),
    tcpForGrpc: Boolean(options.tcpForGrpc),
  });
  const lowered = files.map(file => lowerText(readInput(file), nameOf(file), target, fallback, named));
  process.stderr.write(lowered.flatMap(({ messages }) => messages.map(message => `${message}\n`)).join(''));
  if (lowered.some(({ refused }) => refused)) {
    return ExitCode.REFUSED;
  }
  process.stdout.write(joinedText(lowered.map(({ text }) => text)));
  return ExitCode.FINE;
}
