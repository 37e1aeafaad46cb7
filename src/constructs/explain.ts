import { ExplainOptions } from './explain-options';
import { SynthesizedWorkload } from './object-synthesis';
import { scenarioNamed, ScenarioName } from '../lifecycle/scenario';
import { simulate } from '../lifecycle/simulate';
import { terminalText } from '../render/terminal-text';

const DEFAULT_WIDTH = 80;
const LEAST_WIDTH = 40;

/**
 * What the kubelet does with the Pods of workloads, as text.
 *
 * @throws if the width is too small
 */
export function explainedText(workloads: readonly SynthesizedWorkload[], { scenario, width = DEFAULT_WIDTH, ascii = false }: ExplainOptions): string {
  if (!(width >= LEAST_WIDTH)) {
    throw new Error(`The text of explain needs a width of ${LEAST_WIDTH} columns or more, not ${width}.`);
  }
  const explained = workloads.map(({ workload, target, isSupervised }) => {
    const { object: { kind, metadata }, podSpec: { restartPolicy } } = workload;
    const ends = restartPolicy === 'Never' || restartPolicy === 'OnFailure';
    return [{
      object: { kind: kind!, name: metadata?.name ?? null, namespace: metadata?.namespace ?? null },
      lifecycle: simulate(workload, target, scenarioNamed(scenario as ScenarioName | undefined ?? (ends ? 'end' : 'deletion')), { supervised: isSupervised }),
    }];
  });
  return terminalText(explained, { width, ascii }, (_, text) => text);
}
