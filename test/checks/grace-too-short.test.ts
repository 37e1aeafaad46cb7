import { check, deployment, init, job, sidecar } from './workloads';
import { graceTooShort } from '../../src/checks/grace-too-short';

const TWO = { initContainers: [sidecar({ name: 'logs' }), init(), sidecar({ name: 'proxy' })] };

test('sidecars stop one after the other, so their times add up', () => {
  expect(check(graceTooShort, job({ ...TWO, terminationGracePeriodSeconds: 24 }), { drains: { logs: 10, proxy: 15 } })).toEqual([{
    container: 'logs',
    field: 'spec.template.spec.terminationGracePeriodSeconds',
    message: 'it is 24 s, but sidecars stop one after the other and need 25 s to drain (logs: 10 s, proxy: 15 s).',
    fix: 'Set terminationGracePeriod to 25 s or more, and add the time that the main containers need to stop.',
  }]);
});

test('a Pod that says nothing has 30 seconds, and a sidecar that says nothing needs none', () => {
  expect(check(graceTooShort, deployment(TWO), { drains: { proxy: 31 } })).toEqual([{
    container: 'proxy',
    field: 'spec.template.spec.terminationGracePeriodSeconds',
    message: 'it is 30 s, but sidecars stop one after the other and need 31 s to drain (proxy: 31 s).',
    fix: 'Set terminationGracePeriod to 31 s or more, and add the time that the main containers need to stop.',
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
