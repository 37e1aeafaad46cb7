import { deploymentOf, jobOf, Scenario } from '../scenario';
import { container, gated, SERVE, WORK_ON } from '../scripts';

/** The containers of a Deployment's Pod, which say of which version they are. */
const versioned = (version: string) => {
  const script = (delay: number) => `
trap 'say ${version} term; say ${version} end; exit 0' TERM
say ${version} start; sleep ${delay}; touch /tmp/ready; say ${version} ready; sleep 1000 & wait $!`;
  return {
    initContainers: [gated('a', script(1))],
    containers: [container('main', script(1), { readinessProbe: { exec: { command: ['test', '-e', '/tmp/ready'] }, periodSeconds: 1 } })],
  };
};
const versionStarts = (version: string) => ['a', 'main'].flatMap(name => [`${name} ${version} start`, `${name} ${version} ready`]);
const versionStops = (version: string) => ['main', 'a'].flatMap(name => [`${name} ${version} term`, `${name} ${version} end`]);

/** What time and traffic do to the Pods of controllers. */
export const ROLL_OUTS: readonly Scenario[] = [
  {
    name: 'active-deadline',
    title: 'A Job whose time is over stops its Pod, the main container first, then the sidecars in reverse',
    pod: { restartPolicy: 'Never', initContainers: [gated('a'), gated('b')], containers: [container('main', WORK_ON)] },
    workload: jobOf({ activeDeadlineSeconds: 8 }),
    expected: {
      order: ['a start', 'a ready', 'b start', 'b ready', 'main start', 'main term', 'main end', 'b term', 'b end', 'a term', 'a end'], phase: 'Deleted', exits: { main: [0] }, job: 'Failed',
    },
  },
  {
    name: 'sidecar-unready',
    title: 'A Pod is ready when all sidecars and main containers are, and not while a sidecar is not',
    readiness: true,
    pod: {
      restartPolicy: 'Always',
      initContainers: [gated('a', SERVE, { readinessProbe: { exec: { command: ['test', '!', '-e', '/tmp/busy'] }, periodSeconds: 1, failureThreshold: 1 } })],
      containers: [container('main', `
trap 'say term; exit 0' TERM
say start; sleep 3; say ready; touch /tmp/ready; sleep 1000 & wait $!`, {
        readinessProbe: { exec: { command: ['test', '-e', '/tmp/ready'] }, periodSeconds: 1 },
      })],
    },
    act: async ({ ready, kubectl, name, saw, deletePod }) => {
      await ready();
      await kubectl('exec', name, '-c', 'a', '--', 'touch', '/tmp/busy');
      await saw('Pod unready');
      await kubectl('exec', name, '-c', 'a', '--', 'rm', '/tmp/busy');
      await ready();
      await deletePod();
    },
    expected: {
      order: ['a start', 'a ready', 'main start', 'main ready', 'Pod ready', 'Pod unready', 'Pod ready', 'main term', { together: ['Pod unready', ['a term', 'a end']] }],
      phase: 'Deleted',
      exits: { main: [0] },
    },
  },
  {
    name: 'roll-out',
    title: 'A Deployment rolls out a new version: the new Pod starts in order, then the old one stops in order',
    pod: versioned('v1'),
    workload: deploymentOf,
    act: async ({ name, ready, saw, rollOut, kubectl, over }) => {
      await ready();
      await rollOut(versioned('v2'));
      await saw('a v1 end');
      await kubectl('scale', 'deployment', name, '--replicas=0');
      await over();
    },
    expected: {
      order: [versionStarts('v1'), versionStarts('v2'), versionStops('v1'), versionStops('v2')],
      phase: 'Deleted',
      exits: { main: [0] },
    },
  },
];
