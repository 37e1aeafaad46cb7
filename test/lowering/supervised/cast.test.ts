import { castOf } from '../../../src/lowering/supervised/cast';
import { deepFreeze } from '../../deep-freeze';

const [first, second, main, other] = deepFreeze([{ name: 'first' }, { name: 'second' }, { name: 'main' }, { name: 'other', restartPolicy: 'Always' }]);
const [proxy, logs] = deepFreeze([{ name: 'proxy', restartPolicy: 'Always' }, { name: 'logs', restartPolicy: 'Always' }]);

test('init containers are steps from the first sidecar on, and main containers are mains whatever they say', () => {
  const { before, members } = castOf({ initContainers: [first, proxy, second, logs], containers: [main, other] });
  expect(before).toEqual([first]);
  expect(before[0]).toBe(first);
  expect(members).toEqual([
    { container: proxy, path: 'initContainers[1]', role: 'sidecar' },
    { container: second, path: 'initContainers[2]', role: 'step' },
    { container: logs, path: 'initContainers[3]', role: 'sidecar' },
    { container: main, path: 'containers[0]', role: 'main' },
    { container: other, path: 'containers[1]', role: 'main' },
  ]);
  expect(members[0].container).toBe(proxy);
});

test('nothing stays before a sidecar that is first, and a Pod may have no mains', () => {
  expect(castOf({ initContainers: [proxy], containers: [] })).toEqual({
    before: [],
    members: [{ container: proxy, path: 'initContainers[0]', role: 'sidecar' }],
  });
});
