import { Rule } from './rule';
import { kubeletBugs, KubeletBugTrigger } from '../cluster/kubelet-bugs';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { containersOf, sidecarsOf } from '../manifest/containers';
import { PodSpec } from '../manifest/types';

/** Whether a Pod with sidecars has what a bug needs. */
const TRIGGERS: { readonly [trigger in KubeletBugTrigger]: (podSpec: PodSpec) => boolean } = {
  'any sidecar': () => true,
  'sidecar in a Pod that ends': ({ restartPolicy }) => restartPolicy === 'Never' || restartPolicy === 'OnFailure',
  'several sidecars': podSpec => sidecarsOf(podSpec).length > 1,
  'several startup probes, policy Never': podSpec => podSpec.restartPolicy === 'Never'
    && sidecarsOf(podSpec).some(({ container }) => container.startupProbe)
    && containersOf(podSpec).filter(({ container }) => container.startupProbe).length > 1,
  'startup probe on a sidecar, mains that restart': podSpec => podSpec.restartPolicy !== 'Never'
    && sidecarsOf(podSpec).some(({ container }) => container.startupProbe),
  'host port on a sidecar': podSpec => sidecarsOf(podSpec).some(({ container }) => container.ports?.some(port => port.hostPort)),
};

export const knownKubeletBug: Rule = {
  id: 'SC110',
  slug: 'known-kubelet-bug',
  severity: DiagnosticSeverity.WARNING,
  check: ({ podSpec, podSpecPath }, { target }) => {
    const [sidecar] = sidecarsOf(podSpec);
    return !sidecar ? [] : kubeletBugs(target._oldestNodeVersion())
      .filter(({ trigger }) => TRIGGERS[trigger](podSpec))
      .map(({ issue, summary, affected }) => ({
        container: sidecar.container.name,
        field: `${podSpecPath}.${sidecar.path}`,
        message: `Kubernetes ${target.oldestNode} has a bug (kubernetes/kubernetes${issue}): ${summary}.`,
        fix: `Upgrade the nodes; it is repaired in ${affected.map(({ fixedIn }) => fixedIn).join(', ')}.`,
      }));
  },
};
