import { Rule, RuleText } from './rule';
import { kubeletBugs, KubeletBugTrigger } from '../cluster/kubelet-bugs';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { containersOf, PlacedContainer, sidecarsOf } from '../manifest/containers';
import { PodSpec } from '../manifest/types';

/** The sidecar that a bug concerns, if the Pod has what the bug needs. */
type Trigger = (sidecars: readonly PlacedContainer[], podSpec: PodSpec) => PlacedContainer | undefined;

/** Host ports have a rule of their own. */
const TRIGGERS: { readonly [trigger in KubeletBugTrigger]: Trigger } = {
  'any sidecar': ([first]) => first,
  'sidecar in a Pod that ends': ([first], { restartPolicy }) => restartPolicy === 'Never' || restartPolicy === 'OnFailure' ? first : undefined,
  'several sidecars': ([first, second]) => second && first,
  'several startup probes, policy Never': (sidecars, podSpec) => podSpec.restartPolicy === 'Never'
    && containersOf(podSpec).filter(hasStartupProbe).length > 1 ? sidecars.find(hasStartupProbe) : undefined,
  'startup probe on a sidecar, mains that restart': (sidecars, { restartPolicy }) =>
    restartPolicy === 'Never' ? undefined : sidecars.find(hasStartupProbe),
  'host port on a sidecar': () => undefined,
};

const TEXT: RuleText = {
  summary: 'The nodes run a kubelet with a known bug that concerns the native sidecars of this workload.',
  details: `Each finding names the bug, what it does, and the patch releases that repair it. A bug is reported only where the Pod has what
the bug needs, such as several startup probes. A target that is given without a patch release stands for the latest one, so write the whole
version of the oldest node (\`1.35.3\`) to have them all checked.`,
  versions: '1.28 to 1.35, each bug in some patch releases',
  sources: ['kubernetes/kubernetes#123323', 'kubernetes/kubernetes#126543', 'kubernetes/kubernetes#132826', 'kubernetes/kubernetes#137146'],
  example: `
apiVersion: batch/v1
kind: Job
metadata:
  name: report
spec:
  template:
    spec:
      restartPolicy: OnFailure
      initContainers:
        - name: cache
          image: memcached:1.6-alpine
          restartPolicy: Always
          startupProbe:
            tcpSocket: {port: 11211}
          resources:
            requests: {cpu: 50m, memory: 64Mi}
      containers:
        - name: report
          image: perl:5.42
          command: [perl, -Mbignum=bpi, -wle, print bpi(2000)]
`,
  corrected: `
apiVersion: batch/v1
kind: Job
metadata:
  name: report
spec:
  template:
    spec:
      restartPolicy: Never
      initContainers:
        - name: cache
          image: memcached:1.6-alpine
          restartPolicy: Always
          startupProbe:
            tcpSocket: {port: 11211}
          resources:
            requests: {cpu: 50m, memory: 64Mi}
      containers:
        - name: report
          image: perl:5.42
          command: [perl, -Mbignum=bpi, -wle, print bpi(2000)]
`,
  exampleTarget: '1.35.3',
};

export const knownKubeletBug: Rule = {
  id: 'SC110',
  slug: 'known-kubelet-bug',
  severity: DiagnosticSeverity.WARNING,
  basis: 'judgement',
  text: TEXT,
  check: ({ podSpec, podSpecPath }, { target, native }) => (native ? kubeletBugs(target._oldestNodeVersion()) : []).flatMap(bug => {
    const { trigger, issue, summary, affected } = bug;
    const sidecar = TRIGGERS[trigger](sidecarsOf(podSpec), podSpec);
    return !sidecar ? [] : [{
      container: sidecar.container.name,
      field: `${podSpecPath}.${sidecar.path}`,
      message: `Kubernetes ${target.oldestNode} has a bug (kubernetes/kubernetes${issue}): ${summary}.`,
      fix: `Upgrade the nodes; it is repaired in ${affected.map(({ fixedIn }) => fixedIn).join(', ')}.`,
    }];
  }),
};

function hasStartupProbe({ container }: PlacedContainer): boolean {
  return Boolean(container.startupProbe);
}
