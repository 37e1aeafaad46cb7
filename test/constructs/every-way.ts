import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, Chart, Cron, Helm, Include, JsonPatch, Testing, Yaml } from 'cdk8s';
import { IConstruct } from 'constructs';
import { fieldAt, pathSegments } from '../../src/manifest/fields';
import { KubernetesObject, PodSpec } from '../../src/manifest/types';
import { workloadsOf } from '../../src/manifest/workloads';

export const KINDS = ['Job', 'CronJob', 'Deployment', 'StatefulSet', 'DaemonSet', 'Pod'] as const;
export type Kind = typeof KINDS[number];

/** The releases of cdk8s-plus that workloads may be written with. */
export const KPLUS_MINORS = [27, 28, 29, 30, 31, 32, 33, 34];
/** The releases whose classes of Kubernetes stand for what `cdk8s import k8s` makes: its default, the first with native sidecars, a current one. */
export const L1_MINORS = [25, 29, 34];

// Each release has types of its own, so that a table over all of them has none.
export const kplusOf = (minor: number): any => jest.requireActual(`cdk8s-plus-${minor}`);

/** A native sidecar as somebody may have written it, in whatever way a workload is made. */
export const BY_HAND = { name: 'by-hand', image: 'busybox:1.37', command: ['serve'], restartPolicy: 'Always' };

const MAIN = { name: 'main', image: 'busybox:1.37', command: ['work'], portNumber: 8080 };
/** Where a kind has the spec of its Pods, as a JSON pointer. */
export const podSpecPointer = (kind: Kind) => ({ CronJob: '/spec/jobTemplate/spec/template/spec', Pod: '/spec' } as { [kind in Kind]?: string })[kind]
  ?? '/spec/template/spec';

/** Makes a workload in a chart, and answers what sidecars can be attached to. */
type Make = (chart: Chart, kind: Kind) => IConstruct;

/** With a class of cdk8s-plus; the sidecar that is there already comes by a patch, which all releases take. */
export function withKplus(minor: number): Make {
  const kplus = kplusOf(minor);
  return (chart, kind) => {
    const schedule = kind === 'CronJob' ? { schedule: Cron.daily() } : {};
    const workload = new kplus[kind](chart, 'workload', { metadata: { name: 'workload' }, containers: [MAIN], ...schedule });
    ApiObject.of(workload).addJsonPatch(JsonPatch.add(`${podSpecPointer(kind)}/initContainers`, [BY_HAND]));
    return workload;
  };
}

/** With a class as `cdk8s import k8s` makes them, of an older or a newer schema. */
export function withL1(minor: number): Make {
  const { k8s } = kplusOf(minor);
  return (chart, kind) => {
    const { metadata, spec } = plainObject(kind);
    return new k8s[`Kube${kind}`](chart, 'workload', { metadata, spec: l1Shaped(spec, k8s) });
  };
}

export const withApiObject: Make = (chart, kind) => new ApiObject(chart, 'workload', plainObject(kind) as never);

export const withInclude: Make = (chart, kind) => new Include(chart, 'workload', { url: file('manifest.yaml', Yaml.stringify(plainObject(kind))) });

/** With a stand-in for the program `helm`, which prints the templates of a chart that has no variables. */
export const withHelm: Make = (chart, kind) => {
  const helm = file('helm', '#!/bin/sh\nfor chart; do :; done\ncat "$chart/templates/"*\n');
  chmodSync(helm, 0o755);
  return new Helm(chart, 'workload', { chart: chartFolder(plainObject(kind)), helmExecutable: helm });
};

/** The folder of a Helm chart with one template. */
export function chartFolder(object: KubernetesObject): string {
  const folder = mkdtempSync(join(tmpdir(), 'chart-'));
  mkdirSync(join(folder, 'templates'));
  writeFileSync(join(folder, 'Chart.yaml'), 'apiVersion: v2\nname: workload\nversion: 1.0.0\n');
  writeFileSync(join(folder, 'templates/workload.yaml'), Yaml.stringify(object));
  return folder;
}

/** The object as cdk8s-plus-27 renders it, with the native sidecar that is there already. */
export function plainObject(kind: Kind): KubernetesObject {
  const chart = Testing.chart();
  const made = ApiObject.of(withKplus(27)(chart, kind)).toJson();
  const [{ podSpec }] = workloadsOf(made);
  // The schema of cdk8s-plus-27 has dropped it.
  (podSpec as { initContainers: object[] }).initContainers = [BY_HAND];
  return made;
}

/** The specs of Pods that a chart makes. */
export function podTemplates(chart: Chart): KubernetesObject[] {
  return (Testing.synth(chart) as KubernetesObject[]).flatMap(object => workloadsOf(object)).map(({ object, podSpecPath }) =>
    fieldAt(object, pathSegments(podSpecPath).slice(0, -1)) as KubernetesObject);
}

/** Fields that later releases of cdk8s-plus write with what Kubernetes takes anyway. */
const LATER_DEFAULTS: Partial<PodSpec> = { shareProcessNamespace: false, enableServiceLinks: true };

/** A Pod template without the fields that not all releases of cdk8s-plus write. */
export function comparable(template: KubernetesObject): KubernetesObject {
  const spec = Object.entries(template.spec as PodSpec).filter(([field, value]) => LATER_DEFAULTS[field as keyof PodSpec] !== value);
  return { metadata: { labels: template.metadata?.labels, annotations: template.metadata?.annotations }, spec: Object.fromEntries(spec) };
}

function file(name: string, text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'every-way-')), name);
  writeFileSync(path, text);
  return path;
}

/** Plain JSON as the classes of `cdk8s import` want it: quantities and ports of probes are objects there, and some names differ. */
function l1Shaped(value: unknown, k8s: any, key: string = ''): unknown {
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map(item => l1Shaped(item, k8s));
  }
  return Object.fromEntries(Object.entries(value).map(([name, nested]) => {
    const isQuantity = key === 'limits' || key === 'requests';
    const isIntOrString = name === 'port' || name === 'maxSurge' || name === 'maxUnavailable';
    const shaped = isQuantity ? k8s.Quantity.fromString(nested)
      : isIntOrString ? (typeof nested === 'number' ? k8s.IntOrString.fromNumber(nested) : k8s.IntOrString.fromString(nested))
        : l1Shaped(nested, k8s, name);
    return [name === 'setHostnameAsFQDN' ? 'setHostnameAsFqdn' : name, shaped];
  }));
}
