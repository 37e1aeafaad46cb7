import { explained, JOB, POD } from './explained-pods';
import { assumedText, assumeHint } from '../../src/render/assumed';

test.each([
  ['a start gate that passes', explained(JOB, '1.36', 'end'), 'proxy needs 2 s to start and 1 s to stop; pi runs 10 s and exits with 0'],
  ['a start gate that never passes', explained(JOB, '1.36', 'end', { assumptions: new Map([['proxy', { gateNever: true, ignoresTerm: true }]]) }),
    'proxy never passes its start gate, ignores SIGTERM'],
  ['a hook', explained(POD, '1.36', 'deletion'),
    'migrate runs 2 s and exits with 0; proxy needs 3 s for its preStop hook and 1 s to stop; web runs until it is stopped, needs 1 s to stop'],
  ['a crash', explained(JOB, '1.36', 'sidecar-crash'),
    'proxy runs 5 s and exits with 1 the first time, needs 2 s to start and 1 s to stop; pi runs 10 s and exits with 0'],
  ['a start alone', explained(JOB, '1.36', 'start'), 'proxy needs 2 s to start'],
  ['nothing', explained(JOB, '1.27', 'end'), ''],
])('with %s, only what makes a difference is told', (_, each, text) => {
  expect(assumedText(each)).toBe(text);
});

test('the option that assumes something else names a main container, unless none has started', () => {
  expect(assumeHint(explained(JOB, '1.36', 'end'))).toBe('--assume pi=run:5s says otherwise');
  expect(assumeHint(explained(JOB, '1.30,node=1.27', 'end'))).toBe('--assume proxy=run:5s says otherwise');
});
