import { Command, Option } from 'commander';
import { TargetOptions } from './options';
import { repeatable } from './repeatable';
import { SCENARIOS, ScenarioName } from '../lifecycle/scenario';
import { USUAL_WIDTH } from '../render/columns';

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

/** The options of `explain`. */
export interface ExplainCommandOptions extends TargetOptions {
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
    .action((files: string[], options: ExplainCommandOptions) => {
      const { explain } = require('./explain') as typeof import('./explain');
      explain(files.length > 0 ? files : ['-'], options);
    });
}
