import { UnusableInput } from './unusable-input';
import { TargetCluster } from '../cluster/target-cluster';
import { DEFAULT_SETTINGS, Fallback, SupervisedSettings } from '../lowering/fallback';

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
export function targetFrom(options: TargetOptions): TargetCluster {
  const variable = process.env[TargetCluster.ENVIRONMENT_VARIABLE];
  const gates = (options.featureGates ?? []).flatMap(list => list.split(',')).filter(gate => gate !== '');
  try {
    if (options.kubernetesVersion === undefined) {
      if (options.node !== undefined || gates.length > 0 || options.acceptUnorderedTermination) {
        throw new Error('To say more about the cluster, give the version of its API server too: --kubernetes-version.');
      }
      return variable ? TargetCluster.parse(variable) : TargetCluster.newest();
    }
    return TargetCluster.version(options.kubernetesVersion, {
      oldestNode: options.node,
      featureGates: Object.fromEntries(gates.map(gateFrom)),
      acceptUnorderedTermination: options.acceptUnorderedTermination,
    });
  } catch (error) {
    throw new UnusableInput((error as Error).message);
  }
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
    return [container, command.startsWith('[') ? wordsFrom(command, option) : command.split(/\s+/)];
  }));
}

/**
 * Stop signals as options give them: `nginx=SIGQUIT`.
 */
export function stopSignalsFrom(options: readonly string[] = []): { [container: string]: string } {
  return Object.fromEntries(options.map(option => assignment(option, '--stop-signal', 'CONTAINER=SIGNAL')));
}

function gateFrom(option: string): [string, boolean] {
  const [gate, value] = assignment(option, '--feature-gates', 'GATE=true or GATE=false');
  if (value !== 'true' && value !== 'false') {
    throw new UnusableInput(`--feature-gates: '${option}' is neither GATE=true nor GATE=false.`);
  }
  return [gate, value === 'true'];
}

function assignment(option: string, flag: string, form: string): [string, string] {
  const [, name, value] = /^([^=]+)=([^]+)$/.exec(option) ?? [];
  if (!name) {
    throw new UnusableInput(`${flag}: '${option}' is not of the form ${form}.`);
  }
  return [name.trim(), value.trim()];
}

function wordsFrom(json: string, option: string): string[] {
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
