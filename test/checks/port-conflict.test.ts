import { check, deployment, init, main, sidecar } from './workloads';
import { portConflict } from '../../src/checks/port-conflict';
import { PodSpec } from '../../src/manifest/types';

const HTTP = { ports: [{ containerPort: 8080 }] };

test.each<[string, Partial<PodSpec>, { container: string; place: string; owner: string }]>([
  ['a sidecar and a main', { initContainers: [sidecar(HTTP)], containers: [main(HTTP)] },
    { container: 'main', place: 'containers[0].ports[0]', owner: 'proxy' }],
  ['two sidecars', { initContainers: [sidecar(HTTP), init(HTTP), sidecar({ name: 'logs', ports: [{ containerPort: 1 }, ...HTTP.ports] })] },
    { container: 'logs', place: 'initContainers[2].ports[1]', owner: 'proxy' }],
  ['two mains', { containers: [main(HTTP), main({ name: 'other', ports: [{ containerPort: 8080, protocol: 'TCP' }] })] },
    { container: 'other', place: 'containers[1].ports[0]', owner: 'main' }],
])('%s cannot both listen on one port', (_, podSpec, { container, place, owner }) => {
  expect(check(portConflict, deployment(podSpec))).toEqual([{
    container,
    field: `spec.template.spec.${place}.containerPort`,
    message: `'${owner}' also has port 8080/TCP, and the containers of a Pod share one network: only the first to listen gets it.`,
    fix: 'Let one of them listen on another port.',
  }]);
});

test.each<[string, Partial<PodSpec>]>([
  ['different ports', { initContainers: [sidecar({ ports: [{ containerPort: 80 }] })], containers: [main(HTTP)] }],
  ['one number for TCP and UDP', { initContainers: [sidecar({ ports: [{ containerPort: 8080, protocol: 'UDP' }] })], containers: [main(HTTP)] }],
  ['a plain init container, which has ended by then', { initContainers: [init(HTTP)], containers: [main(HTTP)] }],
  ['two names for one port of one container', { containers: [main({ ports: [{ containerPort: 80, name: 'http' }, { containerPort: 80, name: 'web' }] })] }],
  ['no ports', { initContainers: [sidecar()], containers: [main()] }],
])('nothing is said of %s', (_, podSpec) => {
  expect(check(portConflict, deployment(podSpec))).toEqual([]);
});

const ISTIO = { name: 'istio-proxy', image: 'docker.io/istio/proxyv2:1.27.0' };

test.each([
  ['an Istio sidecar', { initContainers: [sidecar(ISTIO)], containers: [main({ ports: [{ containerPort: 8080 }, { containerPort: 15001 }] })] }, 15001, 'istio-proxy'],
  ['an Istio proxy among the mains', { containers: [main({ ports: [{ containerPort: 80 }, { containerPort: 15021 }] }), main(ISTIO)] }, 15021, 'istio-proxy'],
  ['a Linkerd sidecar', {
    initContainers: [sidecar({ image: 'cr.l5d.io/linkerd/proxy:edge-25.8.1' })], containers: [main({ ports: [{ containerPort: 80 }, { containerPort: 4191 }] })],
  }, 4191, 'proxy'],
])('%s has ports that it does not declare', (_, podSpec, port, owner) => {
  expect(check(portConflict, deployment(podSpec))).toEqual([{
    container: 'main',
    field: 'spec.template.spec.containers[0].ports[1].containerPort',
    message: `port ${port}/TCP is one of those on which the proxy '${owner}' listens, and the containers of a Pod share one network: only the first to listen gets it.`,
    fix: 'Let it listen on another port.',
  }]);
});

test.each<[string, Partial<PodSpec>]>([
  ['the proxy itself', { initContainers: [sidecar({ ...ISTIO, ports: [{ containerPort: 15090 }] })], containers: [main(HTTP)] }],
  ['another protocol', { initContainers: [sidecar(ISTIO)], containers: [main({ ports: [{ containerPort: 15001, protocol: 'UDP' }] })] }],
  ['the ports of another mesh', { initContainers: [sidecar(ISTIO)], containers: [main({ ports: [{ containerPort: 4191 }] })] }],
  ['an init container that only sets up a mesh', { initContainers: [init({ image: 'istio/proxyv2:1.27.0' }), sidecar()], containers: [main({ ports: [{ containerPort: 15001 }] })] }],
  ['a mesh whose ports are not known', { initContainers: [sidecar({ image: 'hashicorp/consul-dataplane:1.8' })], containers: [main({ ports: [{ containerPort: 15001 }] })] }],
])('nothing is said of ports of a mesh where there is %s', (_, podSpec) => {
  expect(check(portConflict, deployment(podSpec))).toEqual([]);
});
