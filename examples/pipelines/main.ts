import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { DeploymentWithSidecar, JobWithSidecar, NativeSidecar } from 'cdk8s-sidecars';

const app = new App();

// The way to the database for both.
const proxy: kplus.ContainerProps = {
  name: 'proxy',
  image: 'example.com/proxy:2.0',
  command: ['/proxy'],
  portNumber: 5432,
  securityContext: { user: 1000 },
};

new JobWithSidecar(new Chart(app, 'migrate'), 'job', {
  metadata: {
    name: 'migrate-orders',
    annotations: {
      // The Pod template of a Job cannot be changed, so a new one takes its place.
      'argocd.argoproj.io/sync-options': 'Force=true,Replace=true',
      'kustomize.toolkit.fluxcd.io/force': 'enabled',
    },
  },
  containers: [{ name: 'migrate', image: 'example.com/orders:2.3', command: ['/orders', 'migrate'], securityContext: { user: 1000 } }],
  sidecars: [new NativeSidecar(proxy)],
});

new DeploymentWithSidecar(new Chart(app, 'server'), 'deployment', {
  metadata: { name: 'orders' },
  containers: [{ name: 'orders', image: 'example.com/orders:2.3', command: ['/orders'], portNumber: 8080, securityContext: { user: 1000 } }],
  sidecars: [new NativeSidecar(proxy)],
});

app.synth();
