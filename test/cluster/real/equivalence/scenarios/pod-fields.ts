import { Scenario } from '../scenario';
import { container, gated, serve, SERVE, sidecar, work } from '../scripts';

const RESTRICTED = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
const NORMAL = ['a start', 'a ready', 'main start', 'main end', 'a term', 'a end'];

/** What else a Pod may say of its containers. */
export const POD_FIELDS: readonly Scenario[] = [
  {
    name: 'command-and-args',
    title: 'Variables, arguments, working directory and the termination message are as written',
    pod: {
      restartPolicy: 'Never',
      initContainers: [gated('a')],
      containers: [container('main', '', {
        command: [...container('main', 'say start; say "$PWD $name $0 $1"; printf "$2" > /dev/termination-log; say end').command!, '$(name)'],
        args: ['$$(name)', 'over and out'],
        env: [{ name: 'name', value: 'its own' }],
        workingDir: '/var',
      })],
    },
    expected: {
      order: ['a start', 'a ready', 'main start', 'main /var its own its own $(name)', 'main end', 'a term', 'a end'],
      phase: 'Succeeded',
      exits: { main: [0] },
      messages: { main: 'over and out' },
    },
  },
  {
    name: 'users-and-read-only-root',
    title: 'Containers of different users with read-only roots',
    pod: {
      restartPolicy: 'Never',
      initContainers: [
        sidecar('a', serve().replaceAll('/tmp', '/scratch'), {
          startupProbe: { exec: { command: ['test', '-e', '/scratch/ready'] }, periodSeconds: 1, failureThreshold: 60 },
          securityContext: { runAsUser: 1001, runAsGroup: 1001, readOnlyRootFilesystem: true },
          volumeMounts: [{ name: 'scratch', mountPath: '/scratch' }],
        }),
      ],
      containers: [container('main', work(), { securityContext: { runAsUser: 1002, runAsGroup: 1002, readOnlyRootFilesystem: true } })],
      volumes: [{ name: 'scratch', emptyDir: {} }],
    },
    expected: { order: NORMAL, phase: 'Succeeded', exits: { main: [0] } },
  },
  {
    name: 'restricted',
    title: 'A Pod that meets the restricted Pod Security Standard still does',
    pod: {
      restartPolicy: 'Never',
      securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
      initContainers: [
        sidecar('a', '', { command: ['sh', '-c', "trap 'echo term; exit 0' TERM; echo start; while :; do sleep 0.1; done"], securityContext: RESTRICTED }),
      ],
      containers: [container('main', '', { command: ['sh', '-c', 'echo start; sleep 2; echo end'], securityContext: RESTRICTED })],
    },
    byLogs: true,
    restricted: true,
    expected: { order: ['a start', 'main start', 'main end', 'a term'], phase: 'Succeeded', exits: { main: [0] } },
  },
  {
    name: 'shared-process-namespace',
    title: 'Containers that share their process namespace',
    pod: { restartPolicy: 'Never', shareProcessNamespace: true, initContainers: [gated('a', SERVE)], containers: [container('main', work())] },
    expected: { order: NORMAL, phase: 'Succeeded', exits: { main: [0] } },
  },
];
