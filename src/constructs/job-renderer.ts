import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { rendersPlainly, renderJob } from './kplus-json';
import { renderRepeatably } from './render-repeatably';
import { KubernetesObject } from '../manifest/types';

/**
 * The rendering of a Job of cdk8s-plus: the same each time, and past cdk8s' own, slower one, unless the object was patched
 * or there are resolvers of somebody's own, which see the objects of cdk8s.
 */
export function jobRenderer(job: kplus.Job, apiObject: ApiObject): () => KubernetesObject {
  const { toJson, addJsonPatch } = apiObject;
  let patched = false;
  apiObject.addJsonPatch = (...patches) => {
    patched = true;
    addJsonPatch.apply(apiObject, patches);
  };
  return renderRepeatably(job, () => patched || !rendersPlainly(apiObject) ? toJson.call(apiObject) : renderHere(job, apiObject));
}

function renderHere(job: kplus.Job, apiObject: ApiObject): KubernetesObject {
  try {
    return renderJob(job, apiObject);
  } catch (error) {
    throw new Error(`${job.node.path}: ${(error as Error).message}`);
  }
}
