import { check, deployment, init, main, patchOfDeployment, sidecar } from './workloads';
import { volumeUidMismatch } from '../../src/checks/volume-uid-mismatch';
import { DiagnosticSeverity } from '../../src/diagnostics/diagnostic';
import { Container, PodSpec } from '../../src/manifest/types';

const VOLUMES = { volumes: [{ name: 'work', emptyDir: {} }] };
const FIX = 'Run both as one user, or set securityContext.fsGroup of the Pod and let them write with umask 002.';

function user(runAsUser?: number, more: Partial<Container> & { readOnly?: boolean; runAsGroup?: number } = {}): Partial<Container> {
  const { readOnly, runAsGroup, ...fields } = more;
  return { securityContext: { runAsUser, runAsGroup }, volumeMounts: [{ name: 'work', mountPath: '/work', readOnly }], ...fields };
}

function found(podSpec: Partial<PodSpec>) {
  return check(volumeUidMismatch, deployment({ ...VOLUMES, ...podSpec }));
}

test('neither of two users can change the files of the other', () => {
  expect(found({ initContainers: [sidecar(user(1000))], containers: [main(user(2000))] })).toEqual([{
    container: 'main',
    field: 'spec.template.spec.securityContext.fsGroup',
    message: "it runs as user 2000 and 'proxy' as 1000, and both may write in the volume 'work': neither can change the files of the other.",
    fix: FIX,
  }]);
});

test('the user of the Pod is that of containers without one', () => {
  expect(found({ securityContext: { runAsUser: 1000 }, containers: [main(user()), main({ name: 'other', ...user(3000) })] }).map(({ container, message }) =>
    [container, message.slice(0, 43)])).toEqual([['other', "it runs as user 3000 and 'main' as 1000, an"]]);
});

test.each<[string, Partial<Container>, Partial<Container>, { who: string; reader: number; other: string; writer: number }]>([
  ['mounts it for reading', user(1000), user(2000, { readOnly: true }), { who: 'main', reader: 2000, other: 'proxy', writer: 1000 }],
  ['mounts it for reading, as a sidecar', user(1000, { readOnly: true }), user(2000), { who: 'proxy', reader: 1000, other: 'main', writer: 2000 }],
  ['takes logs away', user(1000, { image: 'fluent/fluent-bit:4.0' }), user(2000), { who: 'proxy', reader: 1000, other: 'main', writer: 2000 }],
  ['follows a file', user(1000, { command: ['tail', '-F', '/work/x'] }), user(2000), { who: 'proxy', reader: 1000, other: 'main', writer: 2000 }],
  ['gets secrets', user(100, { image: 'hashicorp/vault:1.20' }), user(2000), { who: 'main', reader: 2000, other: 'proxy', writer: 100 }],
  ['gets secrets, as a sidecar', user(1000), user(100, { image: 'hashicorp/vault:1.20' }), { who: 'proxy', reader: 1000, other: 'main', writer: 100 }],
])('a container that %s can read what it is let read, which is worth knowing', (_, first, second, { who, reader, other, writer }) => {
  expect(found({ initContainers: [sidecar(first)], containers: [main(second)] })).toEqual([{
    container: who,
    field: 'spec.template.spec.securityContext.fsGroup',
    message: `it runs as user ${reader} and '${other}' as ${writer}: in the volume 'work' it can only read the files that the other lets everybody read.`,
    fix: FIX,
    severity: DiagnosticSeverity.INFO,
  }]);
});

test('each volume is told of once', () => {
  const both = { volumeMounts: [{ name: 'work', mountPath: '/work' }, { name: 'more', mountPath: '/more' }] };
  expect(found({
    volumes: [...VOLUMES.volumes, { name: 'more' }],
    containers: [main(user(1, both)), main({ name: 'second', ...user(2, both) }), main({ name: 'third', ...user(3, both) })],
  }).map(({ container, message }) => [container, /'(work|more)'/.exec(message)![1]])).toEqual([['second', 'work'], ['second', 'more']]);
});

test.each<[string, Partial<PodSpec>]>([
  ['one user', { containers: [main(user(1)), main({ name: 'other', ...user(1) })] }],
  ['one group', { containers: [main(user(1, { runAsGroup: 5 })), main({ name: 'other', ...user(2, { runAsGroup: 5 }) })] }],
  ['a group of the volume', { securityContext: { fsGroup: 5 }, containers: [main(user(1)), main({ name: 'other', ...user(2) })] }],
  ['users of their images', { containers: [main(user()), main({ name: 'other', ...user(2) })] }],
  ['root', { containers: [main(user(0)), main({ name: 'other', ...user(2) })] }],
  ['users of which none writes', { containers: [main(user(1, { readOnly: true })), main({ name: 'other', ...user(2, { readOnly: true }) })] }],
  ['an init container that has ended', { initContainers: [init(user(1))], containers: [main(user(2))] }],
  ['an init container that gives rights', {
    initContainers: [init(user(0, { command: ['sh', '-c', 'chmod 777 /work'] }))], containers: [main(user(1)), main({ name: 'other', ...user(2) })],
  }],
  ['volumes of their own', { containers: [main(user(1)), main({ name: 'other', securityContext: { runAsUser: 2 } })] }],
  ['a volume that lasts', { volumes: [{ name: 'work', persistentVolumeClaim: { claimName: 'x' } }], containers: [main(user(1)), main({ name: 'other', ...user(2) })] }],
  ['no volumes', { volumes: undefined, containers: [main(user(1)), main({ name: 'other', ...user(2) })] }],
  ['users that are no numbers', { containers: [main(user('1' as unknown as number)), main({ name: 'other', ...user(2) })] }],
])('nothing is said of %s', (_, podSpec) => {
  expect(found(podSpec)).toEqual([]);
});

test('nothing is said of a patch, which may leave out an fsGroup that is there', () => {
  const podSpec = { ...VOLUMES, initContainers: [sidecar(user(1000))], containers: [main(user(2000))] };
  expect(check(volumeUidMismatch, patchOfDeployment(podSpec))).toEqual([]);
});
