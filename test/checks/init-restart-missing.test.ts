import { check, deployment, init, job, main, sidecar } from './workloads';
import { initRestartMissing } from '../../src/checks/init-restart-missing';
import { Container } from '../../src/manifest/types';

const FIX = 'Give it restartPolicy: Always, which makes it a native sidecar (a NativeSidecar in the constructs); or let its command come to an end.';

function findings(fields: Partial<Container>) {
  return check(initRestartMissing, deployment({ initContainers: [init({ image: 'busybox:1.37', ...fields })] }));
}

function script(text: string): Partial<Container> {
  return { command: ['sh', '-c', text] };
}

test('an init container that never ends holds up the Pod, and the Job', () => {
  const initContainers = [init(), init({ name: 'logs', ...script('tail -F /logs/app.log') })];
  const message = 'this init container never ends (its command goes on for ever), and nothing after it starts before it has: the Pod stays in Init for ever';
  expect(check(initRestartMissing, deployment({ initContainers }))).toEqual([{
    container: 'logs',
    field: 'spec.template.spec.initContainers[1].restartPolicy',
    message: `${message}.`,
    fix: FIX,
    patch: [{ op: 'add', path: '/spec/template/spec/initContainers/1/restartPolicy', value: 'Always' }],
  }]);
  expect(check(initRestartMissing, job({ initContainers }), { native: false })).toEqual([{
    container: 'logs',
    field: 'spec.template.spec.initContainers[1].restartPolicy',
    message: `${message}, and the Job neither completes nor fails.`,
    fix: FIX,
  }]);
});

test.each<[string, Partial<Container>]>([
  ['a command that follows a file', { command: ['tail', '-F', '/logs/app.log'] }],
  ['the same in a shell, for which it is exchanged', script('touch /a; exec tail -n+1 -f /a')],
  ['a sleep without an end', { command: ['sleep', 'infinity'] }],
  ['a loop without an end', script('while true; do date >> /logs/app.log 2>&1; sleep 1; done')],
  ['Cloud SQL Auth Proxy', { image: 'gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.18.2', args: ['--private-ip', 'project:region:db'] }],
  ['Cloud SQL Auth Proxy with a command', { image: 'gcr.io/cloudsql-docker/gce-proxy:1.33.2', command: ['/cloud_sql_proxy', '-instances=a:b:c=tcp:5432'] }],
  ['the proxy of Istio', { image: 'docker.io/istio/proxyv2:1.27.0', args: ['proxy', 'sidecar', '--domain', 'x'] }],
  ['the proxy of Linkerd', { image: 'cr.l5d.io/linkerd/proxy:edge-25.9.1' }],
  ['Envoy', { image: 'envoyproxy/envoy:v1.35.0', command: ['envoy', '-c', '/etc/envoy.yaml'] }],
  ['Fluent Bit', { image: 'fluent/fluent-bit:4.0', args: ['-c', '/fluent-bit.conf'] }],
  ['git-sync', { image: 'registry.k8s.io/git-sync/git-sync:v4.4.2', args: ['--repo=https://github.com/a/b', '--root=/git'] }],
])('it is an error that %s is a plain init container', (_, fields) => {
  expect(findings(fields).map(({ container, severity }) => [container, severity])).toEqual([['init', undefined]]);
});

test.each(['nginx:1.29', 'redis:8', 'docker:28-dind', 'postgres:18'])('it is a warning that %s is, of which only the image is known', image => {
  expect(findings({ image }).map(({ severity }) => severity)).toEqual(['warning']);
});

test.each<[string, Partial<Container>]>([
  ['istio-init', { image: 'docker.io/istio/proxyv2:1.27.0', args: ['istio-iptables', '-p', '15001'] }],
  ['istio-init, as a command', { image: 'docker.io/istio/proxyv2:1.27.0', command: ['pilot-agent', 'istio-iptables'] }],
  ['a wait for the proxy of Istio', { image: 'docker.io/istio/proxyv2:1.27.0', args: ['wait'] }],
  ['linkerd-init', { image: 'cr.l5d.io/linkerd/proxy-init:v2.4.3', args: ['--incoming-proxy-port', '4143'] }],
  ['linkerd-network-validator', { image: 'cr.l5d.io/linkerd/proxy:edge-25.9.1', command: ['/usr/lib/linkerd/linkerd2-network-validator'] }],
  ['vault-agent-init', { image: 'hashicorp/vault:1.20', command: ['/bin/sh', '-ec'], args: ['vault agent -config=/home/vault/config.json'] }],
  ['a Vault agent whose configuration says when to exit', { image: 'hashicorp/vault:1.20', args: ['agent', '-config=/etc/vault/agent.hcl'] }],
  ['git-sync, once', { image: 'registry.k8s.io/git-sync/git-sync:v4.4.2', args: ['--one-time'] }],
  ['git-sync, once by a variable', { image: 'registry.k8s.io/git-sync/git-sync:v4.4.2', env: [{ name: 'GITSYNC_ONE_TIME', value: 'true' }] }],
  ['git-sync, by variables from elsewhere', { image: 'registry.k8s.io/git-sync/git-sync:v4.4.2', envFrom: [{ configMapRef: { name: 'git' } }] }],
  ['a docker client', { image: 'docker:28-cli' }],
  ['a copy from the image of nginx', { image: 'nginx:1.29', command: ['cp', '-r', '/etc/nginx', '/copy'] }],
  ['a client of the image of a server', { image: 'postgres:18', args: ['pg_isready', '-h', 'db'] }],
  ['a server that is set up', { image: 'mysql:9', args: ['--initialize'] }],
  ['a wait of the Cloud SQL Auth Proxy', { image: 'gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.18.2', args: ['wait'] }],
  ['a check of a configuration', { image: 'envoyproxy/envoy:v1.35.0', command: ['envoy', '--mode', 'validate', '-c', '/etc/envoy.yaml'] }],
  ['the version of a program', { image: 'fluent/fluent-bit:4.0', args: ['--version'] }],
  ['another command of the image of an agent', { image: 'fluent/fluentd:v1.19', args: ['fluent-gem', 'install', 'x'] }],
  ['an image of which only the last part is known', { image: 'registry.example.com/proxy:1' }],
  ['an image that is not known', { image: 'example.com/migrate:1' }],
  ['no image', { image: undefined }],
  ['a loop that waits', script('until nc -z db 5432; do sleep 1; done')],
  ['a loop with a way out', script('while true; do nc -z db 5432 && break; sleep 1; done')],
  ['a loop that exits', script('while true; do if wget -qO- db; then exit 0; fi; sleep 1; done')],
  ['a loop that another program ends', script('while true; do test -e /x && exec true; sleep 1; done')],
  ['a file that is followed up to a line', script('tail -f /logs/app.log | grep -m1 ready')],
  ['a file that is followed in the background', script('tail -f /logs/app.log & migrate')],
  ['a file that is followed as long as a process runs', { command: ['tail', '--pid=7', '-f', '/dev/null'] }],
  ['a limit of time', { command: ['timeout', '60', 'tail', '-f', '/dev/null'] }],
  ['a sleep', { command: ['sleep', '30'] }],
])('nothing is said of %s', (_, fields) => {
  expect(findings(fields)).toEqual([]);
});

test('nothing is said of sidecars, mains, and of other policies', () => {
  const endless = { command: ['sleep', 'infinity'] };
  const workload = job({ initContainers: [sidecar(endless), init({ ...endless, restartPolicy: 'Never' })], containers: [main(endless)] });
  expect(check(initRestartMissing, workload)).toEqual([]);
});
