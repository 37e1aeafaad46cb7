import { workloadFaults } from '../../src/manifest/shape';
import { soundWorkload } from '../../src/manifest/sound-workload';
import { KubernetesObject } from '../../src/manifest/types';
import { Workload, workloadsOf } from '../../src/manifest/workloads';
import { deepFreeze } from '../deep-freeze';

const main = { name: 'main', image: 'x' };
const pod = (spec: object, metadata: unknown = { name: 'a' }) => ({ apiVersion: 'v1', kind: 'Pod', metadata, spec }) as KubernetesObject;
const job = (spec: object, podSpec: object = { containers: [main] }) =>
  ({ apiVersion: 'batch/v1', kind: 'Job', spec: { ...spec, template: { metadata: {}, spec: podSpec } } }) as KubernetesObject;

function soundOf(object: KubernetesObject): Workload | undefined {
  const [workload] = workloadsOf(deepFreeze(object));
  return soundWorkload(workload, workloadFaults(workload));
}

/** As JSON, in which nothing is undefined. */
function leftOf(object: KubernetesObject): unknown {
  const sound = soundOf(object);
  return sound && JSON.parse(JSON.stringify(sound.object));
}

test.each<[string, KubernetesObject, KubernetesObject]>([
  ['a field of a container', pod({ containers: [{ ...main, args: 'x', command: ['y'] }] }), pod({ containers: [{ ...main, command: ['y'] }] })],
  ['a field in a field of a container, with all of it', pod({ containers: [main, { ...main, livenessProbe: { periodSeconds: 'x', exec: {} } }] }),
    pod({ containers: [main, main] })],
  ['a field of an init container', pod({ initContainers: [{ name: 'i', env: 5 }], containers: [main] }), pod({ initContainers: [{ name: 'i' }], containers: [main] })],
  ['a field of the Pod', pod({ containers: [main], volumes: [{}], terminationGracePeriodSeconds: '5' }), pod({ containers: [main] })],
  ['a field of the Job', job({ backoffLimit: 'x', completions: 1 }), job({ completions: 1 })],
  ['a field in a field of the Job', job({ podFailurePolicy: { rules: [{ onExitCodes: { values: ['x'] } }] } }), job({})],
])('without %s that is malformed, a workload can be looked at', (_, object, expected) => {
  expect(leftOf(object)).toEqual(expected);
});

test('its parts are those of what is left', () => {
  const sound = soundOf(job({ backoffLimit: 'x' }, { containers: [{ ...main, args: 5 }] }))!;
  const podSpec = { containers: [main] };
  expect(JSON.parse(JSON.stringify([sound.podSpec, sound.jobSpec]))).toEqual([podSpec, { template: { metadata: {}, spec: podSpec } }]);
  expect(sound).toMatchObject({ kind: 'Job', podSpecPath: 'spec.template.spec', jobSpecPath: 'spec' });
});

test.each<[string, KubernetesObject]>([
  ['a name', pod({ containers: [{ name: 5 }] })],
  ['no name', pod({ containers: [{ image: 'x' }] })],
  ['containers that are no list', pod({ containers: {} })],
  ['a container that is none', pod({ containers: ['x'] })],
  ['init containers that are no list', pod({ initContainers: 'x', containers: [main] })],
  ['a spec that is none', pod([])],
  ['a spec without containers', pod({})],
])('with %s, too little would be left', (_, object) => {
  expect(soundOf(object)).toBeUndefined();
});

test('a workload without faults is what it was', () => {
  const [workload] = workloadsOf(pod({ containers: [main] }));
  expect(soundWorkload(workload, [])).toBe(workload);
});

test('metadata that are malformed are left out as well', () => {
  const deployment = (template: object) => ({ apiVersion: 'apps/v1', kind: 'Deployment', spec: { template } });
  expect(leftOf(deployment({ metadata: { annotations: [] }, spec: { containers: [main] } }))).toEqual(deployment({ spec: { containers: [main] } }));
  expect(leftOf(pod({ containers: [main] }, 'x'))).toEqual({ apiVersion: 'v1', kind: 'Pod', spec: { containers: [main] } });
});

test('a workload that was told by its form stays one', () => {
  const [workload] = workloadsOf(pod({ containers: [{ ...main, args: 5 }] }));
  expect(soundWorkload({ ...workload, isGuess: true }, workloadFaults(workload))?.isGuess).toBe(true);
  expect(soundWorkload(workload, workloadFaults(workload))).not.toHaveProperty('isGuess');
});
