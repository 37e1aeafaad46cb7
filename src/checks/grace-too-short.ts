import { Rule } from './rule';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { sidecarsOf } from '../manifest/containers';

const DEFAULT_GRACE_SECONDS = 30;

/** All containers of a Pod share one grace period, and sidecars stop one after the other (KEP-753). */
export const graceTooShort: Rule = {
  id: 'SC403',
  slug: 'grace-too-short',
  severity: DiagnosticSeverity.WARNING,
  basis: 'judgement',
  check: ({ podSpec, podSpecPath }, { drains }) => {
    if (drains.size === 0) {
      return [];
    }
    const draining = sidecarsOf(podSpec).map(({ container }) => container.name).filter(name => drains.has(name));
    const needed = draining.reduce((total, name) => total + drains.get(name)!, 0);
    const grace = podSpec.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS;
    return needed <= grace ? [] : [{
      container: draining[0],
      field: `${podSpecPath}.terminationGracePeriodSeconds`,
      message: `it is ${grace} s, but sidecars stop one after the other and need ${needed} s to drain`
        + ` (${draining.map(name => `${name}: ${drains.get(name)} s`).join(', ')}).`,
      fix: `Set terminationGracePeriod to ${needed} s or more, and add the time that the main containers need to stop.`,
    }];
  },
};
