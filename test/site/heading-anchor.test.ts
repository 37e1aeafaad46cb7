import { headingAnchor } from '../../site/heading-anchor';

test.each([
  ['Known limits', 'known-limits'],
  ['SC201 job-never-completes', 'sc201-job-never-completes'],
  ['What happens, and when: a list (of 3)', 'what-happens-and-when-a-list-of-3'],
  ['`restartPolicy` & _order_', 'restartpolicy--_order_'],
  ['Größe', 'größe'],
])('the anchor of %s is that of GitHub', (heading, anchor) => {
  expect(headingAnchor(heading)).toBe(anchor);
});
