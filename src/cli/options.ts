import { TargetCluster } from '../cluster/target-cluster';
import { DEFAULT_SETTINGS, Fallback, SupervisedSettings } from '../lowering/fallback';
import { isPodTemplatePath, PodTemplatePlace } from '../manifest/workload-kinds';
import { UnusableInput } from '../source/unusable-input';

const SIGNAL = /^((SIG)?[A-Z]+\d?([+-]\d+)?|\d+)$/;

export interface TargetOptions {
  readonly kubernetesVersion?: string;
  readonly node?: string;
  readonly featureGates?: readonly string[];
  readonly acceptUnorderedTermination?: boolean;
}

/**
 * The target cluster that options name.
 *
 * @throws UnusableInput if there is no such cluster
 */
export function targetFrom({ kubernetesVersion, node, featureGates = [], acceptUnorderedTermination }: TargetOptions): TargetCluster {
  const gates = featureGates.flatMap(list => list.split(',')).filter(gate => gate !== '').map(gateFrom);
  if (kubernetesVersion !== undefined) {
    return usable('', () => TargetCluster.version(kubernetesVersion, {
      oldestNode: node,
      featureGates: Object.fromEntries(gates),
      acceptUnorderedTermination,
    }));
  }
  if (node !== undefined || gates.length > 0 || acceptUnorderedTermination) {
    throw new UnusableInput('To say more about the cluster, give the version of its API server too: --kubernetes-version.');
  }
  const variable = process.env[TargetCluster.ENVIRONMENT_VARIABLE];
  return variable
    ? usable(`environment variable ${TargetCluster.ENVIRONMENT_VARIABLE}: `, () => TargetCluster.parse(variable))
    : TargetCluster.newest();
}

/**
 * The target clusters that options name: one, or several by their versions alone, with commas between them.
 *
 * @throws UnusableInput if there is no such cluster
 */
export function targetsFrom(options: TargetOptions): TargetCluster[] {
  const versions = options.kubernetesVersion?.split(',').map(version => version.trim()) ?? [];
  if (versions.length < 2) {
    return [targetFrom(options)];
  }
  if (options.node !== undefined || options.featureGates !== undefined) {
    throw new UnusableInput('--node and --feature-gates say more about one cluster. Leave them out, or give --kubernetes-version one version.');
  }
  return versions.map(kubernetesVersion => targetFrom({ kubernetesVersion, acceptUnorderedTermination: options.acceptUnorderedTermination }));
}

/**
 * The fallback that options describe.
 */
export function fallbackFrom(strategy: Fallback['strategy'], settings: Partial<SupervisedSettings>): Fallback {
  return { strategy, supervised: { ...DEFAULT_SETTINGS, ...settings } };
}

/**
 * Entrypoints as options give them: `proxy=/proxy --port 80`, or as a JSON list where words have spaces in them.
 */
export function entrypointsFrom(options: readonly string[] = []): { [container: string]: string[] } {
  return Object.fromEntries(options.map(option => {
    const [container, command] = assignment(option, '--entrypoint', 'CONTAINER=COMMAND');
    return [container, command.startsWith('[') ? wordsFromJson(command, option) : wordsFrom(command, option)];
  }));
}

/**
 * Stop signals as options give them: `nginx=SIGQUIT`.
 */
export function stopSignalsFrom(options: readonly string[] = []): { [container: string]: string } {
  return Object.fromEntries(options.map(option => {
    const [container, signal] = assignment(option, '--stop-signal', 'CONTAINER=SIGNAL');
    if (!SIGNAL.test(signal)) {
      throw new UnusableInput(`--stop-signal: '${signal}' is not a signal. Write it as SIGQUIT, SIGRTMIN+3 or 3.`);
    }
    return [container, signal];
  }));
}

/**
 * Places of Pod templates as options give them: `Fleet.example.com=spec.workers[*].template`.
 */
export function podTemplatesFrom(options: readonly string[] = []): PodTemplatePlace[] {
  return options.map(option => {
    const [name, podTemplate] = assignment(option, '--pod-template', 'KIND.GROUP=PATH');
    const [, kind, apiGroup] = /^(\w+)\.([a-z0-9.-]+)$/.exec(name) ?? [];
    if (!kind || !isPodTemplatePath(podTemplate)) {
      throw new UnusableInput(`--pod-template: '${option}' is not of the form KIND.GROUP=PATH, such as Fleet.example.com=spec.workers[*].template.`);
    }
    return { apiGroup, kind, podTemplate };
  });
}

function usable(source: string, target: () => TargetCluster): TargetCluster {
  try {
    return target();
  } catch (error) {
    throw new UnusableInput(`${source}${(error as Error).message}`);
  }
}

function gateFrom(option: string): [string, boolean] {
  const [gate, value] = assignment(option, '--feature-gates', 'GATE=true or GATE=false');
  if (value !== 'true' && value !== 'false') {
    throw new UnusableInput(`--feature-gates: '${option}' is neither GATE=true nor GATE=false.`);
  }
  return [gate, value === 'true'];
}

function assignment(option: string, flag: string, form: string): [string, string] {
  const [, name, value] = /^\s*([^=\s]+)\s*=\s*(\S[^]*?)\s*$/.exec(option) ?? [];
  if (!name) {
    throw new UnusableInput(`${flag}: '${option}' is not of the form ${form}.`);
  }
  return [name, value];
}

function wordsFrom(command: string, option: string): string[] {
  if (/["'\\]/.test(command)) {
    throw new UnusableInput(`--entrypoint: '${option}' has quotes in it, which are not read here. Write the words as a JSON list: ["sh", "-c", "a b"].`);
  }
  return command.split(/\s+/);
}

function wordsFromJson(json: string, option: string): string[] {
  let words: unknown;
  try {
    words = JSON.parse(json);
  } catch (error) {
    throw new UnusableInput(`--entrypoint: '${option}' is not a JSON list: ${(error as Error).message}`);
  }
  if (!Array.isArray(words) || words.length === 0 || !words.every(word => typeof word === 'string')) {
    throw new UnusableInput(`--entrypoint: '${option}' is not a JSON list of words.`);
  }
  return words;
}
