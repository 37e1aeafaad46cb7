import { KUBELET_BUGS, kubeletBugs } from '../../src/cluster/kubelet-bugs';
import { isWithin, parseVersion } from '../../src/cluster/version';

test('a bug is listed once', () => {
  const issues = KUBELET_BUGS.map(({ issue }) => issue);
  expect(issues).toEqual([...new Set(issues)]);
});

test.each(KUBELET_BUGS)('$issue names an issue, what is wrong, and ranges of versions that are not empty and follow each other', bug => {
  expect(bug.issue).toMatch(/^#\d+$/);
  expect(bug.summary).toMatch(/^[a-z].*[^.]$/);
  expect(bug.affected).not.toEqual([]);
  bug.affected.forEach(({ from, fixedIn }, i) => {
    expect(isWithin(parseVersion(from), from, fixedIn)).toBe(true);
    expect(bug.affected.slice(i + 1).filter(later => isWithin(parseVersion(later.from), '1.16.0', fixedIn))).toEqual([]);
  });
});

test.each([
  ['1.27.16', []],
  ['1.28.0', ['#123323', '#132826', '#132040']],
  ['1.28.8', ['#132826', '#132040']],
  ['1.29.2', ['#123323', '#126332', '#126543', '#132826', '#132040']],
  ['1.29.3', ['#126332', '#126543', '#132826', '#132040']],
  ['1.29', ['#132826', '#132040']],
  ['1.30.4', ['#126543', '#132826', '#132040']],
  ['1.31.0', ['#126543', '#132826', '#132040']],
  ['1.33.5', ['#132826', '#132040']],
  ['1.33.6', []],
  ['1.33', []],
  ['1.34.1', ['#132826']],
  ['1.34.2', []],
  ['1.35.3', ['#137146']],
  ['1.35.4', []],
  ['1.36.0', []],
])('Kubernetes %s has the bugs %j', (version, issues) => {
  expect(kubeletBugs(parseVersion(version)).map(({ issue }) => issue)).toEqual(issues);
});
