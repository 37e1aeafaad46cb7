import { App, Chart, Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { FluentBit, FluentBitOutput, JobWithSidecar } from 'cdk8s-sidecars';

const app = new App();
const chart = new Chart(app, 'report');

const logs = new FluentBit(chart, 'logs', {
  // The main containers get the folder, too, so that the Job need not know of its volume.
  folder: '/var/log/report',
  json: true,
  outputs: [FluentBitOutput.loki({
    url: 'https://loki.example.com',
    labels: { job: 'report' },
    user: 'shop',
    password: kplus.EnvValue.fromSecretValue({ secret: kplus.Secret.fromSecretName(chart, 'loki', 'loki'), key: 'password' }),
  })],
  drain: Duration.seconds(15),
});

new JobWithSidecar(chart, 'job', {
  metadata: { name: 'report' },
  sidecars: [logs],
  containers: [{
    name: 'report',
    image: 'busybox:1.37',
    command: ['sh', '-c', 'log() { echo "$1" | tee -a /var/log/report/report.log; };'
      + ' for page in 1 2 3; do log "{\\"page\\": $page}"; sleep 1; done; log "{\\"done\\": true}"'],
    securityContext: { user: 1000 },
    resources: { cpu: { request: kplus.Cpu.millis(100) }, memory: { request: Size.mebibytes(64) } },
  }],
});

app.synth();
