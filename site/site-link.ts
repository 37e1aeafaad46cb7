import { posix } from 'node:path';
import { REPOSITORY } from './repository';

/** What is not a path: addresses, and sections of the page itself. */
const NO_PATH = /^([a-z][a-z0-9+.-]*:|\/\/|#)/i;

/**
 * Where a link of a page in docs leads on the site: to a page of the site, or to GitHub for all else.
 *
 * @param page path of the page, from the root of the repository
 * @param href the link as the page has it, for readers on GitHub
 * @param isOnSite whether what lies at a path belongs to the site
 */
export function siteLink(page: string, href: string, isOnSite: (path: string) => boolean): string {
  if (NO_PATH.test(href)) {
    return href;
  }
  const [, path, fragment] = /^([^#]*)(.*)$/.exec(href)!;
  const target = posix.join(posix.dirname(page), path).replace(/\/$/, '');
  if (!isOnSite(target)) {
    return `${REPOSITORY}/${posix.extname(target) ? 'blob' : 'tree'}/main/${target}${fragment}`;
  }
  return `${path.replace(/(^|\/)README\.md$/, '$1index.md')}${fragment}`;
}
