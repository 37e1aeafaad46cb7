import { existsSync, Stats, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { NOT_THERE } from './not-there';
import { Unreadable } from '../inspection/located-finding';
import { UnusableInput } from '../source/unusable-input';

const MANIFESTS = '**/*.{yaml,yml,json}';
const ABOUT_CHART = /^(Chart\.yaml|values([.-].*)?\.(ya?ml|json))$/;

/** The files that arguments name. */
export interface FoundFiles {
  /** In the order of the arguments, those of a folder or pattern in alphabetical order; each once. */
  readonly files: readonly string[];
  /** Those of them that no argument names by themselves: what is no manifest may be among them. */
  readonly searched: ReadonlySet<string>;
  /** Templates of charts in folders, which are no manifests before Helm has rendered them. */
  readonly templates: readonly string[];
  /** Folders that could not be looked into. */
  readonly unreadable: readonly Unreadable[];
}

/**
 * The files that arguments name: files by themselves, folders with all YAML and JSON files in them, however deep, and patterns such as `dist/*.yaml`.
 *
 * @throws UnusableInput if an argument names nothing
 */
export function findFiles(args: readonly string[]): FoundFiles {
  const byPath = new Map<string, string>();
  const named = new Set<string>();
  const unreadable: Unreadable[] = [];
  for (const argument of args) {
    for (const file of filesOf(argument, unreadable)) {
      const path = file === '-' ? file : resolve(file);
      byPath.set(path, byPath.get(path) ?? file);
      if (file === argument) {
        named.add(byPath.get(path)!);
      }
    }
  }
  const all = [...byPath.values()];
  const searched = all.filter(file => !named.has(file));
  const charts = new Map(searched.map(file => [file, chartOf(file)]));
  const chartFolders = new Set(charts.values());
  const templates = searched.filter(file => charts.get(file) !== undefined);
  const manifests = new Set(searched.filter(file => charts.get(file) === undefined && !isAboutChart(file, chartFolders)));
  return { files: all.filter(file => named.has(file) || manifests.has(file)), searched: manifests, templates, unreadable };
}

function filesOf(argument: string, unreadable: Unreadable[]): string[] {
  if (argument === '-') {
    return ['-'];
  }
  const stats = statsOf(argument);
  if (stats && !stats.isDirectory()) {
    return [argument];
  }
  const { isDynamicPattern, matches } = require('./matching-files') as typeof import('./matching-files');
  const isPattern = !stats && isDynamicPattern(argument);
  const failures: Unreadable[] = [];
  const found = stats ? matches(MANIFESTS, failures, argument)
    : isPattern ? matches(argument.replace(/\\/g, '/'), failures) : [];
  if (found.length === 0 && failures.length === 0) {
    throw new UnusableInput(stats ? `${argument}: there is no YAML or JSON file in this folder.`
      : `${argument || "''"}: there is no such file or folder${isPattern ? ', and nothing matches it as a pattern' : ''}.`);
  }
  unreadable.push(...failures);
  return found;
}

function statsOf(file: string): Stats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false });
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (NOT_THERE.includes(code)) {
      return undefined;
    }
    throw new UnusableInput(`${file}: cannot be read: ${message}`);
  }
}

/** The folder of the chart, with a slash at its end, in whose `templates` a file lies. */
function chartOf(file: string): string | undefined {
  const at = file.lastIndexOf('templates/');
  const folder = file.slice(0, at);
  return at >= 0 && (at === 0 || file[at - 1] === '/') && existsSync(`${folder}Chart.yaml`) ? folder : undefined;
}

/** Whether it says something of a chart, and is no manifest either: if it counted, a chart would seem to have been checked. */
function isAboutChart(file: string, charts: ReadonlySet<string | undefined>): boolean {
  const at = file.lastIndexOf('/') + 1;
  return ABOUT_CHART.test(file.slice(at)) && charts.has(file.slice(0, at));
}
