import { ApiObject, App, ImplicitTokenResolver, IResolver, LazyResolver, NumberStringUnionResolver, ResolutionContext } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { sortedKeys } from '../manifest/fields';
import { Container, KubernetesObject, ResourceRequirements, Volume } from '../manifest/types';

/** The resolvers that every App has. They replace only instances of classes, so plain values need not be put to them. */
const BUILT_IN = [LazyResolver, ImplicitTokenResolver, NumberStringUnionResolver];

/** Fields of Pods and Jobs that the generated classes of cdk8s-plus spell otherwise than Kubernetes. */
export const JSON_NAMES: ReadonlyMap<string, string> = new Map([
  ['datasetUuid', 'datasetUUID'],
  ['diskUri', 'diskURI'],
  ['downwardApi', 'downwardAPI'],
  ['hostIp', 'hostIP'],
  ['hostIpc', 'hostIPC'],
  ['hostPid', 'hostPID'],
  ['pdId', 'pdID'],
  ['scaleIo', 'scaleIO'],
  ['setHostnameAsFqdn', 'setHostnameAsFQDN'],
  ['storagePolicyId', 'storagePolicyID'],
  ['targetWwNs', 'targetWWNs'],
  ['volumeId', 'volumeID'],
]);

/** Fields of Pods and Jobs whose keys are names that somebody has given. */
export const FREE_FORM: ReadonlySet<string> = new Set([
  'annotations', 'labels', 'limits', 'matchLabels', 'nodeSelector', 'options', 'overhead', 'requests', 'volumeAttributes',
]);

/** A volume of any cdk8s-plus, by what is used of it. */
export interface RenderableVolume {
  readonly name: string;
  _toKube(): unknown;
}

/** A container of any cdk8s-plus, by what is used of it: `_toKube` is internal, but the same in all releases. */
export interface RenderableContainer {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly workingDir?: string;
  readonly ports?: readonly object[];
  readonly mounts: readonly { readonly volume: RenderableVolume }[];
  _toKube(): unknown;
}

/** A container as plain JSON, with the volumes that it mounts. */
export interface RenderedContainer {
  readonly container: Container;
  readonly volumes: readonly Volume[];
}

/**
 * Whether something is a container of some cdk8s-plus.
 */
export function isContainer(value: unknown): value is RenderableContainer {
  const { name, image, mounts, _toKube } = (value ?? {}) as Partial<RenderableContainer>;
  return typeof name === 'string' && typeof image === 'string' && Array.isArray(mounts) && typeof _toKube === 'function';
}

/**
 * Whether something is a volume of some cdk8s-plus.
 */
export function isVolume(value: unknown): value is RenderableVolume {
  const { name, _toKube } = (value ?? {}) as Partial<RenderableVolume>;
  return typeof name === 'string' && typeof _toKube === 'function';
}

/**
 * A volume of cdk8s-plus as plain JSON.
 *
 * @param apiObject the object it becomes a part of, for the values that are resolved late
 */
export function renderVolume(volume: RenderableVolume, apiObject: ApiObject): Volume {
  return toPlain(volume._toKube(), resolutionFor(apiObject)) as Volume;
}

/**
 * A container of cdk8s-plus as plain JSON, with the volumes that it mounts.
 *
 * @param apiObject the object it becomes a part of, for the values that are resolved late
 */
export function renderContainer(container: RenderableContainer, apiObject: ApiObject): RenderedContainer {
  const volumes = [...new Set(container.mounts.map(({ volume }) => volume))];
  const resolution = resolutionFor(apiObject);
  return {
    container: toPlain(container._toKube(), resolution) as Container,
    volumes: volumes.map(volume => toPlain(volume._toKube(), resolution) as Volume),
  };
}

/**
 * The object of a cdk8s-plus Job as plain JSON: what its `toJson` gives where nothing has been patched.
 */
