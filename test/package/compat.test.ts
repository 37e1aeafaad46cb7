import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

jest.setTimeout(120_000);

const ROOT = join(__dirname, '../..');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'compat-'));
  symlinkSync(join(__dirname, 'fake-npm'), join(folder, 'npm'));
  copyFileSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The task, with a registry that has a release with this API, none, or does not answer. */
function compat(registry: 'release' | 'none' | 'down', assembly: object = {}) {
  writeFileSync(join(folder, '.jsii'), JSON.stringify(assembly));
  const { status, stdout, stderr } = spawnSync('ts-node', ['--project', 'projenrc/tsconfig.json', '--transpile-only', 'projenrc/compat.ts'], {
    cwd: ROOT,
    encoding: 'utf8',
    env: {
      ...process.env,
      PATH: [folder, join(ROOT, 'node_modules/.bin'), process.env.PATH].join(delimiter),
      REGISTRY: registry,
      RELEASE: folder,
      ROOT,
    },
  });
  return { status, stdout, stderr };
}

const current = () => JSON.parse(readFileSync(join(ROOT, '.jsii'), 'utf8'));

test('before the first release there is nothing to compare with, and that is said', () => {
  expect(compat('none')).toMatchObject({
    status: 0,
    stdout: 'There is no release of cdk8s-sidecars on npm: nothing to compare the API with.\n',
  });
});

test('a registry that does not answer is a failure: nothing was compared', () => {
  const { status, stderr } = compat('down');
  expect(status).toBe(1);
  expect(stderr).toContain('npm does not say which release of cdk8s-sidecars is the last: ECONNREFUSED');
});

test('the API that was released is compatible', () => {
  expect(compat('release', current())).toMatchObject({ status: 0, stdout: 'Comparing the API with that of cdk8s-sidecars 1.2.3.\n' });
});

test('what was released and is gone is a failure, experimental as it may be', () => {
  const released = current();
  released.types['cdk8s-sidecars.Sidecars'].methods.push({ name: 'removeAll', locationInModule: { filename: 'src/constructs/sidecars.ts', line: 1 } });
  const { status, stdout, stderr } = compat('release', released);
  expect(status).toBe(1);
  expect(stdout + stderr).toContain('removed:cdk8s-sidecars.Sidecars.removeAll');
  expect(stderr).toContain('The API is not compatible with that of cdk8s-sidecars 1.2.3.');
});
