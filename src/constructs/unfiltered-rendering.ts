import { ApiObject } from 'cdk8s';
import { KubernetesObject } from '../manifest/types';

/** An object as it is rendered, and as cdk8s rendered it before the generated class dropped what its schema does not have. */
export interface Rendering {
  readonly object: KubernetesObject;
  /** Undefined if its class drops nothing. */
  readonly unfiltered?: KubernetesObject;
}

/**
 * Renders an object once, and keeps what its class drops: the generated classes of `cdk8s import` and of cdk8s-plus filter,
 * in their `toJson`, what `toJson` of `ApiObject` gives them (cdk8s-team/cdk8s#2172).
 *
 * @param render calls the object's own `toJson`
 */
export function renderUnfiltered(apiObject: ApiObject, render: () => KubernetesObject): Rendering {
  const [, ...others] = prototypesThatRender(apiObject);
  const plain = others.at(-1);
  if (!plain) {
    return { object: render() };
  }
  const { toJson } = plain;
  let unfiltered: KubernetesObject | undefined;
  plain.toJson = function (this: ApiObject) {
    const json = toJson.call(this);
    unfiltered = this === apiObject ? json : unfiltered;
    return json;
  };
  try {
    const object = render();
    return { object, unfiltered };
  } finally {
    plain.toJson = toJson;
  }
}

/** The prototypes up the chain of an object that have a `toJson`; the last is that of `ApiObject`, of whatever copy of cdk8s. */
function prototypesThatRender(apiObject: ApiObject): ApiObject[] {
  const found: ApiObject[] = [];
  for (let at = Object.getPrototypeOf(apiObject); at; at = Object.getPrototypeOf(at)) {
    if (Object.hasOwn(at, 'toJson')) {
      found.push(at);
    }
  }
  return found;
}
