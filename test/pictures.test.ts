import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pictures, PICTURES_FOLDER } from '../projenrc/pictures';

jest.setTimeout(60_000);

const current = pictures();

test('docs/pictures has the pictures that explain makes, and no others', () => {
  expect(readdirSync(PICTURES_FOLDER).sort()).toEqual([...current.keys()].sort());
});

test.each([...current])('docs/pictures/%s is what explain makes', (name, svg) => {
  if (readFileSync(join(PICTURES_FOLDER, name), 'utf8') !== svg) {
    throw new Error(`docs/pictures/${name} is not what explain makes: run npx projen compile && npx projen docs:pictures.`);
  }
});

test('each picture is shown, README shows some, and what is shown is there', () => {
  const pages = execFileSync('git', ['ls-files', 'README.md', 'docs/*.md'], { encoding: 'utf8' }).trim().split('\n');
  const shownIn = (page: string) => [...readFileSync(page, 'utf8').matchAll(/!\[[^\]]+\]\([^)]*\bpictures\/([^)]+)\)/g)].map(([, name]) => name);
  expect(shownIn('README.md')).toEqual(['pi-legacy.svg', 'pi-native.svg']);
  expect([...new Set(pages.flatMap(shownIn))].sort()).toEqual([...current.keys()].sort());
});
