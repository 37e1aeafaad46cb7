import { Command, CommanderError } from 'commander';
import { checkCommand } from './check-command';
import { ExitCode } from './exit-code';
import { explainCommand } from './explain-command';
import { lowerCommand } from './lower-command';
import { packageVersion } from './package-version';
import { rulesCommand } from './rules-command';
import { watchStandardOutput } from './standard-output';
import { targetCommand } from './target-command';
import { UnusableInput } from '../source/unusable-input';

/**
 * The command line.
 *
 * @param args without the names of node and the program
 * @returns the exit code
 */
export function main(args: readonly string[]): ExitCode {
  let exitCode = ExitCode.FINE;
  const program = new Command('cdk8s-sidecars')
    .description('Native sidecar containers for Kubernetes: for clusters that run them, and for those that cannot.')
    .version(packageVersion(), '--version', 'print the version of this program')
    .exitOverride()
    .addCommand(lowerCommand(code => { exitCode = code; }))
    .addCommand(targetCommand(code => { exitCode = code; }))
    .addCommand(explainCommand())
    .addCommand(checkCommand(code => { exitCode = code; }))
    .addCommand(rulesCommand());
  watchStandardOutput();
  try {
    program.parse(args.length > 0 ? [...args] : ['--help'], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? ExitCode.FINE : ExitCode.UNUSABLE_INPUT;
    }
    if (error instanceof UnusableInput) {
      process.stderr.write(`${error.message}\n`);
      return ExitCode.UNUSABLE_INPUT;
    }
    throw error;
  }
  return exitCode;
}
