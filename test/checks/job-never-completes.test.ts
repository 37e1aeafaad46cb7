import { check, cronJob, deployment, init, job, main, sidecar } from './workloads';
import { jobNeverCompletes } from '../../src/checks/job-never-completes';
import { DiagnosticSeverity } from '../../src/diagnostics/diagnostic';
import { applyPatch } from '../../src/manifest/json-patch';
import { Container, PodSpec } from '../../src/manifest/types';
import { Workload, workloadsOf } from '../../src/manifest/workloads';

const { ERROR, WARNING, INFO } = DiagnosticSeverity;
const PROXY = main({ name: 'sql', image: 'gcr.io/cloud-sql-connectors/cloud-sql-proxy:2', args: ['a:b:c'] });
const SERVER = main({ name: 'web', image: 'nginx:1' });
const ITS_IMAGE = 'its image (Cloud SQL Auth Proxy) is of a program that runs until it is stopped';
const FIX = 'Make it a native sidecar, which is stopped when the main containers have ended: move it to initContainers, with restartPolicy: Always '
  + '(with the constructs: give it to the workload as one of its sidecars).';
const POD: Partial<PodSpec> = { containers: [main(), PROXY] };

const found = (workload: Workload, circumstances = {}) => check(jobNeverCompletes, workload, circumstances);
const jobOf = (...containers: Container[]) => job({ containers });

test('a proxy as a main container beside one that may end keeps a Job from completing', () => {
  expect(found(job(POD))).toEqual([{
    container: 'sql',
    field: 'spec.template.spec.containers[1]',
    message: `${ITS_IMAGE}, and nothing is seen to stop it when 'main' has ended: the Job never completes, since a Pod is done only when all its main containers are.`,
    fix: FIX,
    severity: ERROR,
    patch: [
      { op: 'add', path: '/spec/template/spec/initContainers', value: [] },
      { op: 'move', from: '/spec/template/spec/containers/1', path: '/spec/template/spec/initContainers/-' },
      { op: 'add', path: '/spec/template/spec/initContainers/0/restartPolicy', value: 'Always' },
    ],
  }]);
});

test('with a deadline the Job fails instead, of the Job or of its Pods, whichever is over first', () => {
  const ends = (workload: Workload) => found(workload).map(({ message, severity }) => [message.slice(ITS_IMAGE.length), severity]);
  const text = (seconds: number) => [[", and nothing is seen to stop it when 'main' has ended: "
    + `the Job fails when its deadline of ${seconds} s is over, since a Pod is done only when all its main containers are.`, ERROR]];
  expect(ends(job(POD, { activeDeadlineSeconds: 600 }))).toEqual(text(600));
  expect(ends(job({ ...POD, activeDeadlineSeconds: 60 }, { activeDeadlineSeconds: 600 }))).toEqual(text(60));
});

test('every one of them is a finding, at its place in a CronJob, and all that may end are named', () => {
  const workload = cronJob({ containers: [main(), PROXY, main({ name: 'second' }), SERVER] });
  expect(found(workload).map(({ field, message }) => [field, message.split(': ')[0]])).toEqual([
    ['spec.jobTemplate.spec.template.spec.containers[1]', `${ITS_IMAGE}, and nothing is seen to stop it when 'main' and 'second' have ended`],
    ['spec.jobTemplate.spec.template.spec.containers[3]',
      "its image (nginx) is of a program that runs until it is stopped, and nothing is seen to stop it when 'main' and 'second' have ended"],
  ]);
});

test('the patch makes it a sidecar that comes last, after what is there', () => {
  const workload = job({ ...POD, initContainers: [init()], containers: [PROXY, main()] });
  const patched = workloadsOf(applyPatch(workload.object, found(workload)[0].patch!))[0];
  expect(patched.podSpec).toEqual({ restartPolicy: 'Never', initContainers: [init(), { ...PROXY, restartPolicy: 'Always' }], containers: [main()] });
  expect(found(patched)).toEqual([]);
});

test.each<[string, Workload, object]>([
  ['a server, which may be what the Job is about', jobOf(main(), SERVER), {}],
  ['a program that only its command tells', jobOf(main(), main({ name: 'x', command: ['fluent-bit', '-c', 'x'] })), {}],
  ['a container with a restart policy of its own', jobOf(main(), { ...PROXY, restartPolicy: 'Never' }), {}],
  ['a target without native sidecars', job(POD), { native: false, lowered: true }],
])('there is no patch for %s', (_, workload, circumstances) => {
  expect(found(workload, circumstances).map(({ patch, fix }) => ({ patch, fix }))).toEqual([{ patch: undefined, fix: FIX }]);
});

test('for a target without native sidecars the manifest must be lowered, if it is not', () => {
  expect(found(job(POD), { target: '1.27', native: false })[0].fix)
    .toBe(`${FIX} The target cluster (1.27) does not run those, so lower the manifest for it with 'cdk8s-sidecars lower'.`);
});

test('where no main ever ends it may be meant', () => {
  const fix = 'If it is to run for ever, use a Deployment; if it is there for something else that is to be done, do that in a main container of the Job, '
    + 'and make this one a native sidecar.';
  const field = 'spec.template.spec.containers[0]';
  expect(found(jobOf(main({ command: ['sleep', 'infinity'] })))).toEqual([
    { container: 'main', field, message: 'its command goes on for ever: the Job never completes.', fix, severity: WARNING },
  ]);
  expect(found(job({ containers: [SERVER] }, { activeDeadlineSeconds: 60 }))).toEqual([{
    container: 'web',
    field,
    message: 'its image (nginx) is of a program that runs until it is stopped: the Job never completes, and fails when its deadline of 60 s is over.',
    fix,
    severity: INFO,
  }]);
  expect(found(jobOf(SERVER, PROXY))).toEqual([{
    container: 'web',
    field,
    message: "its image (nginx) is of a program that runs until it is stopped, and the other main containers ('sql') do not end either: the Job never completes.",
    fix,
    severity: WARNING,
  }]);
});

