import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expand } from './expand';
import { castOf } from '../../../src/lowering/supervised/cast';
import { runtimeContainer } from '../../../src/lowering/supervised/runtime-container';
import { DEFAULT_SETTINGS, SupervisedSettings } from '../../../src/lowering/supervised/settings';
import { Container, PodSpec } from '../../../src/manifest/types';
import { SUPERVISOR } from '../../../src/runtime/supervisor';
import { deepFreeze } from '../../deep-freeze';

const PROXY: Container = { name: 'proxy', restartPolicy: 'Always' };
const container = (podSpec: PodSpec, settings: Partial<SupervisedSettings> = {}) =>
  runtimeContainer(deepFreeze(podSpec), castOf(podSpec).members, { ...DEFAULT_SETTINGS, ...settings });

test('it copies busybox and the supervisor, and makes a file for each member', () => {
  const podSpec = { initContainers: [{ name: 'init' }, PROXY, { name: 'step' }], containers: [{ name: 'main' }, { name: 'other' }] };
  const { args: [setUp, supervisor, ...names], ...rest } = container(podSpec) as Container & { args: string[] };
  expect(rest).toEqual({
    name: 'sidecar-runtime',
    image: 'busybox:1.37.0-musl',
    command: ['/bin/busybox', 'sh', '-c'],
    resources: {},
    volumeMounts: [{ name: 'sidecar-runtime', mountPath: '/sidecar-runtime' }],
  });
  expect(expand(setUp, { name: 'x', 0: 'y' })).toBe(setUp);
  expect(supervisor).not.toBe(SUPERVISOR);
  expect(expand(supervisor, { '_now': 'x', '': 'y' })).toBe(SUPERVISOR);
  expect(names).toEqual(['proxy', 'step', 'main', 'other']);
});

const amounts = (cpu: string, memory: string) => ({ cpu, memory });
const limited = (limits: object, rest: object = {}) => ({ resources: { limits, ...rest } }) as Partial<Container>;

test.each<[string, Partial<Container>, Partial<Container>, object]>([
  ['Guaranteed', limited(amounts('1', '1Gi')), limited(amounts('2', '2Gi')),
    { requests: amounts('100m', '32Mi'), limits: amounts('100m', '32Mi') }],
  ['Burstable', limited(amounts('1', '1Gi')), {}, { requests: amounts('10m', '16Mi') }],
  ['Burstable by requests below limits', limited(amounts('1', '1Gi')), limited(amounts('2', '2Gi'), { requests: amounts('1', '2Gi') }),
    { requests: amounts('10m', '16Mi'), limits: amounts('100m', '32Mi') }],
  ['Burstable and limited in its memory', limited(amounts('1', '1Gi')), limited({ memory: '1Gi' }),
    { requests: amounts('10m', '16Mi'), limits: { memory: '32Mi' } }],
  ['BestEffort', {}, { resources: {} }, {}],
])('a Pod that is %s stays so', (_, proxy, main, expected) => {
  expect(container({ initContainers: [{ ...PROXY, ...proxy }], containers: [{ name: 'main', ...main }] }).resources).toEqual(expected);
});

test('its image and resources can be chosen', () => {
  const runtimeResources = { requests: { cpu: '1m' } };
  const chosen = container({ initContainers: [PROXY], containers: [] }, { runtimeImage: 'registry/busybox:1', runtimeResources });
  expect([chosen.image, chosen.resources]).toEqual(['registry/busybox:1', runtimeResources]);
});

const RESTRICTED = { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, seccompProfile: { type: 'RuntimeDefault' } };

