import { check, deployment, job, main, sidecar } from './workloads';
import { quitCallUnreliable } from '../../src/checks/quit-call-unreliable';
import { Container } from '../../src/manifest/types';
import { Workload, workloadsOf } from '../../src/manifest/workloads';

const PROXY = main({ name: 'sql', image: 'gcr.io/cloud-sql-connectors/cloud-sql-proxy:2', args: ['--quitquitquit', 'a:b:c'] });
const CALL = 'curl -X POST localhost:9091/quitquitquit';
const SIDECAR = 'Make the container that is to quit a native sidecar, which is stopped without a call (with the constructs: give it to the workload as a sidecar)';
const LEFT_OUT = (why: string) => `the quit call is left out if what stands before it fails (${why}), and then this Pod never ends.`;
const EXIT_CODE = 'the exit code of the quit call is that of the container, so it counts as done even if what stands before it has failed.';
const NO_CURL = 'the image busybox has no curl, so the quit call is never made.';
const SWALLOWED = "'curl' and its address are arguments of 'work' here, so the quit call is never made: there is no new line, ';' or '&&' between them, "
  + "as it happens in a folded YAML scalar ('>').";
const GET = 'it asks with GET, but this address takes only POST, so the quit call is refused.';

const scripted = (script: string, fields: Partial<Container> = {}) => main({ command: ['sh', '-c', script], ...fields });
const jobOf = (container: Container, proxy = PROXY, restartPolicy = 'Never') => job({ restartPolicy, containers: [container, proxy] });
const messages = (workload: Workload) => check(quitCallUnreliable, workload).map(({ message }) => message);

test('a call after && is not made when the work fails', () => {
  expect(check(quitCallUnreliable, jobOf(scripted(`work && ${CALL}`)))).toEqual([{
    container: 'main',
    field: 'spec.template.spec.containers[0].command[2]',
    message: LEFT_OUT('&&'),
    fix: `${SIDECAR}; or make the call in a trap, as in trap 'curl …' EXIT.`,
  }]);
});

test.each([
  ['work && curl -d "" localhost:15020/quitquitquit', [LEFT_OUT('&&')]],
  [`set -e; work; ${CALL}`, [LEFT_OUT('set -e')]],
  [`set -o errexit\nwork\n${CALL}\n`, [LEFT_OUT('set -e')]],
  [`until curl -s localhost:15021; do sleep 1; done; work && ${CALL}`, [LEFT_OUT('&&')]],
  [`work; ${CALL}`, [EXIT_CODE]],
  [`python manage.py migrate\n${CALL}`, [EXIT_CODE]],
  [`work --fast ${CALL}`, [SWALLOWED]],
  [`work --host=127.0.0.1 --port=<DB_PORT> ${CALL}`, [SWALLOWED]],
  ['work; x=$?; curl localhost:15020/quitquitquit; exit $x', [GET]],
  ['work; x=$?; wget -qO- http://127.0.0.1:4191/shutdown; exit $x', [GET]],
])('faults are found in %j', (script, expected) => {
  expect(messages(jobOf(scripted(script)))).toEqual(expected);
});

test.each([
  [`trap '${CALL}' EXIT; work`],
  [`work; x=$?; ${CALL}; exit $x`],
  [`work; x=$?; ${CALL} && exit $x`],
  [`work || true; ${CALL}`],
  [`work & wait $!; ${CALL}`],
  [`if work; then ${CALL}; fi`],
  [`sleep 10; ${CALL}`],
  [`set -e; echo ready; ${CALL}`],
  [`timeout --foreground 5 ${CALL}`],
  [`with-retry --times 3 ${CALL}`],
  [`kubectl --context x exec -- ${CALL}`],
  ['work; x=$?; curl -XPOST localhost:15020/quitquitquit; exit $x'],
  ['work; x=$?; curl -sXPOST localhost:15020/quitquitquit; exit $x'],
  ['work; x=$?; wget --post-data= localhost:15020/quitquitquit; exit $x'],
  ['work; x=$?; curl localhost:9091/quitquitquit; exit $x'],
  ['work; x=$?; pilot-agent request POST quitquitquit; exit $x'],
  ['work'],
  [`work "${CALL}`],
])('none is found in %j', script => {
  expect(messages(jobOf(scripted(script)))).toEqual([]);
});

