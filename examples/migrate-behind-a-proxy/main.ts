import { App, Chart, Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { JobWithSidecar, NativeSidecar } from 'cdk8s-sidecars';

const app = new App();
const chart = new Chart(app, 'import-orders');

const database = kplus.EnvValue.fromValue('http://localhost:5432');
const securityContext = { user: 1000 };
const resources = { cpu: { request: kplus.Cpu.millis(100) }, memory: { request: Size.mebibytes(64) } };

// A web server stands in for the proxy of your database, so that this example runs on any cluster.
const proxy = new NativeSidecar({
  name: 'db-proxy',
  image: 'busybox:1.37',
  command: ['sh', '-c', 'trap "exit 0" TERM; mkdir -p /tmp/www; echo ready > /tmp/www/startup; httpd -f -p 5432 -h /tmp/www & wait'],
  ports: [{ number: 5432, name: 'db' }],
  startup: kplus.Probe.fromHttpGet('/startup', { port: 5432, periodSeconds: Duration.seconds(1), failureThreshold: 60 }),
  volumeMounts: [{ path: '/tmp', volume: kplus.Volume.fromEmptyDir(chart, 'proxy-tmp', 'proxy-tmp') }],
  securityContext,
});

new JobWithSidecar(chart, 'job', {
  metadata: { name: 'import-orders' },
  backoffLimit: 2,
  // The proxy starts before the migration, since sidecars come before init containers unless they say otherwise.
  sidecars: [proxy],
  initContainers: [{
    name: 'migrate',
    image: 'busybox:1.37',
    command: ['sh', '-c', 'wget -qO- $DATABASE/startup && echo migrated'],
    envVariables: { DATABASE: database },
    securityContext,
    resources,
  }],
  containers: [{
    name: 'import',
    image: 'busybox:1.37',
    command: ['sh', '-c', 'wget -qO- $DATABASE/startup && echo imported'],
    envVariables: { DATABASE: database },
    securityContext,
    resources,
  }],
});

app.synth();
