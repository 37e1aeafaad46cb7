import { differencesOf } from './order';
import { Observation } from './play';
import { PodHistory, Said } from './recorder';
import { Expected, Scenario } from './scenario';

/** What the test itself adds to what containers say. */
const ADDED = ['delete', 'Pod end'];

/** What is expected of a scenario in one form or the other. */
export function expectedOf({ expected, supervised }: Scenario, form: string): Expected {
  return form === 'supervised' ? { ...expected, ...supervised?.expected } : expected;
}

/**
 * How an observation differs from what is expected; empty if it does not.
 */
export function compare(scenario: Scenario, { form, pods, said, job }: Observation): string[] {
  const expected = expectedOf(scenario, form);
  const perPod = expected.pods === undefined ? [said] : pods.map(({ host }) => said.filter(({ pod }) => pod === host));
  const phases = expected.phase === 'Deleted' ? [] : pods.map(({ phase }) => phase).filter(phase => phase !== expected.phase);
  return [
    ...perPod.flatMap(each => differencesOf(expected.order, each.map(({ text }) => text).filter(text => !ADDED.includes(text)))),
    ...expected.pods === undefined || pods.length === expected.pods ? [] : [`there were ${pods.length} Pods, not ${expected.pods}`],
    ...phases.map(phase => `the Pod is ${phase}, not ${expected.phase}`),
    ...pods.flatMap(pod => exitDifferences(scenario, pod, expected)),
    ...expected.job === job ? [] : [`the Job is ${job ?? 'not over'}, not ${expected.job ?? 'over'}`],
    ...(expected.seconds ?? []).flatMap(each => timeDifferences(said, each)),
    ...Object.entries(expected.messages ?? {}).flatMap(([name, message]) => pods.some(pod => messageOf(pod, name) === message)
      ? [] : [`the message of ${name} is '${pods.map(pod => messageOf(pod, name)).join()}', not '${message}'`]),
  ];
}

function exitDifferences({ pod }: Scenario, { exits }: PodHistory, expected: Expected): string[] {
  const programs = [...(pod.initContainers ?? []).filter(({ restartPolicy }) => !restartPolicy), ...pod.containers];
  return programs.flatMap(({ name }) => {
    const codes = [...exits.values()].filter(({ container }) => container === name).map(({ code }) => code).join(', ');
    const wanted = (expected.exits[name] ?? []).join(', ');
    return codes === wanted ? [] : [`${name} exited with ${codes || 'nothing'}, not with ${wanted || 'anything'}`];
  });
}

function timeDifferences(said: readonly Said[], { from, to, between: [least, most] }: NonNullable<Expected['seconds']>[number]): string[] {
  const [start, end] = [from, to].map(text => said.find(each => each.text === text)?.time);
  if (start === undefined || end === undefined) {
    return [`'${start === undefined ? from : to}' is missing, so there is no time between it and another`];
  }
  const seconds = end - start;
  return seconds >= least && seconds <= most ? [] : [`${seconds.toFixed(1)} s from '${from}' to '${to}', not ${least} to ${most} s`];
}

function messageOf({ exits }: PodHistory, name: string): string | undefined {
  return [...exits.values()].filter(({ container }) => container === name).at(-1)?.message;
}

/** Seconds from the last thing that a main container said to the first SIGTERM of a sidecar, and to the end of the Pod. */
export function timesOf({ pod }: Scenario, { pods, said }: Observation): { toSignal?: number; toEnd?: number } {
  const names = (some: readonly { readonly name: string }[]) => some.map(({ name }) => name);
  const sidecars = names((pod.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy));
  const last = said.filter(({ text }) => names(pod.containers).includes(text.split(' ')[0])).at(-1);
  if (pods.length !== 1 || !last || said.some(({ text }) => text === 'delete')) {
    return {};
  }
  const term = said.find(({ text, time }) => time >= last.time && sidecars.some(name => text === `${name} term`));
  const rounded = (seconds: number | undefined) => seconds === undefined ? undefined : Math.round(seconds * 100) / 100;
  return { toSignal: rounded(term && term.time - last.time), toEnd: rounded(pods[0].endedAt && pods[0].endedAt - last.time) };
}
