import { Rule } from './rule';
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

export const knownKubeletBug: Rule = {
  id: 'SC110',
  slug: 'known-kubelet-bug',
  severity: DiagnosticSeverity.WARNING,
  basis: 'api',
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
