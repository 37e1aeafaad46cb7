import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { SHELLS } from './pod';
import { SUPERVISOR } from '../../src/runtime/supervisor';

const SOURCE = 'runtime/supervisor.sh';

/** All in the project whose first line says so. */
function shellScripts(): string[] {
  const found = execFileSync('git', ['grep', '-lE', '^#!.*sh$'], { encoding: 'utf8' }).trim().split('\n');
  return found.filter(file => /^#!.*\b(ba)?sh\n/.test(readFileSync(file, 'utf8')));
}

test('the supervisor is among the scripts that shellcheck is asked about', () => {
  expect(shellScripts()).toContain(SOURCE);
});

test.each(shellScripts())('shellcheck finds nothing in %s', script => {
  // What it says is on standard output, which an error would not show.
  expect(spawnSync('shellcheck', [script], { encoding: 'utf8' })).toMatchObject({ stdout: '', status: 0 });
});

test('as it stands in manifests it has fewer than 6 KiB, and no line that YAML would have to quote', () => {
  expect(SUPERVISOR.length).toBeLessThan(6 * 1024);
  expect(SUPERVISOR.split('\n').filter(line => /\t|^\s|\s$|[^\x20-\x7e]/.test(line))).toEqual([]);
});

test.each(SHELLS.filter(shell => shell !== 'busybox'))('%s can read it in both forms', shell => {
  expect(() => execFileSync(shell, ['-n', SOURCE])).not.toThrow();
  expect(() => execFileSync(shell, ['-n', '-c', SUPERVISOR])).not.toThrow();
});
