import { posix } from 'node:path';
import { markdownPage } from './markdown-page';
import { REPOSITORY } from '../../site/repository';

/** Files by their paths, with the text of those that have sections to link to. */
export type Files = ReadonlyMap<string, string>;

const RAW = REPOSITORY.replace('github.com', 'raw.githubusercontent.com');
const ADDRESS = /^([a-z][a-z0-9+.-]*:|\/\/)/i;

/** Where a link leads in this repository; undefined for one that leads elsewhere. */
export function pathOf(page: string, destination: string): string | undefined {
  const [, main] = new RegExp(`^(?:${REPOSITORY}/(?:blob|tree|raw)/main|${RAW}/main)/(.*)$`).exec(destination) ?? [];
  if (main !== undefined) {
    return posix.normalize(main);
  }
  if (ADDRESS.test(destination)) {
    return undefined;
  }
  return destination.startsWith('#') ? `${page}${destination}` : posix.join(posix.dirname(page), decodeURI(destination));
}

/** What is wrong with the links of a page that lead into this repository. */
export function deadLinks(page: string, text: string, files: Files): string[] {
  const isFolder = (path: string) => path === '.' || [...files.keys()].some(file => file.startsWith(`${path}/`));
  return markdownPage(text).links.flatMap(({ destination, line }) => {
    const [, path, , fragment] = /^([^#]*)(#(.*))?$/.exec(pathOf(page, destination) ?? '')!;
    const target = path.replace(/\/$/, '');
    if (!target || (isFolder(target) && !fragment)) {
      return [];
    }
    const linked = files.get(target);
    if (linked === undefined) {
      return [`${page}:${line}: ${destination} leads to ${target}, which is not there`];
    }
    return !fragment || markdownPage(linked).anchors.has(fragment) ? [] : [`${page}:${line}: ${target} has no section #${fragment}`];
  });
}
