import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as cdk8s from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct, IConstruct } from 'constructs';
import * as ts from 'typescript';
import * as sidecars from '../../src';
import { DEFAULT_SETTINGS, SupervisedSettings } from '../../src/lowering/fallback';
import { lower } from '../../src/lowering/lower';
import { containersOf } from '../../src/manifest/containers';
import { Container, KubernetesObject, PodSpec } from '../../src/manifest/types';
import { workloadsOf } from '../../src/manifest/workloads';

const FIXTURE = readFileSync(join(__dirname, '../../rosetta/with-chart.ts-fixture'), 'utf8');
const PLACE_IN_FIXTURE = '/// here';

/** What comes out of an example. */
export interface Emitted {
  /** The preset, as the example has made it. */
  readonly sidecar: sidecars.NativeSidecar;
  /** Its container in the manifest. */
  readonly container: Container;
  /** What becomes of that on a cluster without native sidecars. */
  readonly lowered: Container;
  readonly main: Container;
  readonly podSpec: PodSpec;
  /** What it has made besides, such as a ConfigMap. */
  readonly others: readonly KubernetesObject[];
  /** What the library has to say about it. */
  readonly diagnostics: readonly sidecars.Diagnostic[];
}

interface Made {
  readonly sidecar: sidecars.NativeSidecar;
  readonly objects: readonly cdk8s.ApiObject[];
}

const OLD_CLUSTER = sidecars.TargetCluster.version('1.27');
/** In place of what an image starts that an example does not say. */
const UNSAID = ['(what its image starts)'];

/**
 * Runs an example, as it stands in a docstring, in a chart for the newest Kubernetes.
 *
 * @param preset name of the class that it shows
 */
export function runExample(code: string, preset: string): Emitted {
  const made: Made[] = [];
  const app = new cdk8s.App();
  sidecars.TargetCluster.newest().applyTo(app);
  const Sample = sampleClass(code, { ...sidecars, [preset]: watched(sidecars[preset as 'NativeSidecar'], made) });
  const chart = new Sample(app, 'sample');
  const objects = chart.toJson() as KubernetesObject[];
  const [{ sidecar, objects: others }] = made;
  const workload = objects.flatMap(object => workloadsOf(object))
    .find(({ podSpec }) => containersOf(podSpec).some(({ container }) => container.name === sidecar.name));
  if (!workload) {
    throw new Error(`The example of ${preset} gives its sidecar to no workload.`);
  }
  const { podSpec } = workload;
  const { workload: lowered, diagnostics } = lower(workload, OLD_CLUSTER, { strategy: 'supervised', supervised: settingsFor(podSpec, sidecar) });
  const inPod = (spec: PodSpec) => containersOf(spec).find(({ container }) => container.name === sidecar.name)!.container;
  return {
    sidecar,
    container: inPod(podSpec),
    lowered: inPod(lowered.podSpec),
    main: podSpec.containers.find(({ name }) => name !== sidecar.name)!,
    podSpec,
    others: others.map(object => object.toJson() as KubernetesObject),
    diagnostics: [...chart.node.findAll().flatMap(diagnosticsOf), ...diagnostics],
  };
}

/** Of a workload of this library, after synthesis. */
function diagnosticsOf(construct: IConstruct): readonly sidecars.Diagnostic[] {
  return (construct as { diagnostics?: sidecars.Diagnostic[] }).diagnostics ?? [];
}

/** With the sidecar as its construct says it is, since that is not in the manifest. */
function settingsFor(podSpec: PodSpec, { name, entrypoint, stopSignal }: sidecars.NativeSidecar): SupervisedSettings {
  const others = containersOf(podSpec).map(({ container }): [string, readonly string[]] => [container.name, UNSAID]);
  return { ...DEFAULT_SETTINGS, entrypoints: { ...Object.fromEntries(others), [name]: entrypoint }, stopSignals: { [name]: stopSignal } };
}

/** The chart of the fixture, with the example in its constructor. */
function sampleClass(code: string, library: object): new (scope: cdk8s.App, id: string) => cdk8s.Chart {
  const source = `${FIXTURE.replace(PLACE_IN_FIXTURE, () => code)}\nexport { Sample };\n`;
  const { outputText } = ts.transpileModule(source, { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 } });
  const modules: { [name: string]: object } = { 'cdk8s': cdk8s, 'cdk8s-plus-27': kplus, 'cdk8s-sidecars': library };
  const exported: { Sample?: new (scope: cdk8s.App, id: string) => cdk8s.Chart } = {};
  new Function('require', 'exports', outputText)((name: string) => modules[name], exported);
  return exported.Sample!;
}

/** A class that notes what is made of it, and which objects that makes. */
function watched(preset: typeof sidecars.NativeSidecar, made: Made[]): typeof sidecars.NativeSidecar {
  return new Proxy(preset, {
    construct(target, args: [Construct, ...unknown[]], newTarget) {
      const objectsBefore = new Set(apiObjectsBeside(args[0]));
      const sidecar = Reflect.construct(target, args, newTarget) as sidecars.NativeSidecar;
      made.push({ sidecar, objects: apiObjectsBeside(args[0]).filter(object => !objectsBefore.has(object)) });
      return sidecar;
    },
  });
}

/** All objects of the app in which a construct is. */
function apiObjectsBeside(scope: Construct): cdk8s.ApiObject[] {
  return scope.node.root.node.findAll().filter(construct => cdk8s.ApiObject.isApiObject(construct));
}
