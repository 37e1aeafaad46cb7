import { App, Chart, Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { DeploymentWithSidecar, NativeSidecar } from 'cdk8s-sidecars';

const app = new App();
const chart = new Chart(app, 'web');

const securityContext = { user: 1000 };
const logs = kplus.Volume.fromEmptyDir(chart, 'logs', 'logs');

// Stands in for a log shipper: prints what is in the log, and on SIGTERM takes two seconds to send off the rest.
const shipper = new NativeSidecar({
  name: 'log-shipper',
  image: 'busybox:1.37',
  command: ['sh', '-c', 'touch /logs/access.log; tail -n +1 -f /logs/access.log & trap "sleep 2; kill %1; exit 0" TERM; wait'],
  volumeMounts: [{ path: '/logs', volume: logs }],
  // The main containers get the folder, too, so that the Deployment need not know of it.
  appMounts: [{ path: '/var/log/web', volume: logs }],
  startup: kplus.Probe.fromCommand(['test', '-f', '/logs/access.log'], { periodSeconds: Duration.seconds(1), failureThreshold: 60 }),
  drain: Duration.seconds(2),
  securityContext,
});

const web = new DeploymentWithSidecar(chart, 'deployment', {
  metadata: { name: 'web' },
  containers: [{
    name: 'web',
    image: 'busybox:1.37',
    command: ['sh', '-c', 'trap "echo web: closed >> /var/log/web/access.log; exit 0" TERM; mkdir -p /tmp/www; echo hello > /tmp/www/index.html;'
      + ' httpd -f -vv -p 8080 -h /tmp/www 2>> /var/log/web/access.log & wait'],
    portNumber: 8080,
    readiness: kplus.Probe.fromHttpGet('/', { port: 8080 }),
    volumeMounts: [{ path: '/tmp', volume: kplus.Volume.fromEmptyDir(chart, 'tmp', 'tmp') }],
    securityContext,
    resources: { cpu: { request: kplus.Cpu.millis(100) }, memory: { request: Size.mebibytes(64) } },
  }],
  sidecars: [shipper],
});

web.exposeViaService({ name: 'web', ports: [{ port: 80, targetPort: 8080 }] });

// By the CPU of the web server alone: what the shipper uses would blur that of the whole Pod.
new kplus.HorizontalPodAutoscaler(chart, 'autoscaler', {
  metadata: { name: 'web' },
  target: web,
  minReplicas: 1,
  maxReplicas: 4,
  metrics: [web.mainContainerCpu(kplus.MetricTarget.averageUtilization(70))],
});

app.synth();
