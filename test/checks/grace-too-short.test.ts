import { check, deployment, init, job, main, patchOfDeployment, sidecar } from './workloads';
import { graceTooShort } from '../../src/checks/grace-too-short';
import { Container, PodSpec } from '../../src/manifest/types';

const TWO = { initContainers: [sidecar({ name: 'logs' }), init(), sidecar({ name: 'proxy' })] };

test('sidecars stop one after the other, so their times add up', () => {
  expect(check(graceTooShort, job({ ...TWO, terminationGracePeriodSeconds: 24 }), { drains: { logs: 10, proxy: 15 } })).toEqual([{
    container: 'logs',
    field: 'spec.template.spec.terminationGracePeriodSeconds',
    message: 'it is 24 s, but sidecars stop one after the other and need 25 s to drain (logs: 10 s, proxy: 15 s).',
    fix: 'Set terminationGracePeriod to 25 s or more, and add the time that the main containers need to stop.',
    patch: [{ op: 'add', path: '/spec/template/spec/terminationGracePeriodSeconds', value: 25 }],
  }]);
});

test('a Pod that says nothing has 30 seconds, and a sidecar that says nothing needs none', () => {
  expect(check(graceTooShort, deployment(TWO), { drains: { proxy: 31 } })).toEqual([{
    container: 'proxy',
    field: 'spec.template.spec.terminationGracePeriodSeconds',
    message: 'it is 30 s, but sidecars stop one after the other and need 31 s to drain (proxy: 31 s).',
    fix: 'Set terminationGracePeriod to 31 s or more, and add the time that the main containers need to stop.',
    patch: [{ op: 'add', path: '/spec/template/spec/terminationGracePeriodSeconds', value: 31 }],
  }]);
});

test('a grace period of 0 is one', () => {
  expect(check(graceTooShort, job({ ...TWO, terminationGracePeriodSeconds: 0 }), { drains: { logs: 1 } }).map(({ message }) => message)).toEqual([
    'it is 0 s, but sidecars stop one after the other and need 1 s to drain (logs: 1 s).',
  ]);
});

test.each([
  ['times that just fit', { terminationGracePeriodSeconds: 25 }, { logs: 10, proxy: 15 }],
  ['times that just fit the default', {}, { logs: 15, proxy: 15 }],
  ['no times, and no grace period', { terminationGracePeriodSeconds: 0 }, {}],
  ['the time of a container that is not a sidecar', {}, { main: 99, init: 99 }],
])('nothing is said of %s', (_, podSpec, drains) => {
  expect(check(graceTooShort, job({ ...TWO, ...podSpec }), { drains })).toEqual([]);
});

const CLOUD_SQL = { name: 'db', image: 'gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.14.3' };

function exec(...command: string[]): Partial<Container> {
  return { lifecycle: { preStop: { exec: { command } } } };
}

function sleeping(seconds: number): Partial<Container> {
  return { lifecycle: { preStop: { sleep: { seconds } } as object } };
}

test('sidecars stop when the main containers have ended, hooks of those included', () => {
  const podSpec: Partial<PodSpec> = {
    initContainers: [sidecar({ ...CLOUD_SQL, args: ['--max-sigterm-delay=20s', 'a:b:c'] })],
    containers: [main(exec('sleep', '15')), main({ name: 'other', ...sleeping(5) })],
  };
  expect(check(graceTooShort, deployment(podSpec))).toEqual([{
    container: 'db',
    field: 'spec.template.spec.terminationGracePeriodSeconds',
    message: 'it is 30 s, but the containers need 35 s to stop, the sidecars one after the other when the main containers have ended'
      + ' (db: stop 20 s, main: preStop 15 s, other: preStop 5 s).',
    fix: 'Set terminationGracePeriodSeconds to 35 or more, and add what the containers need that say nothing of it.',
    patch: [{ op: 'add', path: '/spec/template/spec/terminationGracePeriodSeconds', value: 35 }],
  }]);
});

test.each<[string, Partial<PodSpec>, number | undefined]>([
  ['the hook of a sidecar runs beside those of the mains', { initContainers: [sidecar(sleeping(25))], containers: [main(sleeping(29))] }, undefined],
  ['it counts where it takes longer', { initContainers: [sidecar(sleeping(40))], containers: [main(sleeping(29))] }, 40],
  ['the hook of an earlier sidecar is long over in its turn',
    { initContainers: [sidecar(sleeping(30)), sidecar({ ...CLOUD_SQL, args: ['-term_timeout=30s'] })] }, undefined],
  ['the hook of a later sidecar comes before its stop',
    { initContainers: [sidecar({ ...CLOUD_SQL, args: ['-term_timeout=20s'], ...sleeping(15) })] }, 35],
  ['a main alone may need too long', { initContainers: [sidecar()], containers: [main(exec('/bin/sh', '-c', 'sleep 45'))] }, 45],
  ['the first sleep of a script counts', { initContainers: [sidecar()], containers: [main(exec('sh', '-c', 'sleep 45; /drain'))] }, 45],
  ['parts of a second are rounded up', { initContainers: [sidecar()], containers: [main(exec('sleep', '30.5'))] }, 31],
  ['a delay may be a variable', { initContainers: [sidecar({ ...CLOUD_SQL, env: [{ name: 'CSQL_PROXY_MAX_SIGTERM_DELAY', value: '1m30s' }] })] }, 90],
  ['it may be a word of its own', { initContainers: [sidecar({ ...CLOUD_SQL, command: ['/cloud-sql-proxy'], args: ['--min-sigterm-delay', '1h'] })] }, 3600],
  ['of a script in the background nothing is known', { initContainers: [sidecar()], containers: [main(exec('sh', '-c', 'sleep 45 & /drain'))] }, undefined],
  ['nor of what goes on for ever', { initContainers: [sidecar()], containers: [main(exec('sleep', 'infinity'))] }, undefined],
  ['nor of a flag of another program', { initContainers: [sidecar({ args: ['--max-sigterm-delay=60s'] })] }, undefined],
  ['nor of what is no duration', { initContainers: [sidecar({ ...CLOUD_SQL, args: ['--max-sigterm-delay=1.2.3'] })] }, undefined],
  ['plain init containers have ended', { initContainers: [sidecar(), init(sleeping(60))] }, undefined],
  ['without a sidecar, nothing has to wait for its turn', { containers: [main(sleeping(60))] }, undefined],
])('%s', (_, podSpec, needed) => {
  expect(check(graceTooShort, deployment(podSpec)).flatMap(({ patch }) => patch!.map(operation => 'value' in operation && operation.value)))
    .toEqual(needed === undefined ? [] : [needed]);
});

test('what was declared goes before what flags say', () => {
  const podSpec = { initContainers: [sidecar({ ...CLOUD_SQL, args: ['--max-sigterm-delay=60s'] })] };
  expect(check(graceTooShort, deployment(podSpec), { drains: { db: 5 } })).toEqual([]);
});

test('nothing is said of a patch that leaves the grace period as it is', () => {
  const podSpec = { initContainers: [sidecar({ lifecycle: { preStop: { sleep: { seconds: 40 } } } })] };
  expect(check(graceTooShort, patchOfDeployment(podSpec))).toEqual([]);
  expect(check(graceTooShort, patchOfDeployment({ ...podSpec, terminationGracePeriodSeconds: 20 })).length).toBe(1);
});
