import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { JobWithSidecar, NativeSidecar } from 'cdk8s-sidecars';

const app = new App();

const pi: kplus.ContainerProps = {
  name: 'pi',
  image: 'perl:5.34.0',
  command: ['perl', '-Mbignum=bpi', '-wle', 'print bpi(2000)'],
  securityContext: { user: 1000 },
};

const proxy: kplus.ContainerProps = {
  name: 'network-proxy',
  image: 'hwchiu/python-example',
  portNumber: 5000,
  securityContext: { user: 1000 },
};

// Before: the proxy is an ordinary container. It never exits, so the Job stays Running for ever.
new kplus.Job(new Chart(app, 'before'), 'pi', {
  metadata: { name: 'pi-before' },
  backoffLimit: 4,
  containers: [pi, proxy],
});

// After: the Job completes when `pi` has, and the proxy is stopped then.
new JobWithSidecar(new Chart(app, 'pi'), 'pi', {
  metadata: { name: 'pi' },
  backoffLimit: 4,
  containers: [pi],
  sidecars: [new NativeSidecar(proxy)],
});

app.synth();
