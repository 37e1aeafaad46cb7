import { Testing, Yaml } from 'cdk8s';
import { namespaces, shell, statusOf, thisCluster } from './cluster';
import { JobWithSidecar, Mesh, NativeSidecar } from '../../../src';
import { runsNatively } from '../../../src/lowering/native';
import { MeshFacts, MeshName, MESHES } from '../../../src/mesh/meshes';

jest.setTimeout(400_000);

const namespace = namespaces();
const native = runsNatively(thisCluster());

const IN_MESH: { readonly [mesh in MeshName]: Mesh } = {
  istio: Mesh.istio(),
  linkerd: Mesh.linkerd(),
  dapr: Mesh.dapr({ appId: 'shop', nativeProxy: native }),
};

/** Answers like the proxy: ready after a while, and quits on POST alone. It is process 1; the kubelet would make one $ of the two of its id. */
function proxyScript({ readyUrl, quitUrl }: MeshFacts): string {
  const [ready, quit] = [readyUrl, quitUrl].map(url => new URL(url));
  const ports = [...new Set([ready.port, quit.port])];
  const answer = [
    'read method path rest; while read -r line && [ ${#line} -gt 1 ]; do :; done',
    'case "$method $path" in',
    `  "GET ${ready.pathname}") status="200 OK" ;;`,
    `  "POST ${quit.pathname}") status="200 OK"; quits=1 ;;`,
    '  *) status="405 Method Not Allowed" ;;',
    'esac',
    'printf "HTTP/1.1 $status\\r\\nContent-Length: 0\\r\\nConnection: close\\r\\n\\r\\n"',
    'if [ -n "$quits" ]; then echo "told to quit" >&2; kill -USR1 1; fi',
  ].join('\n');
  return [
    'trap "exit 0" TERM USR1',
    'sleep 4; echo ready',
    ...ports.map(port => `nc -lk -p ${port} -e sh -c '${answer}' &`),
    'while :; do sleep 1000 & wait $!; done',
  ].join('\n');
}

/** What the webhook of the mesh does to the Pods. */
function inject(podSpec: any, mesh: MeshName): void {
  const facts = MESHES[mesh];
  const { image, command } = shell(proxyScript(facts));
  const proxy = { name: facts.proxy, image, command, securityContext: { runAsUser: 1000 } };
  const { port, pathname: path } = new URL(facts.readyUrl);
  if (native) {
    podSpec.initContainers = [{ ...proxy, restartPolicy: 'Always', startupProbe: { httpGet: { port: Number(port), path }, periodSeconds: 1, failureThreshold: 60 } },
      ...podSpec.initContainers ?? []];
  } else {
    podSpec.containers.push(proxy);
  }
}

test.each(Object.keys(MESHES) as MeshName[])('a Job in the mesh %s starts after its proxy, and completes', async mesh => {
  const ns = namespace(`mesh-${mesh}`);
  const chart = Testing.chart();
  new JobWithSidecar(chart, 'job', {
    metadata: { name: 'job' },
    backoffLimit: 0,
    target: thisCluster(),
    mesh: IN_MESH[mesh],
    containers: [{ name: 'main', ...shell('echo started; sleep 2; echo done') }],
    sidecars: [new NativeSidecar({ name: 'cache', ...shell('trap "echo stopped; exit 0" TERM; sleep 1000 & wait'), startGate: false })],
  });
  const [job] = chart.toJson();
  inject(job.spec.template.spec, mesh);
  ns.apply(Yaml.stringify(job));

  expect(await ns.jobEnd('job')).toBe('Complete');
  const [ready, ...said] = ns.log('job', MESHES[mesh].proxy);
  const [started] = ns.log('job', 'main');
  expect([ready.line, started.line]).toEqual(['ready', 'started']);
  expect(ready.time < started.time).toBe(true);
  expect(said.map(({ line }) => line)).toEqual(native ? [] : ['told to quit']);
  const pod = await ns.podOf('job');
  expect(statusOf(pod, MESHES[mesh].proxy).state?.terminated?.exitCode).toBe(0);
  if (!native) {
    expect(ns.log('job', 'cache').at(-1)!.time < said[0].time).toBe(true);
    expect(ns.log('job', `${mesh}-bridge`).map(({ line }) => line)).toEqual([`${MESHES[mesh].proxy} has been told to quit`]);
  }
});

test('a Job in a mesh whose main container fails does not leave the proxy running', async () => {
  const ns = namespace('mesh-failure');
  const chart = Testing.chart();
  new JobWithSidecar(chart, 'job', {
    metadata: { name: 'job' }, backoffLimit: 0, target: thisCluster(), mesh: Mesh.istio(), containers: [{ name: 'main', ...shell('exit 3') }],
  });
  const [job] = chart.toJson();
  inject(job.spec.template.spec, 'istio');
  ns.apply(Yaml.stringify(job));

  expect(await ns.jobEnd('job')).toBe('Failed');
  expect(statusOf(await ns.podOf('job'), 'istio-proxy').state?.terminated?.exitCode).toBe(0);
});
