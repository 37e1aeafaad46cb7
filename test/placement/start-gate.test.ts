import { Container } from '../../src/manifest/types';
import { deriveStartGate } from '../../src/placement/start-gate';
import { deepFreeze } from '../deep-freeze';

const httpGet = { path: '/ready', port: 8080 };
const tcp = (port: number) => ({ tcpSocket: { port }, periodSeconds: 1, failureThreshold: 300 });

test.each<[string, Partial<Container>, ReturnType<typeof deriveStartGate>]>([
  ['a readiness probe is tried every second for five minutes', { readinessProbe: { httpGet } }, { httpGet, periodSeconds: 1, failureThreshold: 300 }],
  ['a readiness probe is copied without its successThreshold, which must be 1',
    { readinessProbe: { exec: { command: ['ready'] }, initialDelaySeconds: 2, timeoutSeconds: 3, successThreshold: 2 } },
    { exec: { command: ['ready'] }, initialDelaySeconds: 2, timeoutSeconds: 3, periodSeconds: 1, failureThreshold: 300 }],
  ['the period of a readiness probe is kept, and tried as often as five minutes need',
    { readinessProbe: { httpGet, periodSeconds: 7, failureThreshold: 3 } }, { httpGet, periodSeconds: 7, failureThreshold: 43 }],
  ['a readiness probe with a longer period than five minutes is tried once',
    { readinessProbe: { httpGet, periodSeconds: 400 } }, { httpGet, periodSeconds: 400, failureThreshold: 1 }],
  ['a readiness probe that is more patient stays so',
    { readinessProbe: { httpGet, periodSeconds: 10, failureThreshold: 100 } }, { httpGet, periodSeconds: 10, failureThreshold: 100 }],
  ['a period of 0 is none', { readinessProbe: { httpGet, periodSeconds: 0 } }, { httpGet, periodSeconds: 1, failureThreshold: 300 }],
  ['a readiness probe counts before a port', { readinessProbe: { httpGet }, ports: [{ containerPort: 80 }] },
    { httpGet, periodSeconds: 1, failureThreshold: 300 }],
  ['a port is connected to', { ports: [{ containerPort: 5000 }] }, tcp(5000)],
  ['the first TCP port is connected to',
    { ports: [{ containerPort: 53, protocol: 'UDP' }, { containerPort: 8053, protocol: 'TCP' }, { containerPort: 80 }] }, tcp(8053)],
  ['nothing can be derived from UDP and SCTP ports',
    { ports: [{ containerPort: 53, protocol: 'UDP' }, { containerPort: 54, protocol: 'SCTP' }] }, undefined],
  ['nothing can be derived from nothing', {}, undefined],
  ['a liveness probe is no start gate', { livenessProbe: { httpGet } }, undefined],
])('%s', (_, container, expected) => {
  expect(deriveStartGate(deepFreeze({ name: 'sidecar', ...container }))).toStrictEqual(expected);
});

test('a gate that is made of a readiness probe shares no part with it', () => {
  const gate = deriveStartGate(deepFreeze({ name: 'sidecar', readinessProbe: { httpGet } }))!;
  expect(gate.httpGet).not.toBe(httpGet);
});
