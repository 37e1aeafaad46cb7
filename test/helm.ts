import { execFileSync } from 'node:child_process';

/** The program, where one is there: that which HELM names, else that on the PATH. */
export const HELM = process.env.HELM ?? 'helm';

function isThere(): boolean {
  try {
    return execFileSync(HELM, ['version', '--short'], { encoding: 'utf8', stdio: 'pipe' }).startsWith('v');
  } catch (error) {
    // Whoever names the program wants these tests.
    if (process.env.HELM || (error as NodeJS.ErrnoException).code !== 'ENOENT') {
      throw error;
    }
    return false;
  }
}

/** A test that needs it. */
export const withHelm = isThere() ? test : test.skip;
