import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import type { Pod } from 'kubernetes-types/core/v1';
import type { EndpointSlice } from 'kubernetes-types/discovery/v1';
import { Namespace, namespaces, shell, statusOf, thisCluster, waitFor, yamlOf } from './cluster';
import { kube, pause } from './equivalence/kube';
import { DeploymentWithSidecar, NativeSidecar } from '../../../src';

jest.setTimeout(400_000);

const namespace = namespaces();

const PROXY_PORT = 8080;
const APP_PORT = 8081;
const EVERY_SECOND = { periodSeconds: Duration.seconds(1) };

/** Takes a while to listen, and passes every connection on to the app. */
const PROXY = `trap 'kill $!; exit 0' TERM; sleep 2; nc -lk -p ${PROXY_PORT} -e nc 127.0.0.1 ${APP_PORT} & wait $!`;

/** Needs the proxy from its first moment, takes a while to serve, and can be reached through the proxy alone. */
const app = (version: string) => `
trap 'kill $!; exit 0' TERM
nc -z 127.0.0.1 ${PROXY_PORT} || exit 1
sleep 3; echo ${version} > /tmp/version; httpd -f -p 127.0.0.1:${APP_PORT} -h /tmp & wait $!`;

/** Asks one ready endpoint after the other, and writes every answer; the test hands it the list of them. */
const CLIENT = `
until test -s /tmp/endpoints; do sleep 0.1; done
until test -e /tmp/over; do
  set -- $(cat /tmp/endpoints)
  asked=$((asked + 1)); test $# -eq 0 || shift $((asked % $#))
  wget -q -T 5 -O - "http://\${1:-none}:${PROXY_PORT}/version" 2>&1 || echo "failed to ask \${1:-none}"
  sleep 0.1
done`;

const writing = (script: string) => ({ ...shell(script), securityContext: { user: 1000, readOnlyRootFilesystem: false } });

const web = (version: string) => yamlOf(chart => {
  const deployment = new DeploymentWithSidecar(chart, 'web', {
    metadata: { name: 'web' },
    podMetadata: { labels: { app: 'web' } },
    target: thisCluster(),
    replicas: 2,
    containers: [{
      name: 'app',
      ...writing(app(version)),
      // On any Kubernetes clients go on using an endpoint until word has reached them that it is none any more, so whoever wants
      // to lose no request serves on for some seconds. The proxy needs no such hook: it is stopped after the app.
      lifecycle: { preStop: kplus.Handler.fromCommand(['sleep', '8']) },
    }],
    sidecars: [new NativeSidecar({
      name: 'proxy',
      ...shell(PROXY),
      portNumber: PROXY_PORT,
      startup: kplus.Probe.fromTcpSocket({ port: PROXY_PORT, failureThreshold: 100, ...EVERY_SECOND }),
      // All the way to the app, so that the Pod is not ready before that serves.
      readiness: kplus.Probe.fromHttpGet('/version', { port: PROXY_PORT, ...EVERY_SECOND }),
    })],
  });
  deployment.exposeViaService({ name: 'web' });
});

const client = () => yamlOf(chart => new kplus.Job(chart, 'client', {
  metadata: { name: 'client' },
  backoffLimit: 0,
  containers: [{ name: 'client', ...writing(CLIENT) }],
}));

async function inClient(ns: Namespace, script: string): Promise<void> {
  await kube(['exec', '-n', ns.name, 'job/client', '--', 'sh', '-c', script]);
}

/** Hands the client the ready endpoints of the Service whenever they change, as kube-proxy hands them to the kernel of a node. */
async function handOutEndpoints(ns: Namespace, isOver: () => boolean): Promise<void> {
  for (let known; !isOver(); await pause(100)) {
    const slices = JSON.parse(await kube(['get', '-n', ns.name, 'endpointslices', '-l', 'kubernetes.io/service-name=web', '-o', 'json']));
    const ready = (slices as { items: EndpointSlice[] }).items.flatMap(({ endpoints }) => endpoints ?? [])
      .filter(({ conditions }) => conditions?.ready).flatMap(({ addresses }) => addresses).sort().join(' ');
    if (ready !== known) {
      await inClient(ns, `echo ${ready} > /tmp/next; mv /tmp/next /tmp/endpoints`);
      known = ready;
    }
  }
}

test('a rolling update loses no request of a client that is served through a sidecar', async () => {
  const ns = namespace('rolling-update');
  const answers = () => ns.log('client', 'client').map(({ line }) => line);
  const pods = () => ns.get<{ items: Pod[] }>('pods', '-l', 'app=web').items;
  const rollOut = async (version: string) => {
    expect(ns.apply(web(version))).toBe('');
    await kube(['rollout', 'status', '-n', ns.name, 'deployment/web', '--timeout=180s']);
  };
  const update = async () => {
    await waitFor('answers of the old version', () => answers().length >= 20);
    await rollOut('v2');
    await waitFor('the end of the old Pods', () => pods().length === 2);
    const before = answers().length;
    await waitFor('answers of the new version', () => answers().length >= before + 20);
  };

  ns.apply(client());
  await ns.podOf('client', ({ status }) => status?.phase === 'Running');
  await rollOut('v1');
  let over = false;
  await Promise.all([handOutEndpoints(ns, () => over), update().finally(() => { over = true; })]);
  await inClient(ns, 'touch /tmp/over');
  expect(await ns.jobEnd('client')).toBe('Complete');

  const all = answers();
  expect(all.filter(line => !/^v[12]$/.test(line))).toEqual([]);
  expect([all[0], all.at(-1)]).toEqual(['v1', 'v2']);
  expect(all.length).toBeGreaterThan(150);
  expect(pods().map(pod => ['app', 'proxy'].map(name => statusOf(pod, name).restartCount))).toEqual([[0, 0], [0, 0]]);
});
