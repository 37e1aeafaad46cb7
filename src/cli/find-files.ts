import { existsSync, statSync } from 'node:fs';
import { posix } from 'node:path';
import { globSync, isDynamicPattern } from 'tinyglobby';
import { UnusableInput } from '../source/unusable-input';

const MANIFESTS = '**/*.{yaml,yml,json}';
const OF_OTHERS = ['**/node_modules/**', '**/.git/**'];

/** The files that arguments name. */
export interface FoundFiles {
  /** In the order of the arguments, those of a folder or pattern in alphabetical order; each once. */
  readonly files: readonly string[];
  /** Templates of charts in folders, which are no manifests before Helm has rendered them. */
  readonly templates: readonly string[];
}

/**
 * The files that arguments name: files by themselves, folders with all YAML and JSON files in them, however deep, and patterns such as `dist/*.yaml`.
 *
 * @throws UnusableInput if an argument names nothing
 */
export function findFiles(args: readonly string[]): FoundFiles {
  const all = [...new Set(args.flatMap(filesOf))];
  const named = new Set(args);
  const templates = all.filter(file => !named.has(file) && isTemplate(file));
  const skipped = new Set(templates);
  return { files: all.filter(file => !skipped.has(file)), templates };
}

function filesOf(argument: string): string[] {
  if (argument === '-') {
    return ['-'];
  }
  if (existsSync(argument)) {
    return statSync(argument).isDirectory() ? matches(MANIFESTS, argument) : [argument];
  }
  const found = isDynamicPattern(argument) ? matches(argument.replace(/\\/g, '/')) : [];
  if (found.length === 0) {
    throw new UnusableInput(`${argument}: there is no such file or folder${isDynamicPattern(argument) ? ', and nothing matches it as a pattern' : ''}.`);
  }
  return found;
}

function matches(pattern: string, folder: string = '.'): string[] {
  return globSync(pattern, { cwd: folder, ignore: OF_OTHERS, followSymbolicLinks: false, onlyFiles: true, expandDirectories: false })
    .map(file => posix.join(folder.replace(/\\/g, '/'), file))
    .sort((a, b) => a < b ? -1 : 1);
}

/** Whether a file lies in the folder `templates` of a chart. */
function isTemplate(file: string): boolean {
  const at = file.lastIndexOf('templates/');
  return at >= 0 && (at === 0 || file[at - 1] === '/') && existsSync(`${file.slice(0, at)}Chart.yaml`);
}
