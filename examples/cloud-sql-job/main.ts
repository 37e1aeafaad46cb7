import { App, Chart, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { CloudSqlAuthProxy, DeploymentWithSidecar, JobWithSidecar } from 'cdk8s-sidecars';

const app = new App();
const chart = new Chart(app, 'orders');

// The way to the database for both: as this Google service account, which is the database's user, too. There is no password.
const database = new CloudSqlAuthProxy(chart, 'database', {
  instances: [{ connectionName: 'shop:europe-west1:orders' }],
  googleServiceAccount: 'orders@shop.iam.gserviceaccount.com',
  iamLogin: true,
});

// DB_HOST and DB_PORT are the proxy's to say.
const orders = {
  image: 'example.com/orders:2.3',
  envVariables: { DB_NAME: kplus.EnvValue.fromValue('orders'), DB_USER: kplus.EnvValue.fromValue('orders@shop.iam') },
  securityContext: { user: 1000 },
  resources: { cpu: { request: kplus.Cpu.millis(100) }, memory: { request: Size.mebibytes(256) } },
};

new JobWithSidecar(chart, 'migrate', {
  metadata: { name: 'migrate-orders' },
  backoffLimit: 2,
  containers: [{ ...orders, name: 'migrate', command: ['/orders', 'migrate'] }],
  sidecars: [database],
});

const web = new DeploymentWithSidecar(chart, 'web', {
  metadata: { name: 'orders' },
  containers: [{
    ...orders,
    name: 'web',
    command: ['/orders', 'serve', '--port=8080'],
    portNumber: 8080,
    readiness: kplus.Probe.fromHttpGet('/healthz', { port: 8080 }),
  }],
  sidecars: [database],
});
web.exposeViaService({ name: 'orders', ports: [{ port: 80, targetPort: 8080 }] });

app.synth();
