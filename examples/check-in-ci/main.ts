import { App, Chart, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { DeploymentWithSidecar, JobWithSidecar, NativeSidecar } from 'cdk8s-sidecars';

const app = new App();
const chart = new Chart(app, 'orders');

const resources = { cpu: { request: kplus.Cpu.millis(100) }, memory: { request: Size.mebibytes(256) } };

// The way to the database for both. It listens on the loopback of the Pod, where the kubelet cannot look.
const proxy: kplus.ContainerProps = {
  name: 'cloud-sql-proxy',
  image: 'gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.18.0',
  command: ['/cloud-sql-proxy', '--port=5432', 'example:europe-west1:orders'],
  securityContext: { user: 65532 },
};

const server = new DeploymentWithSidecar(chart, 'server', {
  metadata: { name: 'orders' },
  containers: [{
    name: 'orders',
    image: 'example.com/orders:2.3',
    command: ['/orders'],
    envVariables: { DATABASE_URL: kplus.EnvValue.fromValue('postgresql://127.0.0.1:5432/orders') },
    portNumber: 8080,
    readiness: kplus.Probe.fromHttpGet('/healthz', { port: 8080 }),
    securityContext: { user: 1000 },
    resources,
  }],
  sidecars: [new NativeSidecar({
    ...proxy,
    // On one more port it tells the kubelet whether it has started.
    command: [...proxy.command!, '--health-check', '--http-address=0.0.0.0'],
    startup: kplus.Probe.fromHttpGet('/startup', { port: 9090, failureThreshold: 60 }),
  })],
});
server.exposeViaService({ name: 'orders', ports: [{ port: 80, targetPort: 8080 }] });

// Nothing makes Flyway wait for its proxy, and SC301 says so. This is why it does not matter here.
const reason = 'Flyway tries for half a minute to connect (-connectRetries)';

new JobWithSidecar(chart, 'migrate', {
  metadata: { name: 'migrate-orders' },
  containers: [{
    name: 'migrate',
    image: 'flyway/flyway:11',
    command: ['flyway', '-url=jdbc:postgresql://127.0.0.1:5432/orders', '-connectRetries=30', 'migrate'],
    securityContext: { user: 1000, readOnlyRootFilesystem: false },
    resources,
  }],
  sidecars: [new NativeSidecar({
    ...proxy,
    startGate: false,
    // For all that checks it: synthesis, the validation plugin, and the command line.
    podAnnotations: { 'cdk8s-sidecars/acknowledge.cloud-sql-proxy': `SC301: ${reason}` },
  })],
});

app.synth();
