/**
 * Puts the files that are released into a folder of their own, from which the packages of all languages are made.
 */
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageFiles, ROOT } from './package-files';

const STAGE = join(ROOT, '.package');

rmSync(STAGE, { recursive: true, force: true });
for (const file of packageFiles()) {
  mkdirSync(dirname(join(STAGE, file)), { recursive: true });
  copyFileSync(join(ROOT, file), join(STAGE, file));
}
