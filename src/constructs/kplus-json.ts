import { ApiObject, App, ImplicitTokenResolver, LazyResolver, NumberStringUnionResolver, ResolutionContext } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Container, KubernetesObject, ResourceRequirements, Volume } from '../manifest/types';

/** The resolvers that every App has. They replace only instances of classes, so plain values need not be put to them. */
const BUILT_IN = [LazyResolver, ImplicitTokenResolver, NumberStringUnionResolver];

/**
 * A container of cdk8s-plus as plain JSON, with the volumes that it mounts.
 *
 * @param container it is rendered by cdk8s-plus itself, whose `_toKube` is internal but the same in all its releases
 * @param apiObject the object it becomes a part of, for the values that are resolved late
 */
export function renderContainer(container: kplus.Container, apiObject: ApiObject): { container: Container; volumes: Volume[] } {
  const toPlain = toPlainOf(apiObject);
  const volumes = new Set(container.mounts.map(({ volume }) => volume));
  return {
    container: kplus.k8s.toJson_Container(toPlain(container._toKube()) as kplus.k8s.Container) as Container,
    volumes: [...volumes].map(volume => kplus.k8s.toJson_Volume(toPlain(volume._toKube()) as kplus.k8s.Volume) as Volume),
  };
}

/**
 * The object of a cdk8s-plus Job as plain JSON: what its `toJson` gives where nothing has been patched.
 */
export function renderJob(job: kplus.Job, apiObject: ApiObject): KubernetesObject {
  const spec = toPlainOf(apiObject)(job._toKube()) as kplus.k8s.JobSpec;
  return { ...kplus.k8s.KubeJob.GVK, ...kplus.k8s.toJson_KubeJobProps({ metadata: apiObject.metadata.toJson(), spec }) };
}

/**
 * Requests and limits of cdk8s-plus as plain JSON.
 */
export function resourcesJson(resources: kplus.ContainerResources): ResourceRequirements {
  const { resources: rendered } = new kplus.Container({ image: 'none', resources })._toKube();
  return kplus.k8s.toJson_ResourceRequirements(rendered) as ResourceRequirements;
}

/**
 * Whether an object's values are resolved by nothing but what every App has.
 */
export function hasOnlyBuiltInResolvers(apiObject: ApiObject): boolean {
  return (App.of(apiObject) as App).resolvers.every(resolver => BUILT_IN.some(type => resolver instanceof type));
}

/**
 * Does what cdk8s does with the props of an object, by the public parts of its mechanism: late values are resolved, empty
 * ones left out, keys sorted. It is several times as fast, since cdk8s puts every single string and number to each resolver.
 */
function toPlainOf(apiObject: ApiObject): (value: unknown) => unknown {
  const { resolvers } = App.of(apiObject) as App;
  const onlyBuiltIn = hasOnlyBuiltInResolvers(apiObject);
  const sortKeys = !process.env.CDK8S_DISABLE_SORT;
  const toPlain = (value: unknown): unknown => {
    if (value === undefined || value === null || (onlyBuiltIn && (typeof value !== 'object' || isScalar(value)))) {
      return value ?? undefined;
    }
    if (!onlyBuiltIn || !isPlain(value)) {
      const context = new ResolutionContext(apiObject, [], value);
      for (const resolver of resolvers) {
        resolver.resolve(context);
        if (context.replaced) {
          return toPlain(context.replacedValue);
        }
      }
    }
    if (Array.isArray(value)) {
      return value.map(toPlain);
    }
    if (value.constructor !== Object) {
      return value;
    }
    const keys = Object.keys(value);
    const plain: { [key: string]: unknown } = {};
    for (const key of sortKeys ? keys.sort() : keys) {
      const nested = toPlain((value as typeof plain)[key]);
      if (nested !== undefined) {
        plain[key] = nested;
      }
    }
    return plain;
  };
  return toPlain;
}

/** A scalar of the generated classes, of which they take the value themselves. */
function isScalar(value: object): boolean {
  return value instanceof kplus.k8s.Quantity || value instanceof kplus.k8s.IntOrString;
}

/** A list or a dictionary, which can only be a token if it has the method that makes it one. */
function isPlain(value: unknown): boolean {
  return (Array.isArray(value) || (value as object).constructor === Object) && typeof (value as { resolve?: unknown }).resolve !== 'function';
}
