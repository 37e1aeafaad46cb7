import { ACKNOWLEDGED, CLEAN, ERROR, INFO, INSPECTION, WARNING } from './inspections';
import { Inspection } from '../../src/inspection/located-finding';
import { summaryOf, summaryText } from '../../src/report/summary';

test('what is acknowledged is counted apart', () => {
  expect(summaryOf(INSPECTION)).toEqual({
    errors: 1, warnings: 1, infos: 1, acknowledged: 1, unreadable: 1, files: 40, documents: 100, workloads: 12, targets: ['1.29', '1.36,node=1.34'],
  });
});

test.each<[string, Partial<Inspection>]>([
  ['Nothing found in 1 workload of 1 file, checked for Kubernetes 1.37.', {}],
  ['Nothing found in 0 workloads of 2 files, checked for Kubernetes 1.37.', { workloads: 0, files: 2 }],
  ['1 error in 1 workload of 1 file, checked for Kubernetes 1.37.', { findings: [ERROR] }],
  ['2 errors, 1 info in 1 workload of 1 file, checked for Kubernetes 1.37.', { findings: [ERROR, INFO, ERROR] }],
  ['2 warnings in 1 workload of 1 file, checked for Kubernetes 1.37 (1 can be repaired with --fix).',
    { findings: [WARNING, { ...WARNING, patch: undefined }] }],
  ['1 warning in 1 workload of 1 file, checked for Kubernetes 1.37.', { findings: [WARNING], isRepaired: true }],
  ['Nothing found in 1 workload of 1 file, checked for Kubernetes 1.37 (1 acknowledged).', { findings: [{ ...ACKNOWLEDGED, edits: WARNING.edits }] }],
  ['Nothing found in 1 workload of 1 file, checked for Kubernetes 1.37 (2 could not be read).',
    { unreadable: [...INSPECTION.unreadable, ...INSPECTION.unreadable] }],
  ['Nothing found in 1 workload of 1 file, checked for Kubernetes 1.27, 1.29 and 1.36.', { targets: ['1.27', '1.29', '1.36'] }],
])('a summary is: %s', (text, inspection) => {
  expect(summaryText({ ...CLEAN, ...inspection })).toBe(text);
});
