import { ExplainOptions } from './explain-options';
import { SynthesizedWorkload } from './object-synthesis';
import { scenarioNamed, usualScenario } from '../lifecycle/scenario';
import { simulate } from '../lifecycle/simulate';
import { asAdmitted, withProxyRunning } from '../mesh/injected-proxy';
import { NARROWEST, USUAL_WIDTH } from '../render/columns';
import { explained } from '../render/explained';
import { terminalText } from '../render/terminal-text';

/**
 * What the kubelet does with the Pods of workloads, as text.
 *
 * @throws if the width is too small
 */
export function explainedText(workloads: readonly SynthesizedWorkload[], { scenario, width = USUAL_WIDTH, ascii = false }: ExplainOptions): string {
  if (!(width >= NARROWEST)) {
    throw new Error(`The text of explain needs a width of ${NARROWEST} columns or more, not ${width}.`);
  }
  const lifecycles = workloads.map(({ workload: synthesized, target, isSupervised: supervised }) => {
    const { workload, injected } = asAdmitted(synthesized, target);
    const lifecycle = simulate(workload, target, scenarioNamed(scenario ?? usualScenario(workload.podSpec)), {
      assumptions: withProxyRunning(injected), supervised,
    });
    return [explained(workload, lifecycle, injected)];
  });
  return terminalText(lifecycles, { width, ascii }, (_, text) => text);
}
