import { ApiObject } from 'cdk8s';
import { KubernetesObject } from '../manifest/types';

/** An object as it is rendered, and as cdk8s rendered it before the generated class dropped what its schema does not have. */
export interface Rendering {
  readonly object: KubernetesObject;
  /** Undefined if nothing was dropped. */
  readonly unfiltered?: KubernetesObject;
}

/**
 * Renders an object once, and keeps what its class drops: the generated classes of `cdk8s import` and of cdk8s-plus filter,
 * in their `toJson`, what `toJson` of `ApiObject` gives them (cdk8s-team/cdk8s#2172).
 *
 * @param render calls the object's own `toJson`
 */
export function renderUnfiltered(apiObject: ApiObject, render: () => KubernetesObject): Rendering {
  const plain = plainPrototype(apiObject);
  const { toJson } = plain;
  let unfiltered: KubernetesObject | undefined;
  plain.toJson = function (this: ApiObject) {
    const json = toJson.call(this);
    unfiltered = this === apiObject ? json : unfiltered;
    return json;
  };
  try {
    const object = render();
    return { object, unfiltered: unfiltered === object ? undefined : unfiltered };
  } finally {
    plain.toJson = toJson;
  }
}

/** The prototype of `ApiObject`, of whatever copy of cdk8s: the last one up the chain that renders. */
function plainPrototype(apiObject: ApiObject): ApiObject {
  let last: ApiObject = apiObject;
  for (let at = Object.getPrototypeOf(apiObject); at; at = Object.getPrototypeOf(at)) {
    last = Object.hasOwn(at, 'toJson') ? at : last;
  }
  return last;
}
