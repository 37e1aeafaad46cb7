import { imageParts, isPublished, KNOWN_PROGRAMS, knownProgram, startedProgram, staysUp } from '../../../src/checks/evidence/known-programs';

test.each([
  ['gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.1', 'cloud-sql-connectors/cloud-sql-proxy', '2.1'],
  ['nginx', 'nginx', ''],
  ['docker.io/library/nginx:1@sha256:0', 'nginx', '1'],
  ['localhost:5000/a/b', 'a/b', ''],
  ['gcr.io/app@sha256:0123', 'app', ''],
  ['team/app.v2/x:1', 'team/app.v2/x', '1'],
  ['', '', ''],
])('%s is %s with the tag %j', (image, repository, tag) => {
  expect(imageParts(image)).toEqual({ repository, tag });
});

test.each([
  ['istio/proxyv2:1.26', 'Istio proxy'],
  ['gcr.io/istio-testing/proxyv2', 'Istio proxy'],
  ['cr.l5d.io/linkerd/proxy:x', 'Linkerd proxy'],
  ['ghcr.io/linkerd/proxy', 'Linkerd proxy'],
  ['envoyproxy/envoy:v1.31', 'Envoy'],
  ['gcr.io/cloudsql-docker/gce-proxy:1.33', 'Cloud SQL Auth Proxy'],
  ['quay.io/brancz/kube-rbac-proxy:v0.18', 'kube-rbac-proxy'],
  ['otel/opentelemetry-collector-contrib:0.1', 'OpenTelemetry Collector'],
  ['docker:dind', 'Docker daemon'],
  ['docker:cli', undefined],
  ['php:8-fpm', 'PHP with Apache'],
  ['php:8-cli', undefined],
  ['proxy:1', undefined],
  ['example/mynginx', undefined],
  ['prom/redis-exporter', undefined],
  [undefined, undefined],
])('the image %s is of %s', (image, name) => {
  expect(knownProgram({ image })?.name).toBe(name);
});

test('a program is known by the name of its executable file, if it has one', () => {
  expect(startedProgram(['/usr/sbin/nginx', '-g'])?.name).toBe('nginx');
  expect(startedProgram(['nginx-exporter'])).toBeUndefined();
  expect(startedProgram([])).toBeUndefined();
});

test.each(KNOWN_PROGRAMS.map(program => [program.name, program] as const))('%s does not stay to tell its version', (_, program) => {
  expect(staysUp(program, ['it', '--version'])).toBe(false);
});

test('the plain names of servers say nothing certain under the name of somebody else', () => {
  const redis = knownProgram({ image: 'redis' })!;
  expect(['redis', 'bitnami/redis', 'public.ecr.aws/docker/library/redis:7', 'example.com/shop/redis'].map(image => isPublished(redis, image)))
    .toEqual([true, true, true, false]);
  expect(isPublished(knownProgram({ image: 'istio/proxyv2' })!, 'example.com/mirror/proxyv2')).toBe(true);
});
