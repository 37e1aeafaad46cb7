import { check, deployment, job, main } from './workloads';
import { jobHookWithSidecar } from '../../src/checks/job-hook-with-sidecar';
import { DiagnosticSeverity } from '../../src/diagnostics/diagnostic';
import { PodSpec } from '../../src/manifest/types';
import { Workload, workloadsOf } from '../../src/manifest/workloads';

const { ERROR } = DiagnosticSeverity;
const PROXY = main({ name: 'sql', image: 'gcr.io/cloud-sql-connectors/cloud-sql-proxy:2', args: ['a:b:c'] });
const SERVER = main({ name: 'engine', ports: [{ containerPort: 80 }], readinessProbe: { httpGet: { port: 80 } } });

function hook(workload: Workload, annotations: unknown): Workload {
  return workloadsOf({ ...workload.object, metadata: { annotations } })[0];
}

const pod = (spec: Partial<PodSpec>) => workloadsOf({ apiVersion: 'v1', kind: 'Pod', spec })[0];
const summary = (workload: Workload) =>
  check(jobHookWithSidecar, workload).map(({ container, severity, message }) => [container, severity, message.slice(message.lastIndexOf(', and ') + 6)]);

test('what keeps a hook from completing keeps the sync from ending, and weighs the same', () => {
  expect(check(jobHookWithSidecar, hook(job({ containers: [main(), PROXY] }), { 'argocd.argoproj.io/hook': 'PreSync' }))).toEqual([{
    container: 'sql',
    field: 'spec.template.spec.containers[1]',
    message: "its image (Cloud SQL Auth Proxy) is of a program that runs until it is stopped, and nothing is seen to stop it when 'main' has ended: the Job never "
      + 'completes, since a Pod is done only when all its main containers are, and Argo CD waits for this PreSync hook, so the sync does not end.',
    fix: 'Make it a native sidecar, which is stopped when the main containers have ended: move it to initContainers, with restartPolicy: Always '
      + '(with the constructs: give it to the workload as one of its sidecars).',
    severity: ERROR,
    patch: [
      { op: 'add', path: '/spec/template/spec/initContainers', value: [] },
      { op: 'move', from: '/spec/template/spec/containers/1', path: '/spec/template/spec/initContainers/-' },
      { op: 'add', path: '/spec/template/spec/initContainers/0/restartPolicy', value: 'Always' },
    ],
  }]);
});

test('so it is with Helm, and with what is less certain, which is the warning that the rule is by itself', () => {
  expect(jobHookWithSidecar.severity).toBe(DiagnosticSeverity.WARNING);
  expect(summary(hook(job({ containers: [main(), SERVER] }), { 'helm.sh/hook': 'post-install,post-upgrade' }))).toEqual([
    ['engine', undefined, 'Helm waits for this post-install,post-upgrade hook, so the release does not go on until it times out.'],
  ]);
});

test('a Pod may be a hook too', () => {
  expect(summary(hook(pod({ restartPolicy: 'Never', containers: [main(), PROXY] }), { 'helm.sh/hook': 'test' }))).toEqual([
    ['sql', ERROR, 'helm test waits for this hook until it times out.'],
  ]);
});

test('a mesh may bring what keeps it', () => {
  const template = {
    metadata: { annotations: { 'linkerd.io/inject': 'enabled', 'config.linkerd.io/proxy-enable-native-sidecar': 'false' } },
    spec: { restartPolicy: 'Never', containers: [main()] },
  };
  const workload = workloadsOf({ apiVersion: 'batch/v1', kind: 'Job', spec: { template } })[0];
  expect(summary(hook(workload, { 'argocd.argoproj.io/hook': 'Sync' }))).toEqual([
    [undefined, undefined, 'Argo CD waits for this Sync hook, so the sync does not end.'],
  ]);
});

const STAYING = { restartPolicy: 'Never', containers: [main(), PROXY] };

test.each<[string, Workload]>([
  ['a Job that is no hook', job(STAYING)],
  ['a Job that is left out', hook(job(STAYING), { 'argocd.argoproj.io/hook': 'Skip' })],
  ['a hook that completes', hook(job(), { 'helm.sh/hook': 'pre-install' })],
  ['a Pod that is not to end', hook(pod({ containers: [main(), PROXY] }), { 'helm.sh/hook': 'pre-install' })],
  ['a Deployment', hook(deployment(STAYING), { 'argocd.argoproj.io/hook': 'Sync' })],
  ['annotations of another form', hook(job(STAYING), ['argocd.argoproj.io/hook'])],
  ['a value of another form', hook(job(STAYING), { 'argocd.argoproj.io/hook': 3, 'helm.sh/hook': {} })],
])('nothing is said of %s', (_, workload) => {
  expect(check(jobHookWithSidecar, workload)).toEqual([]);
});
