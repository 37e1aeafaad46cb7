import { check, init, job, main, sidecar } from './workloads';
import { initRestartPolicyValue } from '../../src/checks/init-restart-policy-value';
import { Container } from '../../src/manifest/types';

function findings(restartPolicy: unknown, target = '1.37', fields: Partial<Container> = {}, native = true) {
  return check(initRestartPolicyValue, job({ initContainers: [init({ ...fields, restartPolicy: restartPolicy as string })] }), { target, native });
}

const MEANT = 'If it is to keep running beside the main containers, set restartPolicy to Always, which makes it a native sidecar; else leave it out.';
const FIELD = 'spec.template.spec.initContainers[0].restartPolicy';

test.each([
  ['1.27', 'OnFailure', 'does not know the field (unknown field "restartPolicy"), and drops it for clients that do not validate strictly'],
  ['1.28', 'OnFailure', 'drops it without a word, and the container is a plain init container'],
  ['1.30,SidecarContainers=false', 'OnFailure', 'drops it without a word, and the container is a plain init container'],
  ['1.29', 'OnFailure', 'rejects it (Unsupported value: "OnFailure": supported values: "Always")'],
  ['1.33', 'Never', 'rejects it (Unsupported value: "Never": supported values: "Always")'],
  ['1.34', 'Never', 'drops it without a word, and the container is a plain init container'],
  ['1.34,ContainerRestartRules=true', 'Sometimes', 'rejects it (Unsupported value: "Sometimes": supported values: "Always", "Never", "OnFailure")'],
  ['1.35,ContainerRestartRules=false', 'Never', 'drops it without a word, and the container is a plain init container'],
  ['1.37', 'restartPolicyValue', 'rejects it (Unsupported value: "restartPolicyValue": supported values: "Always", "Never", "OnFailure")'],
  ['1.37', '', 'rejects it (Unsupported value: "": supported values: "Always", "Never", "OnFailure")'],
  ['1.37', true, 'rejects it (Unsupported value: true: supported values: "Always", "Never", "OnFailure")'],
])('the API server of %s takes no %j', (target, value, outcome) => {
  expect(findings(value, target)).toEqual([{
    container: 'init',
    field: FIELD,
    message: `${JSON.stringify(value)} is no restartPolicy of an init container in the target cluster (${target}): its API server ${outcome}.`,
    fix: MEANT,
  }]);
});

test.each(['always', 'ALWAYS', ' Always'])('%j is put right', value => {
  expect(findings(value, '1.30')).toEqual([{
    container: 'init',
    field: FIELD,
    message: `"${value.trim() === value ? value : ' Always'}" is no restartPolicy of an init container in the target cluster (1.30): its API server `
      + `rejects it (Unsupported value: "${value}": supported values: "Always").`,
    fix: 'Write Always, with a capital: it makes a native sidecar of the init container.',
    patch: [{ op: 'replace', path: '/spec/template/spec/initContainers/0/restartPolicy', value: 'Always' }],
  }]);
});

test('what the target could not run is not put right', () => {
  expect(findings('always', '1.27', {}, false).map(({ patch }) => patch)).toEqual([undefined]);
});

const STAYS = 'does not make a sidecar of it: it stays a plain init container, and all that comes after it waits for it to end';
const WELL = 'If it is to keep running beside the main containers, set restartPolicy to Always, which makes it a native sidecar; else all is well.';

test.each(['1.35', '1.37', '1.34,ContainerRestartRules=true', '1.35,node=1.33'])('where other values are allowed, as by %s, it is noted what they are not', target => {
  expect(findings('OnFailure', target)).toEqual([{ container: 'init', field: FIELD, severity: 'info', message: `OnFailure ${STAYS}.`, fix: WELL }]);
});

test('it is a warning where it never ends', () => {
  expect(findings('Never', '1.37', { command: ['tail', '-F', '/log'] })).toEqual([{
    container: 'init', field: FIELD, severity: 'warning', message: `Never ${STAYS}, which it never does (its command goes on for ever).`, fix: WELL,
  }]);
});

test('it is a warning where it has what only sidecars may have', () => {
  expect(findings('Never', '1.37', { startupProbe: {} }).map(({ severity, message }) => [severity, message])).toEqual([['warning', `Never ${STAYS}.`]]);
});

test('nothing is said of rules for restarts, which need such a value', () => {
  const rules: object = { restartPolicyRules: [{ action: 'Restart', exitCodes: { operator: 'In', values: [42] } }] };
  expect(findings('Never', '1.37', rules)).toEqual([]);
  expect(findings('Never', '1.33', rules).length).toBe(1);
});

test('nothing is said of sidecars, plain init containers and mains', () => {
  expect(check(initRestartPolicyValue, job({ initContainers: [sidecar(), init()], containers: [main({ restartPolicy: 'never' })] }))).toEqual([]);
});

test.each(['${POLICY}', '{{ .Values.restartPolicy }}', '<Always>'])('the placeholder %s is left alone', restartPolicy => {
  expect(findings(restartPolicy)).toEqual([]);
  expect(findings(restartPolicy, '1.30')).toEqual([]);
});
