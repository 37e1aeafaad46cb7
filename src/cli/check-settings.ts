import { existsSync, readFileSync } from 'node:fs';
import { CONFIGURATION_FILE } from './configuration-file';
import { podTemplatesFrom, TargetOptions, targetsFrom } from './options';
import { readInput } from './read-input';
import { ruleNamed } from './rule-named';
import { CATALOGUE } from '../checks/catalogue';
import { MeshInjection, Rule } from '../checks/rule';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { isAtLeast } from '../diagnostics/severity';
import { Baseline, baselineFrom } from '../inspection/baseline';
import { Configuration, configurationFrom } from '../inspection/configuration';
import { InspectionOptions } from '../inspection/inspect';
import { meshInjectionFrom, MESHES } from '../inspection/mesh-injection';
import { FailOn } from '../report/fail-on';
import { UnusableInput } from '../source/unusable-input';

/** The options of `check` that a configuration file can give too. */
export interface CheckOptions extends TargetOptions, Omit<Configuration, keyof TargetOptions | 'acknowledge'> {
  readonly writeBaseline?: boolean;
}

/** What is checked, how, and what counts. */
export interface CheckSettings {
  readonly inspection: InspectionOptions;
  readonly failOn: FailOn;
  readonly baselineFile?: string;
}

/**
 * The configuration in a file, or in the one of the folder if none is named; empty if there is none.
 *
 * @throws UnusableInput
 */
export function configurationIn(named: string | undefined): Configuration {
  const file = named ?? (existsSync(CONFIGURATION_FILE) ? CONFIGURATION_FILE : undefined);
  return file === undefined ? {} : configurationFrom(readInput(file), file);
}

/**
 * The settings of options, and of a configuration for what they do not say.
 *
 * @throws UnusableInput
 */
export function checkSettings(options: CheckOptions, configuration: Configuration): CheckSettings {
  const said = { ...configuration, ...options };
  // Both are among the choices of the options, or were looked at when the configuration was read.
  const { failOn = DiagnosticSeverity.ERROR, level = DiagnosticSeverity.WARNING } = said as { failOn?: FailOn; level?: DiagnosticSeverity };
  return {
    inspection: {
      targets: targetsFrom(targetOptions(options, configuration)),
      rules: rulesFrom(said.rules, said.skip),
      level: failOn !== 'never' && isAtLeast(level, failOn) ? failOn : level,
      meshes: meshesFrom(said.mesh),
      named: podTemplatesFrom(said.podTemplate),
      acknowledgements: configuration.acknowledge ?? [],
      withEdits: false,
      baseline: said.baseline === undefined || options.writeBaseline ? { findings: [] } : baselineIn(said.baseline),
    },
    failOn,
    ...said.baseline !== undefined && { baselineFile: said.baseline },
  };
}

/** An option that names another version goes before all that the file says of the cluster. */
function targetOptions(options: CheckOptions, { kubernetesVersion, node, featureGates }: Configuration): TargetOptions {
  return options.kubernetesVersion !== undefined ? options : {
    kubernetesVersion,
    node: options.node ?? node,
    featureGates: options.featureGates ?? (featureGates && Object.entries(featureGates).map(([gate, value]) => `${gate}=${value}`)),
    acceptUnorderedTermination: options.acceptUnorderedTermination,
  };
}

/** Ids or slugs, with commas between them. */
function rulesFrom(chosen: readonly string[] | undefined, skipped: readonly string[] = []): Rule[] {
  const named = (names: readonly string[]) => names.flatMap(list => list.split(',')).map(name => name.trim()).filter(name => name !== '')
    .map(name => ruleNamed(name, CATALOGUE));
  const only = chosen === undefined ? undefined : named(chosen);
  const without = named(skipped);
  const rules = CATALOGUE.filter(rule => (only?.includes(rule) ?? true) && !without.includes(rule));
  if (rules.length === 0) {
    throw new UnusableInput('There is nothing to check: no rule is left. See cdk8s-sidecars rules.');
  }
  return rules;
}

function meshesFrom(options: readonly string[] = []): Map<string, MeshInjection> {
  return new Map(options.flatMap(list => list.split(',')).map(option => {
    const injection = meshInjectionFrom(option.trim());
    if (!injection) {
      throw new UnusableInput(`--mesh: '${option}' is not MESH=native or MESH=regular, with one of the meshes ${MESHES.join(', ')}.`);
    }
    return injection;
  }));
}

function baselineIn(file: string): Baseline {
  if (!existsSync(file)) {
    throw new UnusableInput(`${file}: there is no such baseline. Write it with --baseline ${file} --write-baseline.`);
  }
  return baselineFrom(readFileSync(file, 'utf8'), file);
}
