import { Command, Option } from 'commander';
import { assumptionsFrom, checkNames, durationFrom } from './assume';
import { podTemplatesFrom, repeatable, TargetOptions, targetsFrom } from './options';
import { nameOf, readInput } from './read-input';
import { painter, widthFrom } from './terminal-output';
import { TargetCluster } from '../cluster/target-cluster';
import { SCENARIOS, scenarioNamed, ScenarioName, usualScenario } from '../lifecycle/scenario';
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
import { USUAL_WIDTH } from '../render/terminal';
import { terminalText } from '../render/terminal-text';
import { workloadsIn } from '../source/manifest-workloads';
import { UnusableInput } from '../source/unusable-input';

const HELP = `
A container is assumed to run 10 s if its Pod is to end, 2 s if it is an init container, and else until it is stopped; to need 2 s to start
if it has a startup probe, and 1 s to stop. --assume says something else, such as run:forever, start:4s, stop:1m30s, exit:3, preStop:5s,
postStart:500ms, ignores-term or gate:never.

Examples:
  cdk8s-sidecars explain -k 1.36 dist/pi.k8s.yaml
  cdk8s-sidecars explain -k 1.27,1.36 --supervised dist/pi.k8s.yaml
  cdk8s-sidecars explain -k 1.28,1.36 --scenario deletion --assume web=stop:40s dist/web.k8s.yaml
  helm template my-chart | cdk8s-sidecars explain -o html - > lifecycles.html

Exit codes: 0 fine, 2 unusable input.`;

interface ExplainOptions extends TargetOptions {
  readonly scenario?: ScenarioName;
  readonly assume?: readonly string[];
  readonly deleteAt?: string;
  readonly supervised?: boolean;
  readonly podTemplate?: readonly string[];
  readonly output: 'text' | 'svg' | 'html' | 'mermaid' | 'json';
  readonly ascii?: boolean;
  readonly width?: string;
}

/**
 * `explain`: what the kubelet does with the Pods of workloads, from their start to their end.
 */
export function explainCommand(): Command {
  return new Command('explain')
    .description('Show what the kubelet does with the Pods of each workload: what starts when, what waits for what, and how they end.')
    .argument('[FILE...]', 'YAML or JSON files; - or nothing for standard input')
    .option('-k, --kubernetes-version <VERSION,...>',
      'version of the API server, or several to compare (default: $CDK8S_SIDECARS_TARGET, else the newest known)')
    .option('--node <VERSION>', 'version of the oldest node (default: that of the API server)')
    .option('--feature-gates <GATE=BOOL,...>', 'feature gates that are set on the cluster', repeatable)
    .addOption(new Option('--scenario <NAME>', 'what happens to the Pods (default: end if they end by themselves, else deletion)')
      .choices(SCENARIOS.map(({ name }) => name)))
    .option('--assume <CONTAINER=FACT,...>', 'what a container does, such as run:2s,exit:3 (repeatable)', repeatable)
    .option('--delete-at <DURATION>', 'delete the Pods so long after their creation')
    .option('--supervised', 'for clusters that cannot run native sidecars, show the form that lower makes of them')
    .option('--pod-template <KIND.GROUP=PATH>', 'where a kind of custom resource has its Pod template (repeatable)', repeatable)
    .addOption(new Option('-o, --output <FORMAT>', 'form of the output').choices(['text', 'svg', 'html', 'mermaid', 'json']).default('text'))
    .option('--ascii', 'no other characters than those of ASCII, in the form text')
    .option('--width <COLUMNS>', `columns of the form text (default: those of the terminal, else ${USUAL_WIDTH})`)
    .addHelpText('after', HELP)
    .exitOverride()
    .action((files: string[], options: ExplainOptions) => {
      const targets = targetsFrom(options);
      const named = podTemplatesFrom(options.podTemplate);
      const assumptions = assumptionsFrom(options.assume);
      const deleteAt = options.deleteAt === undefined ? undefined : durationFrom(options.deleteAt, '--delete-at');
      const width = widthFrom(options.width);
      const workloads = (files.length > 0 ? files : ['-']).flatMap(file => workloadsIn(readInput(file), nameOf(file), named));
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
    });
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

function textOf(lifecycles: readonly (readonly Explained[])[], { output, ascii }: ExplainOptions, width: number): string {
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
