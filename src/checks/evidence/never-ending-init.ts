import { endOfRun } from './end-of-run';
import { knownProgram } from './known-programs';
import { Container } from '../../manifest/types';

/** How it is known that an init container never ends. */
export interface NeverEnding {
  /** A part of a sentence, such as `its command goes on for ever`. */
  readonly because: string;
  /** Whether there is no other way to read it. */
  readonly isCertain: boolean;
}

/** What may end a loop, a command that follows a file, or a shell that has put one of them in the background. */
const MAY_END = /\b(break|exit|return|kill|trap|timeout|wait)\b|--pid\b|(?<!\|)\|(?!\|)|(?<![&>])&(?![&>])/;
/** A loop may end in that another program takes the place of the shell. */
const IN_LOOP = /\bdo\b/;
const REPLACES_SHELL = /\bexec\b/;

/** Programs that stay in the foreground however they are called, unless they are only asked something. */
const FOREGROUND = /^(?:.*\/)?(cloud_sql_proxy|cloud-sql-proxy|alloydb-auth-proxy|envoy|daprd|oauth2-proxy|kube-rbac-proxy)$/;
const ONLY_ASKED = /^(wait|shutdown|help|version|completion|validate|-{1,2}(help|version|validate|dry-run)|-[hvV]|--mode=(validate|init_only))$/;
const ASKED_MODE = /^(validate|init_only)$/;

/** First arguments that images whose entrypoint would as well start something else take for their own program. */
const OWN_ARGUMENT = /^(-|proxy$|run$|sidecar$)/;
/** Variables that let a program run just once, such as GITSYNC_ONE_TIME. */
const ONCE_VARIABLE = /ONE_?TIME|ONCE|EXIT|_ONLY$/i;
/** It is mostly its configuration that says whether it ends, which is elsewhere. */
const ENDS_BY_CONFIGURATION = ['Vault agent'];

/**
 * Whether an init container never ends, by its command or by its image; undefined unless there is good reason to say so.
 * The same programs that run for ever as main containers are often called to do a single thing in init containers.
 */
export function lastsForEver(container: Container): NeverEnding | undefined {
  const { command = [], args = [] } = container;
  if (command.length === 0) {
    return byImage(container);
  }
  const [first, ...rest] = [...command, ...args];
  const program = FOREGROUND.exec(first)?.[1];
  if (program !== undefined) {
    return rest.some(argument => ONLY_ASKED.test(argument) || ASKED_MODE.test(argument)) ? undefined
      : { because: `it runs ${program}, which ends only when it is stopped`, isCertain: true };
  }
  const { end, because } = endOfRun(container);
  const script = [first, ...rest].join(' ');
  return end !== 'never' || MAY_END.test(script) || (IN_LOOP.test(script) && REPLACES_SHELL.test(script)) ? undefined : { because, isCertain: true };
}

function byImage(container: Container): NeverEnding | undefined {
  const { args = [], env = [], envFrom = [] } = container;
  const program = knownProgram(container);
  if (!program || ENDS_BY_CONFIGURATION.includes(program.name)) {
    return undefined;
  }
  const mayEnd = (args.length > 0 && (program.role === 'server' || !OWN_ARGUMENT.test(args[0])))
    || args.some(argument => ONLY_ASKED.test(argument))
    || env.some(({ name }) => ONCE_VARIABLE.test(name))
    || envFrom.length > 0;
  const { end, because } = endOfRun(container);
  return mayEnd || end !== 'never' ? undefined : { because, isCertain: program.role !== 'server' };
}
