import { assumptionsFrom, checkNames, durationFrom } from './assume';
import { ExplainCommandOptions } from './explain-command';
import { podTemplatesFrom, targetsFrom } from './options';
import { nameOf, readInput } from './read-input';
import { painter, widthFrom } from './terminal-output';
import { TargetCluster } from '../cluster/target-cluster';
import { scenarioNamed, usualScenario } from '../lifecycle/scenario';
import { simulate } from '../lifecycle/simulate';
import { nativeSupport } from '../lowering/native';
import { raiseSupervised } from '../lowering/raise';
import { containersOf, sidecarsOf } from '../manifest/containers';
import { Workload } from '../manifest/workloads';
import { AdmittedWorkload, asAdmitted, withProxyRunning } from '../mesh/injected-proxy';
import { Explained, explained } from '../render/explained';
import { htmlText } from '../render/html';
import { lifecycleJson } from '../render/lifecycle-json';
import { mermaidText } from '../render/mermaid';
import { svgText } from '../render/svg';
import { terminalText } from '../render/terminal-text';
import { workloadsIn } from '../source/manifest-workloads';
import { UnusableInput } from '../source/unusable-input';

/**
 * What `explain` does.
 *
 * @param files `-` for standard input
 */
export function explain(files: readonly string[], options: ExplainCommandOptions): void {
  const targets = targetsFrom(options);
  const named = podTemplatesFrom(options.podTemplate);
  const assumptions = assumptionsFrom(options.assume);
  const deleteAt = options.deleteAt === undefined ? undefined : durationFrom(options.deleteAt, '--delete-at');
  const width = widthFrom(options.width);
  const workloads = files.flatMap(file => workloadsIn(readInput(file), nameOf(file), named));
  if (workloads.length === 0) {
    throw new UnusableInput('There is nothing to explain: no object here makes Pods.');
  }
  const pods = workloads.map(workload => targets.map(target => podsOf(workload, target, options.supervised)));
  checkNames(assumptions, pods.flat().flatMap(({ workload: { podSpec } }) => containersOf(podSpec).map(({ container }) => container.name)));
  const lifecycles = pods.map(ofTargets => ofTargets.map(({ workload, target, supervised, injected }) => {
    const scenario = scenarioNamed(options.scenario ?? usualScenario(workload.podSpec));
    const lifecycle = simulate(workload, target, scenario, { assumptions: withProxyRunning(injected, assumptions), deleteAt, supervised });
    return explained(workload, lifecycle, injected);
  }));
  process.stdout.write(textOf(lifecycles, options, width));
}

/** What there is to be explained of a workload: what a supervisor makes of it counts, not that it does, and the proxy of a mesh comes in. */
interface ExplainedPods extends AdmittedWorkload {
  readonly target: TargetCluster;
  readonly supervised: boolean;
}

function podsOf(written: Workload, target: TargetCluster, asLowered: boolean = false): ExplainedPods {
  const raised = raiseSupervised(written);
  const workload = raised ?? written;
  const lowers = asLowered && sidecarsOf(workload.podSpec).length > 0 && nativeSupport(workload, target) !== 'good';
  return { ...asAdmitted(workload, target), target, supervised: raised !== undefined || lowers };
}

function textOf(lifecycles: readonly (readonly Explained[])[], { output, ascii }: ExplainCommandOptions, width: number): string {
  const each = lifecycles.flat();
  switch (output) {
    case 'json': return `${JSON.stringify(each.length === 1 ? lifecycleJson(each[0]) : each.map(lifecycleJson), null, 2)}\n`;
    case 'mermaid': return each.map(mermaidText).join('\n');
    case 'svg': return oneSvg(each);
    case 'html': return htmlText(lifecycles);
    case 'text': return terminalText(lifecycles, { width, ascii: Boolean(ascii) }, painter());
  }
}

function oneSvg(all: readonly Explained[]): string {
  if (all.length > 1) {
    throw new UnusableInput(`An SVG file has one picture, and these are ${all.length}. Use -o html, or give one workload and one version.`);
  }
  return svgText(all[0]);
}
