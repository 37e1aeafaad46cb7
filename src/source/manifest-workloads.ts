import { mapManifestText } from './manifest-text';
import { UnusableInput } from './unusable-input';
import { withoutNulls } from '../manifest/fields';
import { workloadFaults } from '../manifest/shape';
import { KubernetesObject } from '../manifest/types';
import { mapObjects, mapWorkloads, PodTemplatePlace, Workload } from '../manifest/workloads';

/** A workload of a stream, and where its parts are. */
export interface SourceWorkload {
  readonly workload: Workload;
  /** The object as it is called, such as `Job pi`. */
  readonly title: string;
  /** File, line and column of a field of the object; where it is missing, of the nearest thing around it. */
  where(field: string): string;
}

/**
 * A stream of manifests with its workloads changed. What is not changed keeps its text.
 *
 * @param named kinds of custom resources that are not known here
 * @throws UnusableInput
 */
export function mapWorkloadText(
  text: string, file: string, change: (source: SourceWorkload) => Workload, named: readonly PodTemplatePlace[] = [],
): string {
  const changeObject = (object: KubernetesObject, where: (field: string) => string): KubernetesObject => {
    if (!hasKind(object)) {
      return object;
    }
    const set = withoutNulls(object);
    const changed = mapWorkloads(set, workload => change({ workload, title: titleOf(object), where }), named);
    return changed === set ? object : changed;
  };
  return mapManifestText(text, file, ({ object, position }) => !hasKind(object) ? object
    : mapObjects(object, (item, path) => changeObject(item, field => {
      const { line, column } = position(`${path}${field}`);
      return `${file}:${line}:${column}`;
    })));
}

/**
 * All workloads of a stream of manifests.
 *
 * @throws UnusableInput, also if one of them does not have its form
 */
export function workloadsIn(text: string, file: string, named: readonly PodTemplatePlace[] = []): Workload[] {
  const workloads: Workload[] = [];
  mapWorkloadText(text, file, source => {
    checkForm(source);
    workloads.push(source.workload);
    return source.workload;
  }, named);
  return workloads;
}

/**
 * @throws UnusableInput if a workload does not have the form that the API server would accept
 */
export function checkForm({ workload, title, where }: SourceWorkload): void {
  const faults = workloadFaults(workload);
  if (faults.length > 0) {
    throw new UnusableInput(faults.map(fault => `${where(fault.field)}: ${title}: ${fault.message}`).join('\n'));
  }
}

/** What else is in a stream, such as the values of a chart, is none of our business. */
function hasKind({ apiVersion, kind }: KubernetesObject): boolean {
  return typeof apiVersion === 'string' && typeof kind === 'string';
}

function titleOf({ kind, metadata }: KubernetesObject): string {
  const name = metadata?.name ?? metadata?.generateName;
  return name ? `${kind} ${name}` : kind!;
}
