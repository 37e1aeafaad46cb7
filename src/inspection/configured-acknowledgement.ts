import { LocatedFinding } from './located-finding';

/**
 * An acknowledgement of the configuration file. What is left out matches everything; all but the id may have `*` in them, in `file` also `**`.
 */
export interface ConfiguredAcknowledgement {
  readonly id: string;
  readonly reason: string;
  readonly file?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly container?: string;
}

/**
 * Whether a finding is one of those that a configured acknowledgement is about.
 */
export function isAbout(said: ConfiguredAcknowledgement, { id, file, object, container }: Omit<LocatedFinding, 'acknowledged'>): boolean {
  return said.id === id && matches(said.file, file) && matches(said.kind, object.kind) && matches(said.name, object.name)
    && matches(said.namespace, object.namespace) && matches(said.container, container);
}

const matchers = new Map<string, (text: string) => boolean>();

function matches(pattern: string | undefined, text: string | undefined): boolean {
  if (pattern === undefined) {
    return true;
  }
  let matcher = matchers.get(pattern);
  if (!matcher) {
    const picomatch = require('picomatch') as typeof import('picomatch');
    matcher = picomatch(pattern, { dot: true });
    matchers.set(pattern, matcher);
  }
  return text !== undefined && matcher(text);
}
