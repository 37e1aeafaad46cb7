import { check, deployment, init, job, sidecar } from './workloads';
import { oneShotAsSidecar } from '../../src/checks/one-shot-as-sidecar';
import { DiagnosticSeverity } from '../../src/diagnostics/diagnostic';
import { applyPatch } from '../../src/manifest/json-patch';
import { Container } from '../../src/manifest/types';

const CONSEQUENCE = 'but a native sidecar is restarted whenever it ends, for as long as the Pod lives; '
  + 'and the containers after it start as soon as it runs, not when it is done.';
const FIX = 'Take restartPolicy away, so that it is a plain init container (with the constructs: an init container, not a sidecar)';
const MIGRATE = { name: 'migrate', command: ['python', 'manage.py', 'migrate'] };

test('a sidecar whose command ends is none', () => {
  const workload = deployment({ initContainers: [init(), sidecar(MIGRATE)] });
  const [finding, ...more] = check(oneShotAsSidecar, workload);
  expect([finding, more]).toEqual([{
    container: 'migrate',
    field: 'spec.template.spec.initContainers[1].restartPolicy',
    message: `its command comes to an end, ${CONSEQUENCE}`,
    fix: `${FIX}.`,
    severity: DiagnosticSeverity.ERROR,
    patch: [{ op: 'remove', path: '/spec/template/spec/initContainers/1/restartPolicy' }],
  }, []]);
  expect(applyPatch(workload.object, finding.patch!)).toEqual(deployment({ initContainers: [init(), { ...MIGRATE, image: 'proxy:1' }] }).object);
});

test('with probes or hooks, which no plain init container may have, there is no patch', () => {
  const workload = job({ initContainers: [sidecar({ ...MIGRATE, startupProbe: { exec: { command: ['true'] } } })] });
  expect(check(oneShotAsSidecar, workload)
    .map(({ fix, patch, severity }) => ({ fix, patch, severity }))).toEqual([
    { fix: `${FIX}, and its probes and lifecycle hooks with it.`, patch: undefined, severity: DiagnosticSeverity.ERROR },
  ]);
});

test('a name alone is a warning', () => {
  expect(check(oneShotAsSidecar, job({ initContainers: [sidecar({ name: 'wait-for-db' })] }))).toEqual([{
    container: 'wait-for-db',
    field: 'spec.template.spec.initContainers[0].restartPolicy',
    message: `by its name it does one thing and ends, ${CONSEQUENCE}`,
    fix: `${FIX}.`,
    severity: DiagnosticSeverity.WARNING,
  }]);
});

test.each<[string, Partial<Container>]>([
  ['a copy', { command: ['sh', '-c', 'cp -r /a/. /b && chown -R 1000 /b'] }],
  ['a loop that waits for a service', { command: ['sh', '-c', 'until nslookup db; do echo waiting; sleep 2; done'] }],
  ['a preparation of the network', { image: 'istio/proxyv2:1.26', args: ['istio-iptables', '-p', '15001'] }],
])('%s is found', (_, fields) => {
  const workload = deployment({ initContainers: [sidecar(fields)] });
  expect(check(oneShotAsSidecar, workload).map(({ severity }) => severity)).toEqual([DiagnosticSeverity.ERROR]);
});

const ECHO = { command: ['echo', 'hello'] };
const RULES = { restartPolicyRules: [{ action: 'RestartAllContainers', exitCodes: { operator: 'In', values: [88] } }] };

test.each<[string, Partial<Container>[]]>([
  ['a program of which nothing is known', [{}]],
  ['a pause, after which it runs again', [{ command: ['sh', '-c', 'sync; sleep 60'] }]],
  ['what is kept alive', [{ command: ['sh', '-c', 'cp /a /b; sleep infinity'] }]],
  ['a log shipper', [{ command: ['sh', '-c', 'tail -F /log'] }]],
  ['a failure on purpose', [{ command: ['sh', '-c', 'exit 1'] }]],
  ['an exit that restarts the whole Pod', [{ ...ECHO, ...RULES } as Partial<Container>]],
  ['one that another container tells to restart', [ECHO, RULES as Partial<Container>]],
  ['a name, beside a probe whether it is alive', [{ command: ['./migrate'], livenessProbe: { exec: { command: ['true'] } } }]],
  ['a name, beside a command that goes on', [{ name: 'migrations', command: ['sleep', 'infinity'] }]],
  ['a proxy', [{ image: 'istio/proxyv2:1.26', args: ['proxy', 'sidecar'] }]],
])('nothing is said of %s', (_, sidecars) => {
  expect(check(oneShotAsSidecar, job({ initContainers: sidecars.map(sidecar) }))).toEqual([]);
});

test('rules about restarts may have any form', () => {
  for (const restartPolicyRules of [['x', 3, {}], 'x', 3]) {
    expect(check(oneShotAsSidecar, job({ initContainers: [sidecar({ ...ECHO, restartPolicyRules } as Partial<Container>)] }))).toHaveLength(1);
  }
});

test('nothing is said of plain init containers, nor where sidecars are not known', () => {
  expect(check(oneShotAsSidecar, job({ initContainers: [init(ECHO)] }))).toEqual([]);
  expect(check(oneShotAsSidecar, job({ initContainers: [sidecar(ECHO)] }), { native: false })).toEqual([]);
  expect(check(oneShotAsSidecar, job({ initContainers: [sidecar(ECHO)] }), { native: false, lowered: true })).toHaveLength(1);
});

test.each<[string, Partial<Container>]>([
  ['waits for somebody to type', { command: ['cat'], tty: true }],
  ['waits for input', { command: ['cat'], stdin: true }],
  ['reads from a named pipe', { command: ['sh', '-c', 'cat /pipes/logs'] }],
  ['reads from a FIFO', { command: ['cat', '/var/run/app.fifo'] }],
  ['reads from a connection', { command: ['bash', '-c', 'cat < /dev/tcp/localhost/80 > /tmp/x'] }],
])('a sidecar that %s does not come to an end', (_, fields) => {
  expect(check(oneShotAsSidecar, deployment({ initContainers: [sidecar(fields)] }))).toEqual([]);
});
