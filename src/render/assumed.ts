import { Explained, seconds } from './explained';
import { Assumption } from '../lifecycle/assumption';
import { EventType } from '../lifecycle/event';

/**
 * What is assumed of the containers of a workload as far as it has made a difference, in a sentence without its end; empty if nothing has.
 */
export function assumedText(explained: Explained): string {
  return assumed(explained).map(({ name, facts }) => `${name} ${facts.join(', ')}`).join('; ');
}

/**
 * How to have something else assumed, of a main container if that makes a difference.
 */
export function assumeHint(explained: Explained): string {
  const containers = assumed(explained);
  const { name } = containers.find(({ isMain }) => isMain) ?? containers[0];
  return `--assume ${name}=run:5s says otherwise`;
}

interface Assumed {
  readonly name: string;
  readonly isMain: boolean;
  readonly facts: readonly string[];
}

function assumed({ injected, lifecycle: { assumptions, containers, events } }: Explained): Assumed[] {
  return Object.entries(assumptions).map(([name, assumption]) => {
    const { role } = containers[name];
    const own = events.filter(({ container }) => container === name);
    const facts = factsOf(assumption, role, new Set(own.map(({ type }) => type)), isGated(own, assumption));
    const isInjected = name === injected?.container;
    return { name, isMain: role === 'main' && !isInjected, facts: isInjected ? [`is added by the webhook of ${injected.by}`, ...facts] : facts };
  }).filter(({ facts }) => facts.length > 0);
}

function factsOf(assumption: Assumption, role: string, types: ReadonlySet<EventType>, gated: boolean): string[] {
  if (!types.has('Starting')) {
    return [];
  }
  const { run, exit, start, stop, postStart, preStop, ignoresTerm, gateNever, later } = assumption;
  const needs = [
    ...gated && !gateNever ? [`${seconds(start)} to start`] : [],
    ...types.has('PostStart') ? [`${seconds(postStart)} for its postStart hook`] : [],
    ...types.has('PreStop') ? [`${seconds(preStop)} for its preStop hook`] : [],
    ...types.has('Terminating') && !ignoresTerm ? [`${seconds(stop)} to stop`] : [],
  ];
  return [
    ...run === Infinity && role !== 'sidecar' ? ['runs until it is stopped'] : [],
    ...run !== Infinity && types.has('Exited') ? [`runs ${seconds(run)} and exits with ${exit}${later ? ' the first time' : ''}`] : [],
    ...gateNever ? ['never passes its start gate'] : [],
    ...needs.length === 0 ? [] : [`needs ${needs.length < 2 ? needs[0] : `${needs.slice(0, -1).join(', ')} and ${needs.at(-1)}`}`],
    ...types.has('Terminating') && ignoresTerm ? ['ignores SIGTERM'] : [],
  ];
}

/** Whether something has waited for its start gate. */
function isGated(own: readonly { readonly type: EventType; readonly time: number }[], { postStart }: Assumption): boolean {
  return own.some(({ type, time }, i) => {
    const before = own[i - 1];
    return type === 'Started' && before !== undefined && time > before.time + (before.type === 'PostStart' ? postStart : 0);
  });
}
