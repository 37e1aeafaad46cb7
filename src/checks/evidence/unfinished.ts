import { containersOf } from '../../manifest/containers';
import { fieldAt } from '../../manifest/fields';
import { Workload } from '../../manifest/workloads';

const PLACEHOLDER = /<[^<>]*>|\{\{|\$[{(]/;
const NEEDS_SELECTOR = /^apps\//;

/**
 * Whether a text is to be filled in before the manifest is used, such as `<YOUR-APPLICATION>`, `{{ name }}` and `${NAME}`.
 */
export function isPlaceholder(text: string | undefined): boolean {
  return text !== undefined && PLACEHOLDER.test(text);
}

/**
 * Whether a manifest is to be merged into another one, as the patches of kustomize are: what is required and is not there is
 * there, then, and nothing can be said of it.
 */
export function isFragment({ object, podSpec }: Workload): boolean {
  return containersOf(podSpec).every(({ container }) => container.image === undefined)
    || (NEEDS_SELECTOR.test(object.apiVersion ?? '') && fieldAt(object, ['spec', 'selector']) === undefined);
}
