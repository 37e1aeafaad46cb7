import { clusterTitle, seconds } from './explained';
import { EventType } from '../lifecycle/event';
import { Lifecycle } from '../lifecycle/simulate';

/**
 * What differs between the lifecycles of the same workload on two clusters, in a sentence.
 */
export function comparison(one: Lifecycle, other: Lifecycle): string {
  const differences = [
    () => outcomeOf(one) !== outcomeOf(other) && (one.refused ?? one.stuck ?? other.refused ?? other.stuck) !== undefined
      ? [`${outcomeOf(one)} on ${clusterTitle(one)}, ${outcomeOf(other)} on ${clusterTitle(other)}`] : [],
    () => [
      ...one.phase === other.phase ? [] : [`the Pod ends as ${one.phase} on ${clusterTitle(one)}, as ${other.phase} on ${clusterTitle(other)}`],
      ...jobOf(one) === jobOf(other) ? [] : [`${jobOf(one)} on ${clusterTitle(one)}, ${jobOf(other)} on ${clusterTitle(other)}`],
      ...order('start', ['Starting'], one, other),
      ...order('are sent SIGTERM', ['Terminating'], one, other),
      ...order('end', ['Exited', 'Killed'], one, other),
      ...Object.keys(one.containers).filter(name => one.containers[name].exitCode !== other.containers[name]?.exitCode)
        .map(name => `'${name}' ends with ${exitOf(one, name)} on ${clusterTitle(one)}, with ${exitOf(other, name)} on ${clusterTitle(other)}`),
    ],
    () => one.end === other.end ? [] : [`the last event is after ${seconds(one.end)} on ${clusterTitle(one)}, after ${seconds(other.end)} on ${clusterTitle(other)}`],
    () => happenings(one) === happenings(other) ? [] : ['some things happen at other times'],
  ];
  const found = differences.map(find => find()).find(({ length }) => length > 0);
  return found ? `What differs: ${found.join('; ')}.` : `The same happens on ${clusterTitle(one)} and on ${clusterTitle(other)}.`;
}

function outcomeOf({ refused, stuck, phase }: Lifecycle): string {
  return refused !== undefined ? 'the Pod is never started' : stuck !== undefined ? 'the Pod is stuck in Init'
    : `the Pod ${phase === 'Succeeded' || phase === 'Failed' ? 'ends as' : 'gets to'} ${phase}`;
}

function jobOf({ job }: Lifecycle): string {
  return !job ? 'there is no Job' : job.condition === null ? 'the Job does not end' : `the Job is ${job.condition}`;
}

function exitOf({ containers }: Lifecycle, name: string): string {
  return String(containers[name]?.exitCode ?? 'no exit code');
}

function order(verb: string, types: readonly EventType[], ...lifecycles: readonly [Lifecycle, Lifecycle]): string[] {
  const [one, other] = lifecycles.map(({ events }) => events.filter(({ type }) => types.includes(type)).map(({ container }) => container).join(', '));
  const shown = (names: string, lifecycle: Lifecycle) => `${names || 'none'} on ${clusterTitle(lifecycle)}`;
  return one === other ? [] : [`containers ${verb} in the order ${shown(one, lifecycles[0])}, but ${shown(other, lifecycles[1])}`];
}

function happenings({ events }: Lifecycle): string {
  return events.map(({ time, container, type }) => `${time} ${container} ${type}`).join('\n');
}
