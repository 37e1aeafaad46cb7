import { explained, JOB, POD } from './explained-pods';
import { comparison } from '../../src/render/comparison';

const SLOW = { assumptions: new Map([['web', { stop: 5 }]]) };

test.each([
  ['nothing', explained(JOB, '1.36', 'end'), explained(JOB, '1.30', 'end'), 'The same happens on 1.36 and on 1.30.'],
  ['that one is never started', explained(JOB, '1.36', 'end'), explained(JOB, '1.27', 'end'),
    'What differs: the Pod ends as Succeeded on 1.36, the Pod is never started on 1.27.'],
  ['that one is stuck', explained(JOB, '1.30,node=1.27', 'end'), explained(JOB, '1.30', 'end'),
    'What differs: the Pod is stuck in Init on 1.30,node=1.27, the Pod ends as Succeeded on 1.30.'],
  ['the order of stopping', explained(POD, '1.29', 'deletion', SLOW), explained(POD, '1.28,SidecarContainers=true', 'deletion', SLOW),
    'What differs: containers end in the order migrate, web, proxy on 1.29, but migrate, proxy, web on 1.28,SidecarContainers=true.'],
  ['the end of the Job', explained(JOB, '1.36', 'end'), explained(JOB, '1.29', 'failure'),
    'What differs: the Pod ends as Succeeded on 1.36, as Failed on 1.29; the Job is Complete on 1.36, the Job is Failed on 1.29; '
    + "'pi' ends with 0 on 1.36, with 1 on 1.29."],
  ['when it is over', explained(JOB, '1.36', 'end'), explained(JOB, '1.29', 'end', { assumptions: new Map([['pi', { run: 1 }]]) }),
    'What differs: the last event is after 13 s on 1.36, after 4 s on 1.29.'],
  ['a time in between', explained(JOB, '1.36', 'end', { assumptions: new Map([['pi', { run: 8 }]]) }),
    explained(JOB, '1.29', 'end', { assumptions: new Map([['pi', { run: 7 }], ['proxy', { stop: 2 }]]) }),
    'What differs: some things happen at other times.'],
])('%s is told apart', (_, one, other, sentence) => {
  expect(comparison(one.lifecycle, other.lifecycle)).toContain(sentence);
});
