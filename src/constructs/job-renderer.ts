import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { rendersPlainly, renderJob } from './kplus-json';
import { Rendering, renderUnfiltered } from './unfiltered-rendering';

/**
 * The rendering of a Job of cdk8s-plus: past cdk8s' own, slower one, unless the object was patched or there are resolvers of
 * somebody's own, which see the objects of cdk8s.
 */
export function jobRenderer(job: kplus.Job, apiObject: ApiObject): () => Rendering {
  const { toJson, addJsonPatch } = apiObject;
  let patched = false;
  apiObject.addJsonPatch = (...patches) => {
    patched = true;
    addJsonPatch.apply(apiObject, patches);
  };
  return () => patched || !rendersPlainly(apiObject) ? renderUnfiltered(apiObject, () => toJson.call(apiObject))
    : { object: renderHere(job, apiObject) };
}

function renderHere(job: kplus.Job, apiObject: ApiObject) {
  try {
    return renderJob(job, apiObject);
  } catch (error) {
    throw new Error(`${job.node.path}: ${(error as Error).message}`);
  }
}
