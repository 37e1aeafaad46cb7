import { check, cronJob, deployment, job, main } from './workloads';
import { jobMayNotComplete } from '../../src/checks/job-may-not-complete';
import { Container } from '../../src/manifest/types';
import { Workload } from '../../src/manifest/workloads';

const LIKE_SERVER = main({ name: 'engine', ports: [{ containerPort: 8000 }], readinessProbe: { httpGet: { port: 8000 } } });
const found = (workload: Workload) => check(jobMayNotComplete, workload);
const jobOf = (...containers: Container[]) => job({ containers });

test('a container with ports and probes beside one without looks like a server', () => {
  expect(found(jobOf(main(), LIKE_SERVER))).toEqual([{
    container: 'engine',
    field: 'spec.template.spec.containers[1]',
    message: "it has ports and probes, as a server has that runs until it is stopped: unless something stops it when 'main' has ended, "
      + 'the Job never completes, since a Pod is done only when all its main containers are.',
    fix: 'Make it a native sidecar, which is stopped when the main containers have ended: move it to initContainers, with restartPolicy: Always '
      + '(with the constructs: give it to the workload as one of its sidecars).',
  }]);
});

test('with a deadline the Job fails', () => {
  expect(found(cronJob({ containers: [LIKE_SERVER, main()] }, { activeDeadlineSeconds: 9 })).map(({ field, message }) => [field, message.split(', ')[2]])).toEqual([
    ['spec.jobTemplate.spec.template.spec.containers[0]', 'the Job fails when its deadline of 9 s is over'],
  ]);
});

test.each<[string, Workload, string]>([
  ['an image of a server that somebody else published', jobOf(main(), main({ name: 'x', image: 'example.com/shop/redis:7' })), 'its image (Redis)'],
  ['an agent that may exit once it has logged in', jobOf(main(), main({ name: 'x', image: 'hashicorp/vault:1', args: ['agent'] })), 'its image (Vault agent)'],
  ['shared processes, by which one may stop the other',
    job({ shareProcessNamespace: true, containers: [main(), main({ name: 'x', image: 'nginx' })] }), 'its image (nginx)'],
])('so does %s', (_, workload, beginning) => {
  expect(found(workload).map(({ container, message }) => [container, message.slice(0, beginning.length)])).toEqual([['x', beginning]]);
});

test.each<[string, Workload]>([
  ['several mains of which nothing is known', jobOf(main(), main({ name: 'monitoring', command: ['./monitoring'] }))],
  ['a main alone', jobOf(LIKE_SERVER)],
  ['mains that all look like servers', jobOf(LIKE_SERVER, { ...LIKE_SERVER, name: 'second' })],
  ['a main with ports', jobOf(main(), main({ name: 'tpu', ports: [{ containerPort: 8471 }] }))],
  ['a main that ends', jobOf(main(), { ...LIKE_SERVER, command: ['sleep', '60'] })],
  ['a main that ends what it runs', jobOf(main(), { ...LIKE_SERVER, command: ['timeout', '60', 'serve'] })],
  ['a wrapper that stops it', jobOf(main(), { ...LIKE_SERVER, command: ['kubexit', 'serve'] })],
  ['a writer and a reader', jobOf(main({ command: ['sh', '-c', 'echo x > /a; sleep 10'] }), main({ name: 'reader', command: ['sh', '-c', 'sleep 5; cat /a'] }))],
  ['what never ends for certain, of which SC201 speaks', jobOf(main(), main({ name: 'x', image: 'nginx' }))],
  ['mains that certainly do not end, though they share their processes', job({ shareProcessNamespace: true, containers: [main({ image: 'nginx' })] })],
  ['a quit call', jobOf(main({ command: ['sh', '-c', 'work; curl localhost:8000/quit'] }), LIKE_SERVER)],
  ['a proxy that listens to quit calls',
    jobOf(main(), main({ name: 'x', image: 'gcr.io/cloud-sql-connectors/cloud-sql-proxy:2', args: ['--quitquitquit', 'a:b:c'] }))],
  ['a Deployment', deployment({ containers: [main(), LIKE_SERVER] })],
  ['a hook, of which SC209 speaks',
    { ...jobOf(main(), LIKE_SERVER), object: { ...jobOf(main(), LIKE_SERVER).object, metadata: { annotations: { 'argocd.argoproj.io/hook': 'PreSync' } } } }],
])('nothing is said of %s', (_, workload) => {
  expect(found(workload)).toEqual([]);
});
