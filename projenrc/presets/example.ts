import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as cdk8s from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import * as ts from 'typescript';
import * as sidecars from '../../src';
import { containersOf } from '../../src/manifest/containers';
import { Container, KubernetesObject, PodSpec } from '../../src/manifest/types';
import { workloadsOf } from '../../src/manifest/workloads';

const FIXTURE = readFileSync(join(__dirname, '../../rosetta/with-chart.ts-fixture'), 'utf8');
const PLACE_IN_FIXTURE = '/// here';

/** What comes out of an example for one cluster. */
export interface Emitted {
  /** The preset, as the example has made it. */
  readonly sidecar: sidecars.NativeSidecar;
  /** Its container in the manifest. */
  readonly container: Container;
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

/**
 * Runs an example, as it stands in a docstring, in a chart for a cluster.
 *
 * @param preset name of the class that it shows
 */
export function runExample(code: string, preset: string, target: sidecars.TargetCluster): Emitted {
  const made: Made[] = [];
  const app = new cdk8s.App();
  target.applyTo(app);
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
  return {
    sidecar,
    container: containersOf(podSpec).find(({ container }) => container.name === sidecar.name)!.container,
    main: podSpec.containers.find(({ name }) => name !== sidecar.name)!,
    podSpec,
    others: others.map(object => object.toJson() as KubernetesObject),
    diagnostics: chart.node.findAll().flatMap(construct => (construct as { diagnostics?: sidecars.Diagnostic[] }).diagnostics ?? []),
  };
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
