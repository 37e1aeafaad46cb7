import { Finding, Rule } from './rule';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { containersOf } from '../manifest/containers';

export const imageMissing: Rule = {
  id: 'SC112',
  slug: 'image-missing',
  severity: DiagnosticSeverity.ERROR,
  basis: 'api',
  check: ({ podSpec, podSpecPath }) => containersOf(podSpec).flatMap(({ container, path }) =>
    imageFindings(container.name, container.image, `${podSpecPath}.${path}.image`)),
};

/**
 * What is wrong with the image of one container.
 */
export function imageFindings(container: string, image: string | undefined, field: string): Finding[] {
  const trimmed = image?.trim() ?? '';
  return trimmed !== '' && trimmed === image ? [] : [{
    container,
    field,
    message: trimmed === '' ? 'it has no image.' : `the image '${image}' has spaces around it.`,
    fix: 'Set image to what the node is to pull, such as \'busybox:1.37\'.',
  }];
}
