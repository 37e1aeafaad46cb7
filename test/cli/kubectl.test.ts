import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FakeKubectl } from './fake-kubectl';
import { KubectlFailure, kubectlWith } from '../../src/cli/kubectl';
import { UnusableInput } from '../../src/source/unusable-input';

let fake: FakeKubectl;
beforeEach(() => {
  fake = new FakeKubectl();
});
afterEach(() => fake.remove());

const kubectl = kubectlWith(['--context=a b', '--namespace=$HOME']);
const COMMAND = 'kubectl version -o json --request-timeout=15s --context=a b --namespace=$HOME';
const BY_HAND = 'export CDK8S_SIDECARS_TARGET by hand, such as 1.31.4,node=1.30.8.';

function reasonOf(stderr: string, status: number, stdout: string = ''): string {
  fake.answer('version', { stdout, stderr, status });
  try {
    kubectl(['version']);
  } catch (error) {
    return (error as KubectlFailure).reason;
  }
  throw new Error('kubectl did not fail');
}

test('what it prints is read as JSON, flags reach it as they are, and it gets the input', () => {
  fake.answer('version', { stdout: '{"a": 1}\n', stderr: 'Warning: old\n' });
  expect(kubectl(['version'], { b: 2 })).toEqual({ a: 1 });
  expect(fake.calls()).toEqual([COMMAND.replace('kubectl ', '')]);
  expect(fake.input('version')).toBe('{"b":2}');
});

test('without input it reads none', () => {
  fake.answer('version', { stdout: '{}' });
  kubectl(['version']);
  expect(fake.input('version')).toBe('');
});

test('a failure says what was tried, why it failed, and the way out', () => {
  fake.answer('version', { stdout: '{"clientVersion": {}}', stderr: 'error: context "a b" does not exist\n', status: 1 });
  expect(() => kubectl(['version'])).toThrow(new UnusableInput(`${COMMAND}: error: context "a b" does not exist\n`
    + `Make the cluster reachable with kubectl, or ${BY_HAND}`));
});

const REFUSED = 'The connection to the server localhost:8080 was refused - did you specify the right host or port?';
const NO_PLUGIN = 'Unable to connect to the server: getting credentials: exec: executable gke-gcloud-auth-plugin not found';

test.each([
  ['the last line', 'first\nlast\n', 'last'],
  ['the error after the log of retries', `E1124 09:00:00.1 12 memcache.go:265] couldn't get current server API group list\n${REFUSED}\n`, REFUSED],
  ['the error before advice', `${NO_PLUGIN}\n\nIt looks like you are trying to use a client-go credential plugin that is not installed.\n`, NO_PLUGIN],
  ['the exit code, if it is silent', '', 'ended with exit code 3.'],
])('the reason of a failure is %s', (_, stderr, reason) => {
  expect(reasonOf(stderr, 3)).toBe(reason);
});

test('what is no JSON is a failure', () => {
  expect(reasonOf('', 0, 'Client Version: v1.30.0\n')).toBe('printed no JSON.');
});

test.each([
  ['does not end', 'exec sleep 60', 200, 'gave no answer in 0.2 s. Make the cluster reachable with kubectl, or'],
  ['is killed', 'kill -KILL $$', undefined, 'could not be run: it was killed. Repair that, or'],
])('where kubectl %s, that is said', (_, script, timeoutMs, why) => {
  writeFileSync(join(fake.folder, 'kubectl'), `#!/bin/sh\n${script}\n`);
  expect(() => kubectlWith([], timeoutMs)(['version'])).toThrow(new UnusableInput(`kubectl version -o json --request-timeout=15s: ${why} ${BY_HAND}`));
});

test('where kubectl is not there, that is said', () => {
  process.env.PATH = join(fake.folder, 'nowhere');
  expect(() => kubectl(['version'])).toThrow(new UnusableInput(`${COMMAND}: kubectl is not on the PATH. Install it, or ${BY_HAND}`));
});
