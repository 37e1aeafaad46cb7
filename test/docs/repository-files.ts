import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Files } from './dead-links';

/** Paths of the files in this repository, those that are yet to be committed included. */
export function listed(...patterns: string[]): string[] {
  return execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...patterns], { encoding: 'utf8' }).trim().split('\n');
}

/** All of them, with what can be linked to. */
export function repositoryFiles(): Files {
  return new Map(listed().map(path => [path, path.endsWith('.md') ? readFileSync(path, 'utf8') : '']));
}