test('probes and ports of the work do not make it a server beside a proxy', () => {
  const worker = main({ ports: [{ containerPort: 8080 }], livenessProbe: { httpGet: { port: 8080 } } });
  expect(found(jobOf(worker, PROXY)).map(({ container, severity }) => [container, severity])).toEqual([['sql', ERROR]]);
});

test('Jobs of a JobSet and of a ScaledJob are Jobs', () => {
  const template = { spec: { restartPolicy: 'Never', ...POD } };
  const jobSet = (more: object) => workloadsOf({
    apiVersion: 'jobset.x-k8s.io/v1alpha2', kind: 'JobSet', spec: { ...more, replicatedJobs: [{ name: 'x', template: { spec: { template } } }] },
  })[0];
  expect(found(jobSet({})).map(({ field }) => field)).toEqual(['spec.replicatedJobs[0].template.spec.template.spec.containers[1]']);
  expect(found(jobSet({ successPolicy: { operator: 'All', targetReplicatedJobs: ['y'] } }))).toEqual([]);
  expect(found(workloadsOf({ apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledJob', spec: { jobTargetRef: { template } } })[0])).toHaveLength(1);
});

test('a call that another program gets as arguments stops nothing, nor does a preStop hook, which is not run at the end', () => {
  const swallowed = main({ command: ['sh', '-c', 'work --fast curl localhost:9091/quitquitquit'] });
  const hooked = main({ lifecycle: { preStop: { exec: { command: ['curl', 'localhost:9091/quitquitquit'] } } } });
  const listening = { ...PROXY, args: ['--quitquitquit', 'a:b:c'] };
  expect(found(jobOf(swallowed, listening))).toHaveLength(1);
  expect(found(jobOf(hooked, PROXY))).toHaveLength(1);
});

const scripted = (script: string) => main({ command: ['sh', '-c', script] });

test.each<[string, Workload]>([
  ['mains of which nothing is known', jobOf(main(), main({ name: 'second' }))],
  ['mains that end', jobOf(main({ command: ['echo'] }), scripted('sleep 10; cat /x'))],
  ['a native sidecar', job({ initContainers: [sidecar(PROXY)] })],
  ['a quit call', jobOf(scripted('work; curl -X POST localhost:9091/quitquitquit'), PROXY)],
  ['a quit call in an argument', jobOf(main({ args: ['--then=http://127.0.0.1:15020/quitquitquit'] }), PROXY)],
  ['a quit call in the environment', jobOf(main({ env: [{ name: 'X', value: 'http://localhost:4191/shutdown' }] }), PROXY)],
  ['a quit call by the agent of the mesh', jobOf(scripted('work; pilot-agent request POST quitquitquit'), PROXY)],
  ['a quit call that a hook makes once it has started', jobOf(main({ lifecycle: { postStart: { exec: { command: ['sh', '-c', 'wait; curl localhost:1/quit'] } } } }), PROXY)],
  ['a proxy that listens to quit calls, which the program may make', jobOf(main(), { ...PROXY, args: ['--quitquitquit', 'a:b:c'] })],
  ['one that is told so by its environment', jobOf(main(), { ...PROXY, env: [{ name: 'CSQL_PROXY_QUITQUITQUIT', value: 'true' }] })],
  ['a wrapper that stops it', jobOf(main(), main({ name: 'web', command: ['/kubexit/kubexit', 'nginx', '-g', 'daemon off;'] }))],
  ['a wrapper of the work that stops it', jobOf(main({ command: ['linkerd-await', '--shutdown', '--', 'work'] }), PROXY)],
  ['a wrapper that is told what to stop', jobOf(main({ env: [{ name: 'ISTIO_QUIT_API', value: 'http://localhost:15020' }] }), PROXY)],
  ['a controller that stops it', jobOf(main(), { ...PROXY, env: [{ name: 'KRUISE_TERMINATE_SIDECAR_WHEN_JOB_EXIT', value: 'true' }] })],
  ['a container that stops it through the API', jobOf(main(), PROXY, main({ name: 'watch', command: ['sh', '-c', 'kubectl exec $POD -c sql -- kill 1'] }))],
  ['a liveness probe that looks whether the work is done', jobOf(main(), { ...PROXY, livenessProbe: { exec: { command: ['sh', '-c', '! test -f /done'] } } })],
  ['shared processes, by which one may stop the other', job({ ...POD, shareProcessNamespace: true })],
  ['a Deployment', deployment(POD)],
  ['a hook, of which SC209 speaks', { ...job(POD), object: { ...job(POD).object, metadata: { annotations: { 'helm.sh/hook': 'pre-install' } } } }],
  ['no containers', job({ containers: undefined })],
])('nothing is said of %s', (_, workload) => {
  expect(found(workload)).toEqual([]);
});

test.each(['nrmitchi.com/sidecars', 'config.linkerd.io/proxy-admin-shutdown'])('nothing is said where the annotation %s speaks of stopping', name => {
  const template = { metadata: { annotations: { [name]: 'x' } }, spec: { restartPolicy: 'Never', ...POD } };
  expect(found(workloadsOf({ apiVersion: 'batch/v1', kind: 'Job', spec: { template } })[0])).toEqual([]);
});
