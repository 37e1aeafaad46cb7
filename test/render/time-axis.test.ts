import fc from 'fast-check';
import { anyExplained, explained, JOB } from './explained-pods';
import { pictureOf } from '../../src/render/lanes';
import { timeAxis } from '../../src/render/time-axis';

test('short lifecycles have an axis to scale, with a tick for every so many seconds', () => {
  const { position, ticks, cuts } = timeAxis(pictureOf(explained(JOB, '1.36', 'end').lifecycle), 60);
  expect(ticks.map(({ time }) => time)).toEqual([0, 2, 4, 6, 8, 10, 13]);
  expect([position(0), position(6.5), position(13), cuts]).toEqual([0, 0.5, 1, []]);
});

test('quiet times are cut where nothing else could be told apart', () => {
  const { position, ticks, cuts } = timeAxis(pictureOf(explained(JOB, '1.36', 'end', { assumptions: new Map([['pi', { run: 3000 }]]) }).lifecycle), 60);
  expect(ticks.map(({ time }) => time)).toEqual([0, 3003]);
  expect(cuts).toHaveLength(1);
  expect(position(3003) - position(3002)).toBeGreaterThan(2 / 60);
});

test('times keep their order on every axis', () => {
  fc.assert(fc.property(anyExplained, fc.integer({ min: 10, max: 200 }), ({ lifecycle }, slots) => {
    const picture = pictureOf(lifecycle);
    const { position } = timeAxis(picture, slots);
    const positions = [0, ...picture.events.map(({ time }) => time), picture.end].map(position);
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    expect(positions.every(each => each >= 0 && each <= 1 + 1e-9)).toBe(true);
  }));
});
