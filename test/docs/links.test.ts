import { deadLinks, Files } from './dead-links';
import { listed, repositoryFiles } from './repository-files';

describe('links into this repository', () => {
  const FILES: Files = new Map([['docs/a.md', '# A\n\n## B c: `d`\n\n## B c: `d`\n\n## Ids <a name="E" id="E"></a>\n'], ['src/index.ts', '']]);
  const dead = (text: string) => deadLinks('docs/page.md', `# Page\n\n${text}\n`, FILES);

  test.each([
    '[a page](a.md)', '[a section](a.md#b-c-d)', '[the second of two](a.md#b-c-d-1)', '[with an id](a.md#ids)', '[by its id](a.md#E)', '[this page](#page)', '[a folder](../src)', '[a file](../src/index.ts)',
    '[on GitHub](https://github.com/cdk8s-sidecars/cdk8s-sidecars/blob/main/docs/a.md#a)', '[folder](https://github.com/cdk8s-sidecars/cdk8s-sidecars/tree/main/src)',
    '[elsewhere](https://example.com/a.md)', '`[no link](b.md)`', '![raw](https://raw.githubusercontent.com/cdk8s-sidecars/cdk8s-sidecars/main/src/index.ts)',
  ])('%s is alive', text => {
    expect(deadLinks('docs/page.md', `# Page\n\n${text}\n`, new Map([...FILES, ['docs/page.md', '# Page']]))).toEqual([]);
  });

  test.each([
    ['[a page](b.md)', 'docs/page.md:3: b.md leads to docs/b.md, which is not there'],
    ['[a section](a.md#e)', 'docs/page.md:3: docs/a.md has no section #e'],
    ['[one too many](a.md#b-c-d-2)', 'docs/page.md:3: docs/a.md has no section #b-c-d-2'],
    ['[a folder](../lib)', 'docs/page.md:3: ../lib leads to lib, which is not there'],
    ['| x |\n|---|\n| [in a table](c.md) |', 'docs/page.md:3: c.md leads to docs/c.md, which is not there'],
    ['![picture](pictures/a.svg)', 'docs/page.md:3: pictures/a.svg leads to docs/pictures/a.svg, which is not there'],
    ['[on GitHub](https://github.com/cdk8s-sidecars/cdk8s-sidecars/blob/main/docs/b.md)',
      'docs/page.md:3: https://github.com/cdk8s-sidecars/cdk8s-sidecars/blob/main/docs/b.md leads to docs/b.md, which is not there'],
    ['![raw](https://raw.githubusercontent.com/cdk8s-sidecars/cdk8s-sidecars/main/a.svg)',
      'docs/page.md:3: https://raw.githubusercontent.com/cdk8s-sidecars/cdk8s-sidecars/main/a.svg leads to a.svg, which is not there'],
  ])('%s is dead', (text, message) => {
    expect(dead(text)).toEqual([message]);
  });
});

describe('in this repository', () => {
  const files = repositoryFiles();
  // What jsii-docgen makes links into itself alone.
  const pages = listed('*.md').filter(page => page !== 'API.md' && !page.startsWith('docs/api/'));

  test('README and all docs are looked at', () => {
    expect(pages).toEqual(expect.arrayContaining(['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'docs/rules.md', 'examples/pi/README.md']));
  });

  test.each(pages)('all links of %s lead somewhere', page => {
    expect(deadLinks(page, files.get(page)!, files)).toEqual([]);
  });
});