export function renderJob(job: kplus.Job, apiObject: ApiObject): KubernetesObject {
  const spec = toPlain(job._toKube(), resolutionFor(apiObject)) as { template: { metadata: kplus.k8s.ObjectMeta } };
  spec.template.metadata = kplus.k8s.toJson_ObjectMeta(spec.template.metadata) as kplus.k8s.ObjectMeta;
  return { ...kplus.k8s.KubeJob.GVK, metadata: kplus.k8s.toJson_ObjectMeta(apiObject.metadata.toJson()), spec };
}

/**
 * Requests and limits of cdk8s-plus as plain JSON.
 */
export function resourcesJson(resources: kplus.ContainerResources): ResourceRequirements {
  const { resources: rendered } = new kplus.Container({ image: 'none', resources })._toKube();
  return kplus.k8s.toJson_ResourceRequirements(rendered) as ResourceRequirements;
}

/**
 * Whether an object is rendered as it is by default: with nothing but the resolvers that every App has, and with sorted keys.
 */
export function rendersPlainly(apiObject: ApiObject): boolean {
  return !process.env.CDK8S_DISABLE_SORT && areBuiltIn(resolversOf(apiObject));
}

interface Resolution {
  readonly apiObject: ApiObject;
  readonly resolvers: readonly IResolver[];
  /** Whether plain values are put to the resolvers, too. */
  readonly everyValue: boolean;
}

function resolutionFor(apiObject: ApiObject): Resolution {
  const resolvers = resolversOf(apiObject);
  return { apiObject, resolvers: resolvers.filter(resolver => !(resolver instanceof NumberStringUnionResolver)), everyValue: !areBuiltIn(resolvers) };
}

/**
 * Does what cdk8s and the generated classes of cdk8s-plus do with what cdk8s-plus renders: late values are resolved, empty ones
 * left out, scalars unwrapped, fields named as in Kubernetes, keys sorted. It is several times as fast: cdk8s puts every single
 * string and number to each resolver, and the generated classes copy each object once for each of its fields, to drop fields
 * that cdk8s-plus never makes.
 */
function toPlain(value: unknown, resolution: Resolution, freeForm: boolean = false): unknown {
  if (value === null || value === undefined) {
    return undefined;
  }
  if (resolution.everyValue) {
    const replacement = replaced(value, resolution);
    if (replacement) {
      return toPlain(replacement.value, resolution, freeForm);
    }
  }
  if (typeof value !== 'object') {
    return value;
  }
  const { constructor, resolve, value: scalar } = value as { constructor: unknown; resolve?: unknown; value?: unknown };
  if (constructor === Object && typeof resolve !== 'function') {
    const plain: { [key: string]: unknown } = {};
    for (const key of sortedKeys(value)) {
      const nested = toPlain((value as typeof plain)[key], resolution, FREE_FORM.has(key));
      if (nested !== undefined) {
        plain[freeForm ? key : JSON_NAMES.get(key) ?? key] = nested;
      }
    }
    return plain;
  }
  // Quantity, IntOrString: as NumberStringUnionResolver knows them, whatever copy of cdk8s-plus they are of
  if (typeof scalar === 'number' || typeof scalar === 'string') {
    return scalar;
  }
  if (Array.isArray(value) && typeof resolve !== 'function') {
    return value.map(item => toPlain(item, resolution));
  }
  const replacement = resolution.everyValue ? undefined : replaced(value, resolution);
  if (!replacement) {
    throw new Error(`can't render an object of type '${(value as object).constructor.name}'`);
  }
  return toPlain(replacement.value, resolution, freeForm);
}

/** What the first resolver that does so makes of a value. */
function replaced(value: unknown, { apiObject, resolvers }: Resolution): { readonly value: unknown } | undefined {
  const context = new ResolutionContext(apiObject, [], value);
  for (const resolver of resolvers) {
    resolver.resolve(context);
    if (context.replaced) {
      return { value: context.replacedValue };
    }
  }
  return undefined;
}

function areBuiltIn(resolvers: readonly IResolver[]): boolean {
  return resolvers.every(resolver => BUILT_IN.some(type => resolver instanceof type));
}

function resolversOf(apiObject: ApiObject): IResolver[] {
  return (App.of(apiObject) as App).resolvers;
}
