import { siteLink } from '../../site/site-link';

const SITE = ['docs/rules.md', 'docs/presets/README.md', 'docs/pictures/pi.svg'];
const link = (href: string, page = 'docs/page.md') => siteLink(page, href, path => SITE.includes(path));

test('a page of docs is a page of the site', () => {
  expect(link('rules.md#sc301')).toBe('rules.md#sc301');
  expect(link('../rules.md', 'docs/presets/envoy.md')).toBe('../rules.md');
});

test('the README of a folder is the index of the site there', () => {
  expect(link('presets/README.md#facts')).toBe('presets/index.md#facts');
  expect(link('README.md', 'docs/presets/envoy.md')).toBe('index.md');
});

test('what lies outside of docs, or is left out of the site, is on GitHub: files by blob, folders by tree', () => {
  expect(link('../README.md#install')).toBe('https://github.com/cdk8s-sidecars/cdk8s-sidecars/blob/main/README.md#install');
  expect(link('../examples/pi/')).toBe('https://github.com/cdk8s-sidecars/cdk8s-sidecars/tree/main/examples/pi');
  expect(link('api/python.md')).toBe('https://github.com/cdk8s-sidecars/cdk8s-sidecars/blob/main/docs/api/python.md');
});

test('addresses, and sections of the page itself, stay as they are', () => {
  expect(['https://cdk8s.io', 'mailto:a@example.com', '//example.com', '#facts'].map(href => link(href)))
    .toEqual(['https://cdk8s.io', 'mailto:a@example.com', '//example.com', '#facts']);
});
