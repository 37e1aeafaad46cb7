import { check, deployment, main, sidecar } from './workloads';
import { prestopNeedsShell } from '../../src/checks/prestop-needs-shell';
import { Container } from '../../src/manifest/types';

const DISTROLESS = { image: 'gcr.io/distroless/static-debian12:nonroot' };

function preStop(...command: string[]): Container['lifecycle'] {
  return { preStop: { exec: { command } } };
}

test('a pause in an image without a shell is none, unless the kubelet makes it', () => {
  expect(check(prestopNeedsShell, deployment({ containers: [main(), main({ name: 'web', ...DISTROLESS, lifecycle: preStop('sleep', '5') })] }))).toEqual([{
    container: 'web',
    field: 'spec.template.spec.containers[1].lifecycle.preStop.exec.command',
    message: "it calls 'sleep', but the image gcr.io/distroless/static-debian12:nonroot has no shell and none of its commands: "
      + 'the hook fails (FailedPreStopHook), and SIGTERM comes at once.',
    fix: 'Let the kubelet do it: preStop: {sleep: {seconds: 5}}.',
    patch: [{ op: 'replace', path: '/spec/template/spec/containers/1/lifecycle/preStop', value: { sleep: { seconds: 5 } } }],
  }]);
});

test('after a postStart hook that fails, the container is started again', () => {
  const lifecycle = { postStart: { exec: { command: ['/bin/sh', '-c', 'echo up > /dev/null'] } } };
  expect(check(prestopNeedsShell, deployment({ initContainers: [sidecar({ ...DISTROLESS, lifecycle })] }))).toEqual([{
    container: 'proxy',
    field: 'spec.template.spec.initContainers[0].lifecycle.postStart.exec.command',
    message: "it calls '/bin/sh', but the image gcr.io/distroless/static-debian12:nonroot has no shell and none of its commands: "
      + 'the hook fails (FailedPostStartHook), and the container is killed and started again.',
    fix: 'Let the hook call a program that the image has, or take a variant of the image with a shell.',
  }]);
});

test.each<[string, string[], string, number | undefined]>([
  ['a shell that sleeps', ['/bin/sh', '-c', 'sleep 20'], '1.37', 20],
  ['a cluster that cannot', ['sleep', '5'], '1.29', undefined],
  ['longer than the grace period', ['sleep', '60'], '1.37', undefined],
  ['no time at all', ['sleep', '0'], '1.37', undefined],
  ['parts of a second', ['sleep', '1.5'], '1.37', undefined],
  ['for ever', ['sleep', 'infinity'], '1.37', undefined],
  ['more than a pause', ['sh', '-c', 'sleep 5; /drain'], '1.37', undefined],
  ['something else', ['sh', '-c', 'echo bye'], '1.37', undefined],
])('a pause can be left to the kubelet, others not: %s', (_, command, target, seconds) => {
  const workload = deployment({ containers: [main({ ...DISTROLESS, lifecycle: preStop(...command) })] });
  expect(check(prestopNeedsShell, workload, { target }).map(({ patch }) => patch)).toEqual([seconds && [{
    op: 'replace', path: '/spec/template/spec/containers/0/lifecycle/preStop', value: { sleep: { seconds } },
  }]]);
});

test.each<[string, number]>([
  ['gcr.io/distroless/base', 1],
  ['gcr.io/distroless/base:debug-nonroot', 0],
  ['envoyproxy/envoy-distroless:v1.20.0', 1],
  ['docker.io/istio/proxyv2:1.26.0-distroless', 1],
  ['docker.io/istio/proxyv2:1.26.0', 0],
  ['quay.io/brancz/kube-rbac-proxy:v0.19.1', 1],
  ['cr.l5d.io/linkerd/proxy:edge-25.1.1', 1],
  ['proxy:1', 0],
  ['daprio/daprd:1.15.0-alpine', 0],
  ['redis:8', 0],
  ['registry.example/team/app:7', 0],
])('%s', (image, count) => {
  expect(check(prestopNeedsShell, deployment({ containers: [main({ image, lifecycle: preStop('sh', '-c', 'true') })] }))).toHaveLength(count);
});

test.each<[string, Partial<Container>]>([
  ['a program of the image', { lifecycle: preStop('/usr/lib/linkerd/linkerd-await', '--timeout=2m') }],
  ['a sleep hook', { lifecycle: { preStop: { sleep: { seconds: 5 } } as object } }],
  ['a request', { lifecycle: { preStop: { httpGet: { port: 80 } } } }],
  ['a shell that was put there', { lifecycle: preStop('/bin/sh'), volumeMounts: [{ name: 'bin', mountPath: '/bin' }] }],
  ['a shell at a place of its own', { lifecycle: preStop('/busybox/sh', '-c', 'true') }],
  ['an empty command', { lifecycle: preStop() }],
  ['no hooks', {}],
])('nothing is said of %s', (_, fields) => {
  expect(check(prestopNeedsShell, deployment({ containers: [main({ ...DISTROLESS, ...fields })] }))).toEqual([]);
});

test('nothing is said of a container without an image', () => {
  expect(check(prestopNeedsShell, deployment({ containers: [main({ image: undefined, lifecycle: preStop('sh') })] }))).toEqual([]);
});

test('the proxy of Linkerd has a sleep of its own, and nothing else', () => {
  const proxy = (...command: string[]) => deployment({ initContainers: [sidecar({ image: 'cr.l5d.io/linkerd/proxy:edge-25.8.1', lifecycle: preStop(...command) })] });
  expect(check(prestopNeedsShell, proxy('/bin/sleep', '15'))).toEqual([]);
  expect(check(prestopNeedsShell, proxy('/bin/sh', '-c', 'sleep 15')).length).toBe(1);
});
