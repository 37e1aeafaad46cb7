import { styleText } from 'node:util';
import { Command, Option } from 'commander';
import { assumptionsFrom, checkNames, durationFrom } from './assume';
import { workloadsIn } from './manifest-workloads';
import { podTemplatesFrom, TargetOptions, targetsFrom } from './options';
import { nameOf, readInput } from './read-input';
import { UnusableInput } from './unusable-input';
import { TargetCluster } from '../cluster/target-cluster';
import { Scenario, SCENARIOS, scenarioNamed, ScenarioName } from '../lifecycle/scenario';
import { simulate, SimulationOptions } from '../lifecycle/simulate';
import { nativeSupport } from '../lowering/native';
import { containersOf, sidecarsOf } from '../manifest/containers';
import { Workload } from '../manifest/workloads';
import { Explained } from '../render/explained';
import { htmlText } from '../render/html';
import { lifecycleJson } from '../render/lifecycle-json';
import { mermaidText } from '../render/mermaid';
import { Paint } from '../render/styled-line';
import { svgText } from '../render/svg';
import { NARROWEST } from '../render/terminal';
import { terminalText } from '../render/terminal-text';

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

const DEFAULT_WIDTH = 80;

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
  const repeatable = (value: string, before: string[] = []) => [...before, value];
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
    .option('--width <COLUMNS>', `columns of the form text (default: those of the terminal, else ${DEFAULT_WIDTH})`)
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
      checkNames(assumptions, workloads.flatMap(({ podSpec }) => containersOf(podSpec).map(({ container }) => container.name)));
      const explained = workloads.map(workload => targets.map(target =>
        explain(workload, target, scenarioFor(workload, options.scenario), {
          assumptions,
          deleteAt,
          supervised: options.supervised && sidecarsOf(workload.podSpec).length > 0 && nativeSupport(workload, target) !== 'good',
        })));
      process.stdout.write(textOf(explained, options, width));
    });
}

function explain(workload: Workload, target: TargetCluster, scenario: Scenario, options: SimulationOptions): Explained {
  const { kind, metadata } = workload.object;
  return {
    object: { kind: kind!, name: metadata?.name ?? metadata?.generateName as string | undefined ?? null, namespace: metadata?.namespace ?? null },
    lifecycle: simulate(workload, target, scenario, options),
  };
}

function scenarioFor({ podSpec: { restartPolicy } }: Workload, name: ScenarioName | undefined): Scenario {
  return scenarioNamed(name ?? (restartPolicy === 'Never' || restartPolicy === 'OnFailure' ? 'end' : 'deletion'));
}

function textOf(explained: readonly (readonly Explained[])[], { output, ascii }: ExplainOptions, width: number): string {
  const each = explained.flat();
  switch (output) {
    case 'json': return `${JSON.stringify(each.length === 1 ? lifecycleJson(each[0]) : each.map(lifecycleJson), null, 2)}\n`;
    case 'mermaid': return each.map(mermaidText).join('\n');
    case 'svg': return oneSvg(each);
    case 'html': return htmlText(explained);
    case 'text': return terminalText(explained, { width, ascii: Boolean(ascii) }, painter());
  }
}

function oneSvg(explained: readonly Explained[]): string {
  if (explained.length > 1) {
    throw new UnusableInput(`An SVG file has one picture, and these are ${explained.length}. Use -o html, or give one workload and one version.`);
  }
  return svgText(explained[0]);
}

function widthFrom(option: string | undefined): number {
  if (option === undefined) {
    return Math.max(NARROWEST, process.stdout.columns || DEFAULT_WIDTH);
  }
  if (!/^\d{1,4}$/.test(option) || Number(option) < NARROWEST) {
    throw new UnusableInput(`--width: '${option}' is not a number of columns from ${NARROWEST} on.`);
  }
  return Number(option);
}

/** FORCE_COLOR and NO_COLOR as Node has them. */
function painter(): Paint {
  const { FORCE_COLOR, NO_COLOR } = process.env;
  const isColoured = FORCE_COLOR !== undefined ? !['0', 'false'].includes(FORCE_COLOR) : !NO_COLOR && process.stdout.isTTY;
  // Newer releases of Node would look at the terminal themselves, and not at what was asked for.
  return isColoured ? (style, text) => styleText(style, text, { validateStream: false }) : (_, text) => text;
}
