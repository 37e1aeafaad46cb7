import { check, cronJob, deployment, job, main, sidecar } from './workloads';
import { fallbackNoLongerNeeded } from '../../src/checks/fallback-no-longer-needed';
import { Container, PodSpec } from '../../src/manifest/types';

const SQL = main({ name: 'sql', image: 'gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.18.2', args: ['--quitquitquit', 'a:b:c'] });

function script(text: string, fields: Partial<Container> = {}): Container {
  return main({ command: ['sh', '-c'], args: [text], ...fields });
}

function finding(container: string, field: string, does: string, which: string) {
  return {
    container,
    field: `spec.template.spec.${field}`,
    message: `${does}. That is not needed here: the cluster stops native sidecars by itself once the main containers have ended, even if they are killed.`,
    fix: `Make ${which} a native sidecar (under initContainers, with restartPolicy: Always and a startup probe), and take out what stops it.`,
  };
}

const KUBEXIT = main({ name: 'server', env: [{ name: 'KUBEXIT_NAME', value: 'server' }, { name: 'KUBEXIT_DEATH_DEPS', value: 'main' }] });
const WAITS = script('app & while ! test -f /done/main; do sleep 1; done; kill $!', { name: 'logs' });

test.each<[string, Partial<PodSpec>, ReturnType<typeof finding>]>([
  ['kubexit', { containers: [main(), KUBEXIT] },
    finding('server', 'containers[1].env[1].name', 'kubexit stops this container when another one has ended', 'this container')],
  ['a quit endpoint', { containers: [script('app; curl -X POST localhost:9091/quitquitquit'), SQL] },
    finding('main', 'containers[0].args', 'this container stops a sidecar with a call to /quitquitquit', "'sql'")],
  ['a quit endpoint of Dapr', {
    containers: [main({ name: 'daprd', image: 'daprio/daprd:1.16.0' }),
      main({ command: ['sh', '-c', 'app; wget --post-data= 127.0.0.1:3500/v1.0/shutdown'] })],
  },
  finding('main', 'containers[1].command', 'this container stops a sidecar with a call to /v1.0/shutdown', "'daprd'")],
  ['a signal', { shareProcessNamespace: true, containers: [script('app; pkill -TERM envoy'), main({ name: 'envoy' })] },
    finding('main', 'containers[0].args', 'this container stops another one with a signal across the shared process namespace', 'the other one')],
  ['another signal', { shareProcessNamespace: true, containers: [script('app; kill -15 $(pidof envoy)'), main({ name: 'envoy' })] },
    finding('main', 'containers[0].args', 'this container stops another one with a signal across the shared process namespace', 'the other one')],
  ['a file at the end', { containers: [script('app; touch /done/main'), WAITS] },
    finding('logs', 'containers[1].args', 'this container waits for /done/main to know when it is to end', 'this container')],
  ['a file at the end, with the exit code', { containers: [script('app; code=$?; touch "/done/main"; exit $code'), WAITS] },
    finding('logs', 'containers[1].args', 'this container waits for /done/main to know when it is to end', 'this container')],
  ['a file in a trap', { containers: [script("trap 'touch /done/main' EXIT\napp"), script('until [ -e /done/main ]; do sleep 1; done', { name: 'logs' })] },
    finding('logs', 'containers[1].args', 'this container waits for /done/main to know when it is to end', 'this container')],
])('a Job that ends its sidecar with %s need not do so', (_, podSpec, expected) => {
  expect(check(fallbackNoLongerNeeded, job(podSpec))).toEqual([expected]);
});

test('a CronJob need not either', () => {
  expect(check(fallbackNoLongerNeeded, cronJob({ containers: [main(), KUBEXIT] })).map(({ field }) => field))
    .toEqual(['spec.jobTemplate.spec.template.spec.containers[1].env[1].name']);
});

test('nothing is said where the target does not run sidecars', () => {
  expect(check(fallbackNoLongerNeeded, job({ containers: [main(), KUBEXIT] }), { native: false })).toEqual([]);
});

test.each<[string, ReturnType<typeof job>]>([
  ['other workloads', deployment({ containers: [main(), KUBEXIT] })],
  ['one container', job({ containers: [script('app; curl -X POST localhost:15020/quitquitquit')] })],
  ['a call to a sidecar that is none of this manifest', job({ containers: [script('app; curl -X POST localhost:15020/quitquitquit'), main({ name: 'other' })] })],
  ['a call to something elsewhere', job({ containers: [script('app; curl http://service:9091/quitquitquit'), SQL] })],
  ['a signal in a container of its own', job({ containers: [script('app; pkill app'), main({ name: 'other' })] })],
  ['a signal to a child', job({ shareProcessNamespace: true, containers: [script('app & kill $!'), main({ name: 'other' })] })],
  ['a file that says that a start is over', job({ containers: [script('prepare; touch /done/main; exec app'), WAITS] })],
  ['another file', job({ containers: [script('app; touch /done/other'), WAITS] })],
  ['a file that nobody waits for', job({ containers: [script('app; touch /done/main'), main({ name: 'other' })] })],
  ['native sidecars', job({ initContainers: [sidecar()], containers: [script('app; touch /done/main')] })],
])('nothing is said of %s', (_, workload) => {
  expect(check(fallbackNoLongerNeeded, workload)).toEqual([]);
});
