import { readdirSync } from 'node:fs';
import { posix, relative } from 'node:path';
import { FileSystemAdapter, globSync } from 'tinyglobby';
import { NOT_THERE } from './not-there';
import { Unreadable } from '../inspection/located-finding';

export { isDynamicPattern } from 'tinyglobby';

const OF_OTHERS = ['**/node_modules/**', '**/.git/**'];

/**
 * The files that match a pattern, in alphabetical order.
 *
 * @param failures takes the folders that could not be looked into
 */
export function matches(pattern: string, failures: Unreadable[], folder: string = '.'): string[] {
  const named = (path: string) => posix.join(folder.replace(/\\/g, '/'), path.replace(/\\/g, '/'));
  const reading = {
    readdirSync: (path: string, options: { withFileTypes: true }) => {
      try {
        return readdirSync(path, options);
      } catch (error) {
        const { code = '', message } = error as NodeJS.ErrnoException;
        if (!NOT_THERE.includes(code)) {
          failures.push({ file: named(relative(folder, path)), line: 1, column: 1, message: `cannot be read: ${message}` });
        }
        return [];
      }
    },
  } as FileSystemAdapter;
  const options = { cwd: folder, ignore: OF_OTHERS, followSymbolicLinks: false, onlyFiles: true, expandDirectories: false, fs: reading };
  return globSync(pattern, options).map(named).sort((a, b) => a < b ? -1 : 1);
}
