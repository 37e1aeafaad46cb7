import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * Synthesizes an example as its users do, with the cdk8s CLI, and answers the folder with the manifests.
 *
 * @param env more environment, such as a target cluster
 */
export function synthExample(name: string, outdir: string, env: NodeJS.ProcessEnv = {}): string {
  if (!existsSync('node_modules/cdk8s-sidecars/lib/index.js')) {
    throw new Error('The examples use the compiled library. Run: npx projen compile && npx projen link');
  }
  execFileSync(resolve('node_modules/.bin/cdk8s'), ['synth', '--check-upgrade=false', '--output', resolve(outdir)], {
    cwd: `examples/${name}`,
    env: { ...process.env, ...env },
    stdio: 'pipe',
  });
  return outdir;
}
