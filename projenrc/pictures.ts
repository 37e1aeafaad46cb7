import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '..');
export const PICTURES_FOLDER = join(ROOT, 'docs/pictures');

/** The Job of the example pi, before and after, and what `explain` is asked of it. Its proxy has no end, and no manifest can say so. */
const PICTURES: { readonly [name: string]: { readonly manifest: string; readonly options: readonly string[] } } = {
  'pi-legacy.svg': { manifest: 'before.k8s.yaml', options: ['-k', '1.36', '--assume', 'network-proxy=run:forever'] },
  'pi-native.svg': { manifest: 'pi.k8s.yaml', options: ['-k', '1.36'] },
  'pi-lowered.svg': { manifest: 'pi.k8s.yaml', options: ['-k', '1.27', '--supervised'] },
};

/**
 * The pictures of the documentation by their names, as the compiled command line makes them now.
 */
export function pictures(): Map<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'pictures-'));
  try {
    const env = { ...process.env, CDK8S_SIDECARS_TARGET: '' };
    execFileSync(join(ROOT, 'node_modules/.bin/cdk8s'), ['synth', '--check-upgrade=false', '--output', folder],
      { cwd: join(ROOT, 'examples/pi'), env, stdio: 'pipe' });
    return new Map(Object.entries(PICTURES).map(([name, { manifest, options }]) => [
      name,
      execFileSync(process.execPath, [join(ROOT, 'bin/cdk8s-sidecars'), 'explain', '-o', 'svg', ...options, join(folder, manifest)],
        { env, encoding: 'utf8' }),
    ]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
