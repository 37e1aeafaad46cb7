import { App, Chart, Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { NativeSidecar, StatefulSetWithSidecar } from 'cdk8s-sidecars';

const app = new App();
const chart = new Chart(app, 'ledger');

const image = 'busybox:1.37';
const securityContext = { user: 1000 };
const resources = { cpu: { request: kplus.Cpu.millis(50) }, memory: { request: Size.mebibytes(32) } };
const data = { path: '/data', volume: kplus.Volume.fromEmptyDir(chart, 'data', 'data') };
const snapshots = { path: '/snapshots', volume: kplus.Volume.fromEmptyDir(chart, 'snapshots', 'snapshots') };

// Brings back the last snapshot, then takes one every five seconds, and a last one after the ledger has been closed.
const backup = new NativeSidecar({
  name: 'backup',
  image,
  command: ['sh', '-c', [
    // Only for a new volume: if this sidecar is restarted, the ledger is open.
    '[ -f /data/ledger/ledger ] || cp /snapshots/ledger /data/ledger/ || echo backup: nothing to restore',
    'snapshot() { cp /data/ledger/ledger /snapshots/ && echo backup: $(tail -n 1 /snapshots/ledger); }',
    'trap "snapshot; exit 0" TERM',
    'touch /data/restored',
    'while :; do sleep 5 & wait $!; snapshot; done',
  ].join('\n')],
  volumeMounts: [data, snapshots],
  // The folder has to be there; and the ledger must not be opened before it is restored.
  startsAfter: ['prepare'],
  startup: kplus.Probe.fromCommand(['test', '-f', '/data/restored'], { periodSeconds: Duration.seconds(1), failureThreshold: 300 }),
  // Time for the last snapshot. The Pod is given that much, and what the ledger needs.
  drain: Duration.seconds(10),
  podTerminationGracePeriod: Duration.seconds(45),
  securityContext,
});

new StatefulSetWithSidecar(chart, 'stateful-set', {
  metadata: { name: 'ledger' },
  sidecars: [backup],
  initContainers: [{
    name: 'prepare',
    image,
    command: ['sh', '-c', 'mkdir -p /data/ledger; rm -f /data/restored'],
    volumeMounts: [data],
    securityContext,
    resources,
  }],
  containers: [{
    name: 'ledger',
    image,
    command: ['sh', '-c', [
      'trap "echo closed >> /data/ledger/ledger; exit 0" TERM',
      'httpd -f -p 8080 -h /data/ledger &',
      'while date >> /data/ledger/ledger; do sleep 1 & wait $!; done',
    ].join('\n')],
    portNumber: 8080,
    volumeMounts: [data],
    securityContext,
    resources,
  }],
});

app.synth();
