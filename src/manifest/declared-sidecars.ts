import { sidecarsOf } from './containers';
import { withSortedKeys } from './fields';
import { podMetadata, withPodMetadata, Workload } from './workloads';

/** Annotation of Pods: the names of the containers that are to be native sidecars in them, with commas between. */
export const DECLARED_SIDECARS_ANNOTATION = 'cdk8s-sidecars/native-sidecars';

/**
 * The workload with its native sidecars declared in the annotations of its Pods. Names that are declared there already, such as
 * those of sidecars that a webhook will put in, stay.
 */
export function withDeclaredSidecars(workload: Workload): Workload {
  return withDeclared(workload, [...new Set([...declaredSidecars(workload), ...namesOfSidecars(workload)])]);
}

/**
 * The workload without the declaration of the native sidecars that it has, since they become ordinary containers. One that declares
 * none of them comes back as it is.
 */
export function withoutDeclaredSidecars(workload: Workload): Workload {
  const declared = declaredSidecars(workload);
  const sidecars = namesOfSidecars(workload);
  const left = declared.filter(name => !sidecars.includes(name));
  return left.length === declared.length ? workload : withDeclared(workload, left);
}

function declaredSidecars(workload: Workload): string[] {
  const { annotations } = podMetadata(workload);
  return String(annotations?.[DECLARED_SIDECARS_ANNOTATION] ?? '').split(',').map(name => name.trim()).filter(name => name !== '');
}

function namesOfSidecars({ podSpec }: Workload): string[] {
  return sidecarsOf(podSpec).map(({ container }) => container.name);
}

function withDeclared(workload: Workload, names: readonly string[]): Workload {
  const metadata = podMetadata(workload);
  const { [DECLARED_SIDECARS_ANNOTATION]: _, ...others } = metadata.annotations ?? {};
  const annotations = names.length > 0 ? withSortedKeys({ ...others, [DECLARED_SIDECARS_ANNOTATION]: names.join(',') }) : others;
  return withPodMetadata(workload, withSortedKeys({ ...metadata, annotations: Object.keys(annotations).length > 0 ? annotations : undefined }));
}
