import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

export const ROOT = join(__dirname, '..');

/** Of packages of others: what debuggers, browsers and their authors would want. npm has no other way to leave it out. */
const NEEDLESS = [/\.map$/, /\/browser\//, /^node_modules\/diff\/(dist\/|eslint\.config|CONTRIBUTING|release-notes)/];

/**
 * The files that are released, by their paths from the root.
 */
export function packageFiles(): string[] {
  const [{ files }] = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: ROOT, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, stdio: ['ignore', 'pipe', 'ignore'],
  })) as { files: { path: string }[] }[];
  return files.map(({ path }) => path).filter(isNeeded).sort();
}

function isNeeded(path: string): boolean {
  return !path.startsWith('node_modules/') || !NEEDLESS.some(pattern => pattern.test(path));
}
