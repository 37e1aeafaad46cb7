import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const LINE_WIDTH = 200;
/** After these a shell expects more, so that the end of the line says nothing; everywhere else it ends a command. */
const GOES_ON = /(\b(then|do|else|in)|[{|&]|;;)$/;

const STARTS_A_FUNCTION = /^\w+\(\) \{/;

/**
 * The script that runs a container of a supervised Pod, as it stands in manifests: without comments and in long lines, since
 * YAML puts its indentation before each.
 */
export const SUPERVISOR = packed(readFileSync(join(__dirname, '../../runtime/supervisor.sh'), 'utf8'));

function packed(script: string): string {
  const commands = script.split('\n').map(line => line.trim().replace(/(^| )# .*|^#.*/, '')).filter(line => line !== '');
  return commands.reduce((text, command) => {
    const line = text.slice(text.lastIndexOf('\n') + 1);
    const separator = GOES_ON.test(line) || isCasePattern(line) ? ' ' : ';';
    const isNewLine = STARTS_A_FUNCTION.test(command) || line.length + separator.length + command.length > LINE_WIDTH;
    return text + (text === '' ? '' : isNewLine ? '\n' : separator) + command;
  }, '');
}

function isCasePattern(line: string): boolean {
  return line.endsWith(')') && line.split(')').length > line.split('(').length;
}
