import { App, Chart, Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { JobWithSidecar, NativeSidecar } from 'cdk8s-sidecars';

const app = new App();
const chart = new Chart(app, 'report');

const logs = { path: '/logs', volume: kplus.Volume.fromEmptyDir(chart, 'logs', 'logs') };
const securityContext = { user: 1000 };

// Prints what others write to the shared log, and on SIGTERM takes two seconds to send off the rest.
const shipper = new NativeSidecar({
  name: 'log-shipper',
  image: 'busybox:1.37',
  command: ['sh', '-c', 'touch /logs/all; tail -n +1 -f /logs/all & trap "sleep 2; kill %1; exit 0" TERM; wait'],
  volumeMounts: [logs],
  startup: kplus.Probe.fromCommand(['test', '-f', '/logs/all'], { periodSeconds: Duration.seconds(1), failureThreshold: 60 }),
  drain: Duration.seconds(2),
  // What starts first is stopped last: the shipper sees the last words of the cache too.
  startsBefore: ['cache'],
  securityContext,
});

const cache = new NativeSidecar({
  name: 'cache',
  image: 'busybox:1.37',
  command: ['sh', '-c', 'trap "echo cache: closed >> /logs/all; exit 0" TERM; echo cache: open >> /logs/all; while :; do sleep 1; done'],
  volumeMounts: [logs],
  drain: Duration.seconds(1),
  securityContext,
});

new JobWithSidecar(chart, 'job', {
  metadata: { name: 'report' },
  terminationGracePeriod: Duration.seconds(20),
  sidecars: [cache, shipper],
  containers: [{
    name: 'report',
    image: 'busybox:1.37',
    command: ['sh', '-c', 'for page in 1 2 3; do echo report: page $page >> /logs/all; sleep 1; done'],
    volumeMounts: [logs],
    securityContext,
    resources: { cpu: { request: kplus.Cpu.millis(100) }, memory: { request: Size.mebibytes(64) } },
  }],
});

app.synth();
