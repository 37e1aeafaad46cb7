import { pathSegments, withFieldAt } from './fields';
import { ShapeFault } from './shape';
import { Workload, workloadAt } from './workloads';

/** Without these, containers cannot be told from each other. */
const ESSENTIAL = ['name', 'containers', 'initContainers'];

/**
 * A workload without the fields of containers, Pods and Jobs that are malformed, or have something malformed in them, so that the
 * others can be looked at; undefined if too little would be left for that.
 */
export function soundWorkload(workload: Workload, faults: readonly ShapeFault[]): Workload | undefined {
  let { object } = workload;
  for (const { field } of faults) {
    const path = pathSegments(field);
    const at = baseLength(path, workload);
    if (path.length <= at || ESSENTIAL.includes(path[at])) {
      return undefined;
    }
    object = withFieldAt(object, path.slice(0, at + 1), undefined);
  }
  return object === workload.object ? workload : { ...workloadAt(object, workload), ...workload.isGuess && { isGuess: true } };
}

/** How many keys lead to the container, Pod, Job or Pod template that a path is in. */
function baseLength(path: readonly string[], { podSpecPath, jobSpecPath }: Workload): number {
  const podSpec = pathSegments(podSpecPath);
  if (podSpec.every((key, i) => path[i] === key)) {
    const isInContainer = ['containers', 'initContainers'].includes(path[podSpec.length]) && path.length > podSpec.length + 1;
    return podSpec.length + (isInContainer ? 2 : 0);
  }
  const jobSpec = jobSpecPath === undefined ? undefined : pathSegments(jobSpecPath);
  const template = podSpec.slice(0, -1);
  return jobSpec?.every((key, i) => path[i] === key) && !template.every((key, i) => path[i] === key) ? jobSpec.length : template.length;
}
