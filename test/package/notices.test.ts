import { readFileSync } from 'node:fs';
import { ALLOWED_LICENSES, bundledPackages, NOTICES_FILE, noticesText } from '../../projenrc/notices';

const packages = bundledPackages();

test('THIRD-PARTY-NOTICES.txt is that of the packages which are bundled', () => {
  if (readFileSync(NOTICES_FILE, 'utf8') !== noticesText(packages)) {
    throw new Error('THIRD-PARTY-NOTICES.txt is not that of the packages which are bundled: run npx projen docs:notices.');
  }
});

test('packages that bundled ones depend on are among them', () => {
  expect(packages.map(({ name }) => name)).toEqual(['argparse', 'commander', 'diff', 'fdir', 'js-yaml', 'picomatch', 'tinyglobby', 'yaml']);
});

test.each(packages)('$name is under a license that allows to bundle it, and comes with its text', ({ license, homepage, texts }) => {
  expect(ALLOWED_LICENSES).toContain(license);
  expect(homepage).toMatch(/^https:/);
  expect(texts).not.toEqual([]);
});

test('a package has its version, license and texts in the notices', () => {
  const text = noticesText([{ name: 'left', version: '1.2.3', license: 'MIT', homepage: 'https://example.com/left', texts: ['Be nice.', 'Thanks.'] }]);
  expect(text).toContain('  left 1.2.3: MIT\n');
  expect(text).toContain(`${'-'.repeat(80)}\nleft 1.2.3 (MIT)\nhttps://example.com/left\n\nBe nice.\n\nThanks.\n`);
});