test('under OnFailure the work is tried again, and needs the sidecar', () => {
  expect(messages(jobOf(scripted(`work && ${CALL}`), PROXY, 'OnFailure'))).toEqual([]);
  expect(messages(jobOf(scripted(`work; ${CALL}`), PROXY, 'OnFailure'))).toEqual([EXIT_CODE]);
});

test('a shell may be told to stop at errors by its options', () => {
  expect(messages(jobOf(main({ command: ['bash', '-ec'], args: [`work\n${CALL}`] })))).toEqual([LEFT_OUT('set -e')]);
  expect(messages(jobOf(main({ command: ['bash', '-o', 'errexit', '-c', `work\n${CALL}`] })))).toEqual([LEFT_OUT('set -e')]);
  expect(check(quitCallUnreliable, jobOf(main({ command: ['bash', '-ec'], args: [`work\n${CALL}`] })))[0].field).toBe('spec.template.spec.containers[0].args[0]');
});

test('the image may have no client', () => {
  const script = `work; x=$?; ${CALL}; exit $x`;
  expect(messages(jobOf(scripted(script, { image: 'busybox' })))).toEqual([NO_CURL]);
  expect(messages(jobOf(scripted(script.replace('curl -X POST', 'wget -qO-'), { image: 'busybox' })))).toEqual([]);
  expect(messages(jobOf(scripted(script.replace('curl -X POST', 'wget -qO-'), { image: 'debian:12' })))).toEqual(['the image debian:12 has no wget, so the quit call is never made.']);
  expect(messages(jobOf(scripted(`apk add curl; ${script}`, { image: 'alpine' })))).toEqual([]);
});

test("Google's own sample has two faults", () => {
  const script = 'my_batch_job --host=127.0.0.1 --port=<DB_PORT> --username=<DB_USER> --dbname=<DB_NAME> curl http://localhost:9091/quitquitquit\n';
  expect(messages(jobOf(scripted(script, { image: 'busybox' })))).toEqual([SWALLOWED.replace("'work'", "'my_batch_job'"), NO_CURL]);
});

test('a proxy of Google listens only if it is told to', () => {
  const message = "'sql' does not listen to quit calls, since it is started without --quitquitquit.";
  const script = `work; x=$?; ${CALL}; exit $x`;
  expect(messages(jobOf(scripted(script), { ...PROXY, args: ['a:b:c'] }))).toEqual([message]);
  expect(messages(jobOf(scripted(script), { ...PROXY, args: ['a:b:c'], env: [{ name: 'CSQL_PROXY_QUITQUITQUIT', value: 'true' }] }))).toEqual([]);
  expect(messages(jobOf(scripted(script), { ...PROXY, args: ['--config-file=/x'] }))).toEqual([]);
  expect(messages(jobOf(scripted(script.replace('9091', '15020')), { ...PROXY, args: ['a:b:c'] }))).toEqual([]);
});

test('a call without a shell has no order', () => {
  expect(messages(jobOf(main({ command: CALL.split(' ') })))).toEqual([]);
  expect(messages(jobOf(main({ command: ['curl', 'localhost:15020/quitquitquit'] })))).toEqual([GET]);
  expect(messages(jobOf(main({ command: ['pilot-agent', 'request', 'POST', 'quitquitquit'] })))).toEqual([]);
});

test.each<[string, Workload]>([
  ['Pods that run for ever', deployment({ containers: [scripted(`work && ${CALL}`), PROXY] })],
  ['a proxy that is native, where the call is only superfluous', job({ containers: [scripted(`work && ${CALL}`)], initContainers: [sidecar(PROXY)] })],
  ['no containers', job({ containers: undefined })],
])('nothing is said of %s', (_, workload) => {
  expect(messages(workload)).toEqual([]);
});

test('a bare Pod that is to end counts', () => {
  const spec = { restartPolicy: 'Never', containers: [scripted(`work && ${CALL}`), PROXY] };
  expect(messages(workloadsOf({ apiVersion: 'v1', kind: 'Pod', spec })[0])).toEqual([LEFT_OUT('&&')]);
});
