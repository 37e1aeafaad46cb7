import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';

const ROOT = join(__dirname, '..');
const PACKAGE = 'cdk8s-sidecars';

export interface Measurement {
  /** Milliseconds by the clock. */
  readonly wall: number;
  /** Milliseconds of CPU. */
  readonly cpu: number;
}

/**
 * A script that measures one thing in a process of its own, so that neither compiled code nor garbage of another counts.
 * It prints a measurement as JSON.
 *
 * @param file the script, in TypeScript, beside this one
 */
export function child<T extends Measurement>(file: string): (...args: string[]) => T {
  if (!existsSync(join(ROOT, 'lib/index.js')) || !existsSync(join(ROOT, 'node_modules', PACKAGE))) {
    throw new Error('The compiled library is measured. Run: npx projen compile && npx projen link');
  }
  const code = ts.transpile(readFileSync(join(__dirname, file), 'utf8'), { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 });
  return (...args) => {
    const { CDK8S_SIDECARS_TARGET, NODE_OPTIONS, ...env } = process.env;
    return JSON.parse(execFileSync(process.execPath, ['-e', code, '--', ...args], { cwd: ROOT, env, encoding: 'utf8' })) as T;
  };
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
