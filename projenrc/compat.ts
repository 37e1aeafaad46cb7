/**
 * Compares the API with that of the last release on npm: `npx projen compat`. Before the first release there is nothing to compare
 * with. A registry that does not answer is a failure: what was not compared is not known to be compatible.
 */
import { execFileSync, spawnSync } from 'node:child_process';

const PACKAGE = 'cdk8s-sidecars';

/** The last release; undefined if there has been none. */
function lastRelease(): string | undefined {
  const { stdout, stderr, error } = spawnSync('npm', ['view', PACKAGE, 'version', '--json'], { encoding: 'utf8' });
  if (error) {
    throw error;
  }
  const answer: unknown = stdout.trim() === '' ? undefined : JSON.parse(stdout);
  if (typeof answer === 'string') {
    return answer;
  }
  const { code } = (answer as { error?: { code?: string } } | undefined)?.error ?? {};
  if (code !== 'E404') {
    throw new Error(`npm does not say which release of ${PACKAGE} is the last: ${code ?? ''}\n${stderr}`);
  }
  return undefined;
}

function main() {
  const release = lastRelease();
  if (release === undefined) {
    console.log(`There is no release of ${PACKAGE} on npm: nothing to compare the API with.`);
    return;
  }
  console.log(`Comparing the API with that of ${PACKAGE} ${release}.`);
  try {
    // All of the API counts, experimental or not. What is broken on purpose is in the ignore file, by the keys that are shown.
    execFileSync('jsii-diff', [`npm:${PACKAGE}@${release}`, '--error-on', 'all', '--keys', '--ignore-file', '.compatignore'], { stdio: 'inherit' });
  } catch {
    console.error(`The API is not compatible with that of ${PACKAGE} ${release}. CONTRIBUTING.md says what to do ("Releasing").`);
    process.exitCode = 1;
  }
}

main();
