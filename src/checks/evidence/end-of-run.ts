import { imageParts, isPublished, knownProgram, KnownProgram, staysUp } from './known-programs';
import { commandEnd } from './script-end';
import { Container } from '../../manifest/types';

/**
 * Whether the program of a container comes to an end by itself, in so far as its command and image tell. Where they do not,
 * nothing must be concluded. `never` means that it never ends with success.
 */
export type EndOfRun = 'never' | 'by itself' | 'unknown';

/** Whether a container comes to an end, and how that is known, as a part of a sentence such as `it runs nginx, which …`. */
export interface KnownEnd {
  readonly end: EndOfRun;
  readonly because: string;
}

const UNKNOWN: KnownEnd = { end: 'unknown', because: '' };

/** Images that have no entrypoint of their own, or one that runs its arguments. */
const RUNS_ARGUMENTS = new Set('busybox alpine debian ubuntu bash perl python ruby node golang amazonlinux fedora centos rockylinux almalinux'.split(' '));

/** Several rules ask for the same containers. Manifests are never changed in place, so the answer holds. */
const known = new WeakMap<Container, KnownEnd>();

/**
 * Whether a container comes to an end, and how that is known.
 */
export function endOfRun(container: Container): KnownEnd {
  let end = known.get(container);
  if (!end) {
    end = foundEnd(container);
    known.set(container, end);
  }
  return end;
}

function foundEnd(container: Container): KnownEnd {
  const words = commandOf(container);
  if (words) {
    const { end, server } = commandEnd(words);
    return end === 'by itself' && waitsForInput(container) ? UNKNOWN
      : end === 'never' ? { end, because: server === undefined ? 'its command goes on for ever' : `it runs ${server}, which goes on until it is stopped` }
        : end === 'by itself' ? { end, because: 'its command comes to an end' } : UNKNOWN;
  }
  const program = stayingProgram(container);
  return program && !program.mayEnd && isPublished(program, container.image ?? '') ? { end: 'never', because: byImage(program) } : UNKNOWN;
}

/**
 * Whether a container probably goes on until it is stopped, going by what its image is called, and how that is known. It is for
 * those of which {@link endOfRun} knows nothing.
 */
export function probablyStays(container: Container): string | undefined {
  const program = commandOf(container) ? undefined : stayingProgram(container);
  return program && byImage(program);
}

/**
 * Whether a container does one thing and is then done with it, for certain: it does not sleep for a while, which may be meant to go
 * on again when it is restarted, and does not fail on purpose.
 */
export function certainlyEnds(container: Container): boolean {
  const words = commandOf(container);
  if (!words) {
    return knownProgram(container)?.doneAfter?.test(container.args?.[0] ?? '') ?? false;
  }
  const { end, sleeps = false, fails = false } = commandEnd(words);
  return end === 'by itself' && !sleeps && !fails && !waitsForInput(container);
}

/** Whether somebody may type something in: shells and `cat`, as Jenkins starts them, go on until then. */
function waitsForInput({ stdin, tty }: Container): boolean {
  return stdin === true || tty === true;
}

/** Images of programs that prepare something, and are then done. */
const PREPARES = /(^|\/)(linkerd\/proxy-init|flyway|liquibase|migrate\/migrate)$/;
/** What people call commands and containers that prepare something; the former with their path. */
const PREPARING_COMMAND = /(^|\/)((db|run)?[-_]?migrat(e|ions?)(\.sh|\.py|\.js)?|wait[-_]for[-\w]*(\.sh)?)$/;
const PREPARING_NAME = /(^|-)(migrate|migrations?)$|^wait-for-/;

/**
 * Whether a container probably does one thing and is then done with it, going by what its program, its image or itself is called.
 */
export function probablyEnds(container: Container): boolean {
  const [executable, ...args] = commandOf(container) ?? [];
  if (executable !== undefined) {
    // What waits for something may be given what to start then.
    return PREPARING_COMMAND.test(executable) && !args.includes('--') || /^(npm|yarn|pnpm)( run)? \S*migrat\S*$/.test([executable, ...args].join(' '));
  }
  const { ports, livenessProbe, readinessProbe, startupProbe } = container;
  return PREPARES.test(imageParts(container.image ?? '').repository)
    || PREPARING_NAME.test(container.name) && !(ports ?? livenessProbe ?? readinessProbe ?? startupProbe) && !knownProgram(container);
}

/**
 * The command of a container and its arguments, or undefined if it is the image that says what to start.
 */
export function commandOf({ command = [], args = [], image = '' }: Container): readonly string[] | undefined {
  if (command.length > 0) {
    return [...command, ...args];
  }
  if (args.length === 0 || args[0].startsWith('-')) {
    return undefined;
  }
  const program = knownProgram({ image });
  const runs = RUNS_ARGUMENTS.has(imageParts(image).repository.replace(/^docker\/library\//, '')) || program?.runsArguments && !program.subcommands?.test(args[0]);
  return runs ? args : undefined;
}

/** The program of the image, if it stays with these arguments. */
function stayingProgram(container: Container): KnownProgram | undefined {
  const { args = [], env = [] } = container;
  const program = knownProgram(container);
  if (!program || program.endsByEnv && env.some(({ name }) => program.endsByEnv!.test(name))) {
    return undefined;
  }
  // Images of servers come with the arguments that they need; those of a mesh get theirs from the injector.
  const isDefault = args.length === 0 && program.role !== 'mesh';
  const stays = isDefault || staysUp(program, ['', ...args]);
  return stays ? program : undefined;
}

function byImage({ name }: KnownProgram): string {
  return `its image (${name}) is of a program that runs until it is stopped`;
}
