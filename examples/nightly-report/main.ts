import { App, Chart, Cron, Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { CronJobWithSidecar, NativeSidecar, PodFailurePolicyAction, PodFailurePolicyOperator } from 'cdk8s-sidecars';

const app = new App();
const chart = new Chart(app, 'nightly-report');

const securityContext = { user: 1000 };

// A web server stands in for the proxy of your database, so that this example runs on any cluster.
const proxy = new NativeSidecar({
  name: 'db-proxy',
  image: 'busybox:1.37',
  command: ['sh', '-c', 'trap "exit 0" TERM; mkdir -p /tmp/www; echo ok > /tmp/www/ready; echo 7 orders > /tmp/www/orders;'
    + ' httpd -f -p 5432 -h /tmp/www & wait'],
  portNumber: 5432,
  // A readiness probe holds nothing back in Kubernetes. The start gate is a startup probe that is made from it.
  readiness: kplus.Probe.fromHttpGet('/ready', { port: 5432, periodSeconds: Duration.seconds(2) }),
  volumeMounts: [{ path: '/tmp', volume: kplus.Volume.fromEmptyDir(chart, 'proxy-tmp', 'proxy-tmp') }],
  appEnvironment: { DATABASE: kplus.EnvValue.fromValue('http://localhost:5432') },
  securityContext,
});

new CronJobWithSidecar(chart, 'cron-job', {
  metadata: { name: 'nightly-report' },
  schedule: new Cron({ hour: '2', minute: '30' }),
  timeZone: 'Etc/UTC',
  backoffLimit: 3,
  podFailurePolicy: {
    rules: [
      // The report says so if its orders make no sense. Trying again is of no use then. It is about `report` alone, though no
      // name is given: with the codes of sidecars, which end with 137 or 143 now and then, rules are not meant to match.
      { action: PodFailurePolicyAction.FAIL_JOB, onExitCodes: { operator: PodFailurePolicyOperator.IN, values: [3] } },
      // A Pod that had to leave its node does not count as a try.
      { action: PodFailurePolicyAction.IGNORE, onPodConditions: [{ type: 'DisruptionTarget' }] },
    ],
  },
  sidecars: [proxy],
  containers: [{
    name: 'report',
    image: 'busybox:1.37',
    command: ['sh', '-c', 'orders=$(wget -qO- $DATABASE/orders) || exit 1; [ -n "$orders" ] || exit 3; echo report: $orders'],
    securityContext,
    resources: { cpu: { request: kplus.Cpu.millis(100) }, memory: { request: Size.mebibytes(64) } },
  }],
});

app.synth();
