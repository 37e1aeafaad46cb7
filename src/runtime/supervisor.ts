import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The script that runs a container of a supervised Pod, as it stands in manifests: without its comments.
 */
export const SUPERVISOR = readFileSync(join(__dirname, '../../runtime/supervisor.sh'), 'utf8')
  .split('\n')
  .filter(line => !/^\s*#/.test(line))
  .map(line => line.replace(/ +# .*/, ''))
  .filter(line => line !== '')
  .join('\n');
