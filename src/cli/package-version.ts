import { readFileSync } from 'node:fs';

/**
 * The version of this package.
 */
export function packageVersion(): string {
  return JSON.parse(readFileSync(`${__dirname}/../../package.json`, 'utf8')).version;
}