test.each<[string, PodSpec['securityContext'], Container['securityContext'], object | undefined]>([
  ['none', undefined, undefined, undefined],
  ['an empty one', {}, {}, undefined],
  ['what restricts the first main', undefined, { ...RESTRICTED, runAsUser: 1000, capabilities: { drop: ['ALL'] } },
    { ...RESTRICTED, runAsUser: 1000, capabilities: { drop: ['ALL'] } }],
  ['no powers', undefined, { privileged: true, procMount: 'Unmasked', runAsUser: 0, capabilities: { add: ['NET_ADMIN'], drop: ['ALL'] } },
    { runAsUser: 0, capabilities: { drop: ['ALL'] } }],
  ['nothing but powers', undefined, { privileged: true, procMount: 'Unmasked', capabilities: { add: ['NET_ADMIN'] } }, undefined],
  ['a user, where the image of the main has to name one', undefined, { runAsNonRoot: true }, { runAsNonRoot: true, runAsUser: 65534 }],
  ['a user, where the Pod says that there has to be one', { runAsNonRoot: true }, { readOnlyRootFilesystem: true },
    { readOnlyRootFilesystem: true, runAsUser: 65534 }],
  ['the user of the Pod', { runAsNonRoot: true, runAsUser: 1000 }, { runAsNonRoot: true }, { runAsNonRoot: true }],
  ['the user of the main', { runAsNonRoot: true }, { runAsUser: 1000 }, { runAsUser: 1000 }],
  ['root, where the main says so against itself', undefined, { runAsNonRoot: true, runAsUser: 0 }, { runAsNonRoot: true, runAsUser: 0 }],
  ['root, where the main may be root', { runAsNonRoot: true }, { runAsNonRoot: false }, { runAsNonRoot: false }],
])('its security context has %s', (_, ofPod, ofMain, expected) => {
  const main = { name: 'main', ...ofMain && { securityContext: ofMain } };
  const others: Container[] = [{ name: 'other', securityContext: { runAsUser: 7 } }];
  const initContainers = [{ ...PROXY, securityContext: { runAsUser: 8 } }];
  const { securityContext, ...rest } = container({ initContainers, containers: [main, ...others], ...ofPod && { securityContext: ofPod } });
  expect(securityContext).toEqual(expected);
  expect('securityContext' in rest).toBe(false);
});

describe('its script', () => {
  let node: string;
  beforeEach(() => {
    node = mkdtempSync(join(tmpdir(), 'node-'));
    ['bin', 'sidecar-runtime'].forEach(folder => mkdirSync(join(node, folder)));
    writeFileSync(join(node, 'bin/busybox'), 'the busybox');
  });
  afterEach(() => rmSync(node, { recursive: true }));

  const text = (file: string) => readFileSync(join(node, file), 'utf8');
  const modeOf = (file: string) => statSync(join(node, file)).mode.toString(8).slice(-3);
  const run = (...names: string[]) => {
    const podSpec = { initContainers: names.map(name => ({ ...PROXY, name })), containers: [] };
    const [setUp, ...args] = container(podSpec).args!.map(argument => expand(argument, {}));
    const script = setUp.replace(/\/bin\/busybox|\/sidecar-runtime/g, path => `${node}${path}`);
    return spawnSync('sh', ['-c', script, ...args], { encoding: 'utf8' });
  };

  test('leaves busybox, a supervisor that it runs, and empty files that everybody may write', () => {
    expect(run('proxy', 'logs')).toMatchObject({ status: 0, stdout: '', stderr: '' });
    expect(readdirSync(join(node, 'sidecar-runtime')).sort()).toEqual(['busybox', 'state', 'supervisor']);
    expect(text('sidecar-runtime/busybox')).toBe('the busybox');
    expect(text('sidecar-runtime/supervisor')).toBe(`#!${node}/sidecar-runtime/busybox sh\n${SUPERVISOR}\n`);
    expect(readdirSync(join(node, 'sidecar-runtime/state')).sort()).toEqual(['logs', 'proxy']);
    expect(text('sidecar-runtime/state/logs') + text('sidecar-runtime/state/proxy')).toBe('');
    expect(['supervisor', 'state', 'state/logs', 'state/proxy'].map(file => modeOf(`sidecar-runtime/${file}`))).toEqual(['777', '777', '666', '666']);
  });

  test('forgets what an earlier sandbox left', () => {
    run('proxy', 'gone');
    writeFileSync(join(node, 'sidecar-runtime/state/proxy'), 'up\n');
    writeFileSync(join(node, 'sidecar-runtime/supervisor'), 'old');
    expect(run('proxy').status).toBe(0);
    expect(readdirSync(join(node, 'sidecar-runtime/state'))).toEqual(['proxy']);
    expect(text('sidecar-runtime/state/proxy')).toBe('');
    expect(text('sidecar-runtime/supervisor')).toContain(SUPERVISOR);
  });

  test('fails where the image has no busybox', () => {
    rmSync(join(node, 'bin/busybox'));
    expect(run('proxy').status).not.toBe(0);
    expect(readdirSync(join(node, 'sidecar-runtime'))).toEqual([]);
  });
});
