import { posix } from 'node:path';

/** A page of docs: its path in that folder, and its text. */
export interface Page {
  readonly path: string;
  readonly text: string;
}

export interface NavigationItem {
  readonly text: string;
  readonly link: string;
}

export interface NavigationGroup {
  readonly text: string;
  readonly collapsed?: boolean;
  readonly items: readonly NavigationItem[];
}

/** What a reader wants of a page, as Diátaxis sorts it; the names of pages begin with it. */
const KINDS = [
  { text: 'Tutorial', prefix: 'tutorial-' },
  { text: 'How-to guides', prefix: 'how-to-' },
  { text: 'Explanation', prefix: 'explanation-' },
];

/** The title of a page: its first heading, without the marks of code. */
export function titleOf({ path, text }: Page): string {
  const heading = /^# (.+)$/m.exec(text);
  if (!heading) {
    throw new Error(`docs/${path} has no heading to be found by: give it one, such as "# How to …".`);
  }
  return heading[1].replace(/`/g, '');
}

/**
 * The side bar: a group for each kind of page, then one for each folder; pages come in the order of their titles, those named README first.
 * The page that the site starts with is what its title links to, and not in here.
 */
export function navigationOf(pages: readonly Page[]): NavigationGroup[] {
  const folders = [...new Set(pages.map(({ path }) => posix.dirname(path)))].filter(folder => folder !== '.').sort();
  const top = pages.filter(page => posix.dirname(page.path) === '.' && page.path !== 'README.md');
  const kindOf = ({ path }: Page) => KINDS.find(({ prefix }) => path.startsWith(prefix));
  return [
    ...KINDS.map(kind => ({ text: kind.text, items: itemsOf(top.filter(page => kindOf(page) === kind)) })),
    { text: 'Reference', items: itemsOf(top.filter(page => !kindOf(page))) },
    ...folders.map(folder => {
      const items = itemsOf(pages.filter(({ path }) => posix.dirname(path) === folder));
      return { text: items[0].text, collapsed: true, items };
    }),
  ].filter(({ items }) => items.length > 0);
}

function itemsOf(pages: readonly Page[]): NavigationItem[] {
  const isIndex = ({ path }: Page) => posix.basename(path) === 'README.md';
  return pages
    .map(page => ({ page, text: titleOf(page) }))
    .sort((a, b) => Number(isIndex(b.page)) - Number(isIndex(a.page)) || (a.text < b.text ? -1 : 1))
    .map(({ page, text }) => ({ text, link: `/${page.path.replace(/\.md$/, '').replace(/\/README$/, '/')}` }));
}
