import { Container } from '../../manifest/types';

const SHELL = /^(?:\/bin\/|\/usr\/bin\/|\/usr\/local\/bin\/)?(?:sh|bash|ash|dash)$/;
const SCRIPT_FLAG = /^-\w*c$/;

/** A container that is started by a shell. */
export interface ShellCommand {
  /** The shell, as it is written: `sh`, `/bin/bash`. */
  readonly shell: string;
  /** The text that it runs, if it is given as an argument. */
  readonly script?: string;
  /** What comes after the script: the first is `$0`, the others are `"$@"`. */
  readonly parameters: readonly string[];
}

/**
 * The shell that a container is started with by its command, if it is one that lies where shells do.
 */
export function shellCommand({ command = [], args = [] }: Pick<Container, 'command' | 'args'>): ShellCommand | undefined {
  if (command.length === 0 || !SHELL.test(command[0])) {
    return undefined;
  }
  const [shell, ...words] = [...command, ...args];
  const options = words.findIndex(word => !/^[-+]/.test(word));
  const flags = options < 0 ? words : words.slice(0, options);
  return options >= 0 && flags.some(flag => SCRIPT_FLAG.test(flag))
    ? { shell, script: words[options], parameters: words.slice(options + 1) } : { shell, parameters: [] };
}
