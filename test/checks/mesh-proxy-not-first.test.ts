import { check, deployment, init, main, sidecar } from './workloads';
import { meshProxyNotFirst } from '../../src/checks/mesh-proxy-not-first';
import { DiagnosticSeverity } from '../../src/diagnostics/diagnostic';
import { Container } from '../../src/manifest/types';
import { withPodMetadata } from '../../src/manifest/workloads';

const DATABASE = sidecar({ name: 'db', image: 'gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.27.0' });
const MESH = { name: 'istio-proxy', image: 'istio/proxyv2:1.27.0', args: ['proxy', 'sidecar'] };

const listed = (initContainers: Container[], containers = [main()], native = true) =>
  check(meshProxyNotFirst, deployment({ initContainers, containers }), { native });
const injected = (annotations: { [name: string]: string }, native = true, sidecars = [DATABASE]) =>
  check(meshProxyNotFirst, withPodMetadata(deployment({ initContainers: sidecars, containers: [main()] }), { labels: { 'sidecar.istio.io/inject': 'true' }, annotations }), { native });

test('a native sidecar before the proxy of the mesh has no network at first', () => {
  expect(listed([DATABASE, sidecar(MESH)])).toEqual([{
    container: 'db',
    field: 'spec.template.spec.initContainers[0]',
    message: "it starts before 'istio-proxy', through which all traffic of the Pod goes, so it reaches nobody until that is up.",
    fix: "Put 'istio-proxy' before it.",
  }]);
});

test('all sidecars come before a proxy that is a main container', () => {
  expect(listed([init(), DATABASE], [main(), MESH]).map(({ container, fix }) => [container, fix]))
    .toEqual([['db', "Make 'istio-proxy' a native sidecar, before all others."]]);
});

test('so they do before one that the mesh will add as a main container', () => {
  expect(injected({ 'sidecar.istio.io/nativeSidecar': 'false' })).toEqual([{
    container: 'db',
    field: 'spec.template.spec.initContainers[0]',
    message: 'it starts before the proxy that Istio will add as a main container, since sidecar.istio.io/nativeSidecar is "false", '
      + 'through which all traffic of the Pod goes, so it reaches nobody until that is up.',
    fix: 'Set the annotation sidecar.istio.io/nativeSidecar of the Pods to "true".',
  }]);
});

test('it is an information only of a sidecar of which nothing is known', () => {
  expect(injected({ 'sidecar.istio.io/nativeSidecar': 'false' }, true, [sidecar()]).map(({ severity }) => severity)).toEqual([DiagnosticSeverity.INFO]);
});

test.each([
  ['the proxy is the first', listed([sidecar(MESH), DATABASE])],
  ['the mesh adds a native one', injected({ 'sidecar.istio.io/nativeSidecar': 'true' })],
  ['there is no mesh', listed([DATABASE])],
  ['there is no sidecar', listed([init()], [main(), MESH])],
  ['what sets up its network is all that comes first', listed([init({ name: 'istio-init', image: 'istio/proxyv2:1.27.0', args: ['istio-iptables'] }), sidecar(MESH), DATABASE])],
  ['sidecars are lowered to main containers', listed([DATABASE, sidecar(MESH)], [main()], false)],
])('nothing is found where %s', (_, found) => {
  expect(found).toEqual([]);
});
