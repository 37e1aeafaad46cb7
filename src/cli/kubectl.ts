import { spawnSync } from 'node:child_process';
import { TARGET_BY_HAND } from './target-by-hand';
import { UnusableInput } from '../source/unusable-input';

/** Runs kubectl, which reads the input, if there is any, and gives the JSON that it prints. */
export type Kubectl = (args: readonly string[], input?: object) => unknown;

/** For each request. kubectl itself waits for ever. */
const REQUEST_TIMEOUT = '--request-timeout=15s';

/**
 * kubectl ran, and failed.
 */
export class KubectlFailure extends UnusableInput {
  public constructor(command: string, public readonly reason: string) {
    super(`${command}: ${reason}\nMake the cluster reachable with kubectl, or ${TARGET_BY_HAND}.`);
  }
}

/**
 * kubectl from the PATH.
 *
 * @param flags are given to each command, and say which cluster
 * @param timeoutMs for a command in all, with the programs that fetch credentials
 */
export function kubectlWith(flags: readonly string[], timeoutMs: number = 60_000): Kubectl {
  return (args, input) => {
    const allArgs = [...args, '-o', 'json', REQUEST_TIMEOUT, ...flags];
    const command = ['kubectl', ...allArgs].join(' ');
    const { status, error, stdout, stderr } = spawnSync('kubectl', allArgs, {
      input: input ? JSON.stringify(input) : '',
      encoding: 'utf8',
      env: process.env,
      maxBuffer: Infinity,
      timeout: timeoutMs,
    });
    if (status === null) {
      throw new UnusableInput(`${command}: ${whyNotRun(error, timeoutMs)} ${TARGET_BY_HAND}.`);
    }
    if (status !== 0) {
      throw new KubectlFailure(command, reasonIn(stderr) ?? `ended with exit code ${status}.`);
    }
    try {
      return JSON.parse(stdout);
    } catch {
      throw new KubectlFailure(command, 'printed no JSON.');
    }
  };
}

function whyNotRun(error: NodeJS.ErrnoException | undefined, timeoutMs: number): string {
  switch (error?.code) {
    case 'ENOENT': return 'kubectl is not on the PATH. Install it, or';
    case 'ETIMEDOUT': return `gave no answer in ${timeoutMs / 1000} s. Make the cluster reachable with kubectl, or`;
    default: return `could not be run: ${error?.message ?? 'it was killed'}. Repair that, or`;
  }
}

/** The last line that says what failed: after it there may be advice, before it the log of retries. */
function reasonIn(stderr: string): string | undefined {
  const lines = stderr.split('\n').map(line => line.trim()).filter(line => line !== '');
  return lines.filter(line => /^(error\b|unable to|the connection)/i.test(line)).at(-1) ?? lines.at(-1);
}
