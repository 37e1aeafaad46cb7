import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { kubectl, thisCluster } from './cluster';
import { ClusterFeature, TargetCluster } from '../../../src';

const PROGRAM = join(__dirname, '../../../bin/cdk8s-sidecars');
const EXPECTED = thisCluster().toString();

jest.setTimeout(60_000);

/** Without the environment variable, which would say what is to be found out. */
function target(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const { [TargetCluster.ENVIRONMENT_VARIABLE]: _, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(PROGRAM, ['target', ...args], { encoding: 'utf8', env });
  return { status, stdout, stderr };
}

test(`the command line says of this cluster that it is ${EXPECTED}`, () => {
  expect(target()).toMatchObject({ status: 0, stdout: `${EXPECTED}\n` });
});

test('it sees whether the API server keeps restartPolicy, and creates nothing for that', () => {
  const { stdout, stderr } = target('-o', 'json', '-n', 'default');
  const restartPolicy = thisCluster().supportsOnApiServer(ClusterFeature.NATIVE_SIDECARS) ? 'kept' : 'dropped';
  expect(JSON.parse(stdout)).toMatchObject({ target: EXPECTED, restartPolicy });
  expect(stderr).not.toContain('warning');
  expect(kubectl('get', 'pods', '-n', 'default', '-o', 'name')).not.toContain('cdk8s-sidecars-target');
});

test('where no Pod can be tried it says so, and takes the defaults of the version', () => {
  const { status, stdout, stderr } = target('-n', 'nowhere');
  const { apiServer, oldestNode } = thisCluster();
  expect({ status, stdout }).toEqual({ status: 0, stdout: `${TargetCluster.version(apiServer, { oldestNode })}\n` });
  expect(stderr).toMatch(/^warning: no Pod with a sidecar could be tried, so the defaults of \S+ are assumed: .*namespaces "nowhere" not found$/m);
});

test('a context that is not there is told in the words of kubectl', () => {
  const { status, stdout, stderr } = target('--context', 'nowhere');
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(/^kubectl version .*--context=nowhere: error: context "nowhere" does not exist\n/);
});
