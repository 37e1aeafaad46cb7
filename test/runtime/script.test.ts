import { execFileSync } from 'node:child_process';
import { SHELLS } from './pod';
import { SUPERVISOR } from '../../src/runtime/supervisor';

const SOURCE = 'runtime/supervisor.sh';

test('shellcheck finds nothing in the supervisor', () => {
  expect(execFileSync('shellcheck', [SOURCE], { encoding: 'utf8' })).toBe('');
});

test('as it stands in manifests it has fewer than 6 KiB, and no line that YAML would have to quote', () => {
  expect(SUPERVISOR.length).toBeLessThan(6 * 1024);
  expect(SUPERVISOR.split('\n').filter(line => /\t|^\s|\s$|[^\x20-\x7e]/.test(line))).toEqual([]);
});

test.each(SHELLS.filter(shell => shell !== 'busybox'))('%s can read it in both forms', shell => {
  expect(() => execFileSync(shell, ['-n', SOURCE])).not.toThrow();
  expect(() => execFileSync(shell, ['-n', '-c', SUPERVISOR])).not.toThrow();
});
