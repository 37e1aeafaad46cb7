import fc from 'fast-check';
import { anyExplained, explained, JOB, POD } from './explained-pods';
import { conclusions, pictureOf } from '../../src/render/lanes';

test('a container waits, starts until its gate, runs, and stops', () => {
  const { lanes, phases, phase, end } = pictureOf(explained(JOB, '1.36', 'end').lifecycle);
  expect(lanes).toEqual([
    {
      name: 'proxy',
      segments: [{ state: 'starting', from: 0, to: 2 }, { state: 'running', from: 2, to: 12 }, { state: 'stopping', from: 12, to: 13 }],
      marks: [{ type: 'gate', time: 2 }, { type: 'sigterm', time: 12 }],
      outcome: 'exit 0',
    },
    {
      name: 'pi',
      segments: [{ state: 'waiting', from: 0, to: 2 }, { state: 'running', from: 2, to: 12 }, { state: 'ended', from: 12, to: 13 }],
      marks: [],
      outcome: 'exit 0',
    },
  ]);
  expect(phases).toEqual([{ state: 'Pending', from: 0, to: 2 }, { state: 'Running', from: 2, to: 13 }]);
  expect({ phase, end }).toEqual({ phase: 'Succeeded', end: 13 });
});

test('a container runs on after its preStop hook until its turn has come', () => {
  const { lanes: [, proxy] } = pictureOf(explained(POD, '1.36', 'deletion', { assumptions: new Map([['web', { stop: 5 }]]) }).lifecycle);
  expect(proxy.segments.map(({ state }) => state)).toEqual(['waiting', 'running', 'preStop', 'running', 'stopping']);
});

test('a container that comes back has a back-off and a mark, and one that is killed a mark', () => {
  const crashing = explained(POD, '1.36', 'deletion', { assumptions: new Map([['web', { run: 1, exit: 1 }]]), deleteAt: 25 });
  const [,, web] = pictureOf(crashing.lifecycle).lanes;
  expect(web.segments.map(({ state, from }) => [state, from]))
    .toEqual([['waiting', 0], ['running', 2], ['backoff', 4], ['running', 14], ['ended', 15]]);
  expect(web.marks).toEqual([{ type: 'restart', time: 3 }, { type: 'restart', time: 14 }]);
  expect(pictureOf(explained(POD, '1.36', 'grace-expires').lifecycle).lanes[2].marks.map(({ type }) => type)).toEqual(['sigterm', 'sigkill']);
});

test('what goes on is shown for a while, and of very many events the first', () => {
  expect(pictureOf(explained(JOB, '1.30,node=1.27', 'end').lifecycle)).toMatchObject({ phase: 'Pending', end: 10, omitted: 0 });
  const again = explained(POD, '1.36', 'end', { assumptions: new Map([['web', { run: 0.5, exit: 1 }]]) }).lifecycle;
  const { events, omitted, lanes } = pictureOf(again);
  expect(lanes[2].outcome).toBe('back-off');
  expect([events.length, events.length + omitted]).toEqual([40, again.events.length]);
});

test('it is said why a Pod does not start or gets stuck, and what becomes of its Job', () => {
  expect(conclusions(explained(JOB, '1.36', 'end').lifecycle)).toEqual([{ about: 'Job', sentence: 'Complete after 13 s: Its Pod has succeeded.' }]);
  expect(conclusions(explained(JOB, '1.27', 'end').lifecycle)).toEqual([
    { about: 'Pod', sentence: 'Never started. The API server (1.27) does not know restartPolicy of containers, and rejects the manifest: unknown field.' },
  ]);
  expect(conclusions(explained(JOB, '1.30,node=1.27', 'end').lifecycle).map(({ sentence }) => sentence)).toEqual([
    "The Pod stays in Init: 'proxy' is a plain init container to this kubelet, and does not end, so nothing after it ever starts.",
    'No end: Its Pod does not come to an end, so neither does the Job.',
  ]);
});

test('the segments of every lane follow each other without gaps, from the first event to the end', () => {
  fc.assert(fc.property(anyExplained, ({ lifecycle }) => {
    const { lanes, phases, end, events } = pictureOf(lifecycle);
    for (const segments of [...lanes.map(lane => lane.segments), phases].filter(() => end > 0)) {
      expect(segments[0].from).toBe(0);
      expect(segments.at(-1)!.to).toBe(end);
      expect(segments.slice(1).map(({ from }) => from)).toEqual(segments.slice(0, -1).map(({ to }) => to));
      expect(segments.every(({ from, to }) => from < to)).toBe(true);
    }
    expect(end).toBeGreaterThanOrEqual(events.at(-1)?.time ?? 0);
  }));
});
