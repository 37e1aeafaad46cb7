import { imageParts, knownProgram } from './known-programs';
import { Container } from '../../manifest/types';

/** Tags of variants that are built on a distribution, or for debugging. */
const HAS_SHELL = /debug|alpine|debian|bookworm|bullseye|buster|ubuntu|busybox|shell/;
const DISTROLESS_REPOSITORY = /(^|\/)distroless\/|-distroless$/;

/**
 * Whether the image of a container is known to have no shell, and with it none of the usual commands. Of most images it is not
 * known.
 */
export function hasNoShell({ image = '' }: Pick<Container, 'image'>): boolean {
  const { repository, tag } = imageParts(image);
  if (HAS_SHELL.test(tag)) {
    return false;
  }
  return DISTROLESS_REPOSITORY.test(repository) || tag.includes('distroless') || knownProgram({ image })?.hasShell === false;
}
