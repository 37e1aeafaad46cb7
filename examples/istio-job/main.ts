import { App, Chart, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { DeploymentWithSidecar, JobWithSidecar, Mesh, Sidecars } from 'cdk8s-sidecars';

const app = new App();
const chart = new Chart(app, 'prices');

// All Pods of the chart are in the mesh: they ask its webhook for a proxy.
Sidecars.of(chart).mesh(Mesh.istio());

const common = {
  image: 'busybox:1.37',
  securityContext: { user: 1000 },
  resources: { cpu: { request: kplus.Cpu.millis(20) }, memory: { request: Size.mebibytes(16) } },
};

const prices = new DeploymentWithSidecar(chart, 'prices', {
  metadata: { name: 'prices' },
  replicas: 1,
  containers: [{
    ...common,
    name: 'prices',
    command: ['sh', '-c', 'trap "exit 0" TERM; mkdir -p /tmp/www; echo apple 3 > /tmp/www/today; httpd -f -p 8080 -h /tmp/www & wait'],
    portNumber: 8080,
    volumeMounts: [{ path: '/tmp', volume: kplus.Volume.fromEmptyDir(chart, 'prices-tmp', 'tmp') }],
  }],
});
prices.exposeViaService({ name: 'prices', ports: [{ port: 80, targetPort: 8080 }] });

// Its first act is a request, which fails if the proxy is not there yet; and it is to complete, though the proxy would go on.
new JobWithSidecar(chart, 'report', {
  metadata: { name: 'report' },
  backoffLimit: 0,
  containers: [{ ...common, name: 'report', command: ['wget', '-qO-', 'http://prices/today'] }],
});

app.synth();
