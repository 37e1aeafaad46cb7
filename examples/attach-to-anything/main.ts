import { App, Chart, Include, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-33';
import { NativeSidecar, Sidecars } from 'cdk8s-sidecars';

const app = new App();
const shop = new Chart(app, 'shop');

const image = 'busybox:1.37';
const securityContext = { user: 1000 };
const resources = { cpu: { request: kplus.Cpu.millis(20) }, memory: { request: Size.mebibytes(16) } };

// A manifest that somebody wrote, with a native sidecar in it.
new Include(shop, 'web', { url: 'web.yaml' });

// A Helm chart. This one needs no values, so its template can be included as it is; with the program `helm` on the PATH:
// new Helm(shop, 'cart', { chart: './chart' });
new Include(shop, 'cart', { url: 'chart/templates/cart.yaml' });

// A workload of cdk8s-plus.
new kplus.Deployment(shop, 'orders', {
  metadata: { name: 'orders' },
  replicas: 1,
  containers: [{
    name: 'orders',
    image,
    command: ['sh', '-c', 'trap "exit 0" TERM; while wget -qO- $PROXY/prices; do sleep 30 & wait $!; done'],
    securityContext,
    resources,
  }],
});

// An object of a class that `cdk8s import` generates.
new kplus.k8s.KubeJob(shop, 'stocktaking', {
  metadata: { name: 'stocktaking' },
  spec: {
    backoffLimit: 2,
    template: {
      spec: {
        restartPolicy: 'Never',
        containers: [{ name: 'stocktaking', image, command: ['sh', '-c', 'wget -qO- $PROXY/prices'], securityContext: { runAsUser: 1000 } }],
      },
    },
  },
});

// A web server stands in for a proxy. Its volume comes along, whatever release of cdk8s-plus it is of.
const proxy = NativeSidecar.fromContainer(new kplus.Container({
  name: 'proxy',
  image,
  command: ['sh', '-c', 'trap "exit 0" TERM; mkdir -p /tmp/www; echo apple 3 > /tmp/www/prices; httpd -f -p 8080 -h /tmp/www & wait'],
  portNumber: 8080,
  volumeMounts: [{ path: '/tmp', volume: kplus.Volume.fromEmptyDir(shop, 'proxy-tmp', 'proxy-tmp') }],
  securityContext,
  resources,
}), {
  appEnvironment: { PROXY: kplus.EnvValue.fromValue('http://localhost:8080') },
});

const heartbeat = NativeSidecar.fromSpec({
  name: 'heartbeat',
  image,
  command: ['sh', '-c', 'trap "exit 0" TERM; while echo alive; do sleep 60 & wait $!; done'],
  resources: { requests: { cpu: '20m', memory: '16Mi' } },
  securityContext: { runAsUser: 1000 },
});

Sidecars.of(shop)
  .add(proxy, heartbeat)
  // It fills itself through the proxy, and `web` is to wait until its port answers.
  .describe('cache', { startsAfter: ['proxy'], startGate: true });

app.synth();
