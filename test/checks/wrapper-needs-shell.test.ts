import { check, deployment, init, main, sidecar } from './workloads';
import { wrapperNeedsShell } from '../../src/checks/wrapper-needs-shell';
import { Container } from '../../src/manifest/types';

const SCRIPT = { command: ['sh', '-c', 'app; touch /done'] };
const FIX = 'Start the program itself, use a variant of the image that has a shell, or bring a static shell along in a volume.';

test('init containers, sidecars and mains need the shell that they are started with', () => {
  const image = 'gcr.io/distroless/static-debian12:nonroot';
  const workload = deployment({
    initContainers: [init({ image, command: ['/bin/sh'] }), sidecar({ image, command: ['bash', '-c', 'x'] })], containers: [main({ image, ...SCRIPT })],
  });
  const finding = (container: string, place: string, shell: string) => ({
    container,
    field: `spec.template.spec.${place}.command`,
    message: `it is started with ${shell}, and has no shell ('${image}' is a distroless image): it cannot start.`,
    fix: FIX,
  });
  expect(check(wrapperNeedsShell, workload)).toEqual([
    finding('init', 'initContainers[0]', '/bin/sh'), finding('proxy', 'initContainers[1]', 'bash'), finding('main', 'containers[0]', 'sh'),
  ]);
});

test.each([
  ['gcr.io/distroless/java21-debian12', "'gcr.io/distroless/java21-debian12' is a distroless image"],
  ['mcr.microsoft.com/azurelinux/distroless/base:3.0', "'mcr.microsoft.com/azurelinux/distroless/base:3.0' is a distroless image"],
  ['docker.io/istio/proxyv2:1.27.0-distroless', "'docker.io/istio/proxyv2:1.27.0-distroless' is a distroless image"],
  ['envoyproxy/envoy:distroless-v1.35.0', "'envoyproxy/envoy:distroless-v1.35.0' is a distroless image"],
  ['timberio/vector:0.49.0-distroless-static', "'timberio/vector:0.49.0-distroless-static' is a distroless image"],
  ['envoyproxy/envoy-distroless:v1.20.0', "'envoyproxy/envoy-distroless:v1.20.0' is a distroless image"],
  ['registry.k8s.io/pause:3.10', "'registry.k8s.io/pause:3.10' has nothing in it but one program"],
  ['cgr.dev/chainguard/static', "'cgr.dev/chainguard/static' has nothing in it but one program"],
  ['hello-world@sha256:0123', "'hello-world@sha256:0123' has nothing in it but one program"],
  ['otel/opentelemetry-collector-contrib:0.135.0', 'the image of OpenTelemetry Collector comes without one'],
  ['daprio/daprd:1.16.0', 'the image of Dapr comes without one'],
  ['public.ecr.aws/xray/aws-xray-daemon:3.4.0', 'the image of X-Ray daemon comes without one'],
])('%s has no shell', (image, because) => {
  expect(check(wrapperNeedsShell, deployment({ containers: [main({ image, ...SCRIPT })] })).map(({ message }) => message))
    .toEqual([`it is started with sh, and has no shell (${because}): it cannot start.`]);
});

test.each<[string, Partial<Container>]>([
  ['a debug variant', { image: 'gcr.io/distroless/static-debian12:debug-nonroot' }],
  ['a debug variant of another kind', { image: 'mcr.microsoft.com/cbl-mariner/distroless/debug:2.0' }],
  ['the proxy of Istio', { image: 'docker.io/istio/proxyv2:1.27.0' }],
  ['an image that is not known', { image: 'example.com/app:1' }],
  ['a variant on Alpine', { image: 'alloydb-connectors/alloydb-auth-proxy:1.13.6-alpine' }],
  ['an image that another one builds', { image: 'registry.redhat.io/openshift4/ose-kube-rbac-proxy:v4.19' }],
  ['a collector that another one builds', { image: 'example.com/opentelemetry-collector' }],
  ['an image whose last part only is known', { image: 'proxy:1' }],
  ['a name that is only like it', { image: 'example.com/distroless-tools:1' }],
  ['no image', { image: undefined }],
  ['another program', { image: 'gcr.io/distroless/static', command: ['/app', 'sh'] }],
  ['a shell that lies elsewhere', { image: 'gcr.io/distroless/static', command: ['/tools/sh', '-c', 'x'] }],
  ['arguments of the program of the image', { image: 'gcr.io/distroless/static', command: undefined, args: ['sh'] }],
  ['a volume with programs', { image: 'gcr.io/distroless/static', volumeMounts: [{ name: 'bin', mountPath: '/bin' }] }],
  ['another place to look for programs', { image: 'gcr.io/distroless/static', env: [{ name: 'PATH', value: '/tools' }] }],
])('nothing is said of %s', (_, fields) => {
  expect(check(wrapperNeedsShell, deployment({ containers: [main({ ...SCRIPT, ...fields })] }))).toEqual([]);
});

test('a volume elsewhere brings no shell', () => {
  const volumeMounts = [{ name: 'done', mountPath: '/done' }, { name: 'x', mountPath: '/binaries' }];
  expect(check(wrapperNeedsShell, deployment({ containers: [main({ image: 'gcr.io/distroless/static', ...SCRIPT, volumeMounts })] })).length).toBe(1);
});
