import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { navigationOf, Page, titleOf } from '../../site/navigation';

const page = (path: string, title: string): Page => ({ path, text: `<!-- Made of src -->\n\n# ${title}\n\n## More\n` });

test('pages are sorted by what their names begin with, then by their titles, and each folder is a group of its own', () => {
  expect(navigationOf([
    page('README.md', 'Start'), page('rules.md', 'Rules'), page('how-to-b.md', 'How to b'), page('how-to-a.md', 'How to z'),
    page('presets/envoy.md', 'Envoy'), page('presets/README.md', 'Presets'), page('tutorial-x.md', 'First `x`'),
  ])).toEqual([
    { text: 'Tutorial', items: [{ text: 'First x', link: '/tutorial-x' }] },
    { text: 'How-to guides', items: [{ text: 'How to b', link: '/how-to-b' }, { text: 'How to z', link: '/how-to-a' }] },
    { text: 'Reference', items: [{ text: 'Rules', link: '/rules' }] },
    { text: 'Presets', collapsed: true, items: [{ text: 'Presets', link: '/presets/' }, { text: 'Envoy', link: '/presets/envoy' }] },
  ]);
});

test('a page without a heading is refused', () => {
  expect(() => titleOf({ path: 'a.md', text: 'no heading\n' })).toThrow('docs/a.md has no heading to be found by');
});

test('each page in docs is in the navigation once, but for the start page and what jsii-docgen makes', () => {
  const paths = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'docs/*.md'], { encoding: 'utf8' }).trim().split('\n')
    .map(path => path.replace(/^docs\//, ''))
    .filter(path => path !== 'README.md' && !path.startsWith('api/'));
  const links = navigationOf(paths.map(path => ({ path, text: readFileSync(`docs/${path}`, 'utf8') }))).flatMap(({ items }) => items.map(({ link }) => link));
  expect(links.map(link => `${link.replace(/^\//, '').replace(/\/$/, '/README')}.md`).sort()).toEqual(paths.sort());
});
