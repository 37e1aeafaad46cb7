import { ApiObject, App, ResolutionContext } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Container, Volume } from '../manifest/types';

/**
 * A container of cdk8s-plus as plain JSON, with the volumes that it mounts.
 *
 * @param container it is rendered by cdk8s-plus itself, whose `_toKube` is internal but the same in all its releases
 * @param apiObject the object it becomes a part of, for the values that are resolved late
 */
export function renderContainer(container: kplus.Container, apiObject: ApiObject): { container: Container; volumes: Volume[] } {
  const { resolvers } = App.of(apiObject) as App;
  const resolve = (value: unknown): unknown => {
    if (value === undefined || value === null) {
      return value;
    }
    const context = new ResolutionContext(apiObject, [], value);
    for (const resolver of resolvers) {
      resolver.resolve(context);
      if (context.replaced) {
        return resolve(context.replacedValue);
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
  const volumes = new Set(container.mounts.map(({ volume }) => volume));
  return {
    container: kplus.k8s.toJson_Container(resolve(container._toKube()) as kplus.k8s.Container) as Container,
    volumes: [...volumes].map(volume => kplus.k8s.toJson_Volume(resolve(volume._toKube()) as kplus.k8s.Volume) as Volume),
  };
}
