import { workloadFaults } from '../../src/manifest/shape';
import { soundWorkload } from '../../src/manifest/sound-workload';
import { KubernetesObject } from '../../src/manifest/types';
import { workloadsOf } from '../../src/manifest/workloads';

const pod = (container: object): KubernetesObject => ({ apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'main', ...container }] } });
const sound = (object: KubernetesObject, isGuess = false) => {
  const workload = { ...workloadsOf(object)[0], ...isGuess && { isGuess } };
  return soundWorkload(workload, workloadFaults(workload));
};

test('what is malformed is taken out', () => {
  expect(sound(pod({ args: '--debug', image: 'main:1' }))?.podSpec).toEqual({ containers: [{ name: 'main', args: undefined, image: 'main:1' }] });
  expect(sound(pod({ name: 3 }))).toBeUndefined();
});

test('a workload that was told by its form stays one', () => {
  expect(sound(pod({ args: '--debug' }), true)?.isGuess).toBe(true);
  expect(sound(pod({ args: '--debug' }))).not.toHaveProperty('isGuess');
});
