import { sourceLink, sourceUrl } from '../../src/report/source-link';

test.each([
  ['KEP-753', 'https://kep.k8s.io/753', '[KEP-753](https://kep.k8s.io/753)'],
  ['kubernetes/kubernetes#25908', 'https://github.com/kubernetes/kubernetes/issues/25908',
    '[kubernetes/kubernetes#25908](https://github.com/kubernetes/kubernetes/issues/25908)'],
  ['fixed by kubernetes-sigs/cli-utils#7 (2026)', 'https://github.com/kubernetes-sigs/cli-utils/issues/7',
    'fixed by [kubernetes-sigs/cli-utils#7](https://github.com/kubernetes-sigs/cli-utils/issues/7) (2026)'],
  ['https://example.com/a#1', 'https://example.com/a#1', '[https://example.com/a#1](https://example.com/a#1)'],
  ['kubernetes/website, sidecar-containers.md', undefined, 'kubernetes/website, sidecar-containers.md'],
])('the source %s is at %s', (source, url, link) => {
  expect(sourceUrl(source)).toBe(url);
  expect(sourceLink(source)).toBe(link);
});
