import { ApiObject, App, ImplicitTokenResolver, LazyResolver, NumberStringUnionResolver, ResolutionContext } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Container, Volume } from '../manifest/types';

/** The resolvers that every App has. They replace only instances of classes, so plain values need not be put to them. */
const BUILT_IN = [LazyResolver, ImplicitTokenResolver, NumberStringUnionResolver];

/**
 * A container of cdk8s-plus as plain JSON, with the volumes that it mounts.
 *
 * @param container it is rendered by cdk8s-plus itself, whose `_toKube` is internal but the same in all its releases
 * @param apiObject the object it becomes a part of, for the values that are resolved late
 */
export function renderContainer(container: kplus.Container, apiObject: ApiObject): { container: Container; volumes: Volume[] } {
  const resolve = resolverOf(apiObject);
  const volumes = new Set(container.mounts.map(({ volume }) => volume));
  return {
    container: kplus.k8s.toJson_Container(resolve(container._toKube()) as kplus.k8s.Container) as Container,
    volumes: [...volumes].map(volume => kplus.k8s.toJson_Volume(resolve(volume._toKube()) as kplus.k8s.Volume) as Volume),
  };
}

/** Does what cdk8s does with the props of an object, by the public parts of its mechanism. */
function resolverOf(apiObject: ApiObject): (value: unknown) => unknown {
  const { resolvers } = App.of(apiObject) as App;
  const onlyBuiltIn = resolvers.every(resolver => BUILT_IN.some(type => resolver instanceof type));
  const resolve = (value: unknown): unknown => {
    if (value === undefined || value === null || (onlyBuiltIn && (typeof value !== 'object' || isScalar(value)))) {
      return value;
    }
    if (!onlyBuiltIn || !isPlain(value)) {
      const context = new ResolutionContext(apiObject, [], value);
      for (const resolver of resolvers) {
        resolver.resolve(context);
        if (context.replaced) {
          return resolve(context.replacedValue);
        }
      }
    }
    if (Array.isArray(value)) {
      return value.map(resolve);
    }
    if (value.constructor !== Object) {
      return value;
    }
    const resolved: { [key: string]: unknown } = {};
    for (const key of Object.keys(value)) {
      resolved[key] = resolve((value as typeof resolved)[key]);
    }
    return resolved;
  };
  return resolve;
}

/** A scalar of the generated classes, of which they take the value themselves. */
function isScalar(value: object): boolean {
  return value instanceof kplus.k8s.Quantity || value instanceof kplus.k8s.IntOrString;
}

/** A list or a dictionary, which can only be a token if it has the method that makes it one. */
function isPlain(value: unknown): boolean {
  return (Array.isArray(value) || (value as object).constructor === Object) && typeof (value as { resolve?: unknown }).resolve !== 'function';
}
