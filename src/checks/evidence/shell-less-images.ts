import { imageParts, knownProgram } from './known-programs';
import { Container } from '../../manifest/types';

// Two answers to one question: what an error is made of must be certain, while a warning may be wrong of an image that somebody built anew.

/** Tags of images that have a shell where the plain one has none: a debug variant, or one on top of a distribution. */
const TAG_WITH_SHELL = /debug|busybox|shell|alpine|debian|ubuntu|bullseye|bookworm|buster|trixie|slim|ubi|rhel|mariner|azurelinux|(^|-)dev($|-)/i;
const NAME_WITH_SHELL = /debug|busybox|shell/i;
const DISTROLESS_TAG = /(^|[-_.])distroless($|[-_.])/;
const DISTROLESS_REPOSITORY = /(^|\/)distroless\/|-distroless$/;
/** Images with nothing in them but one program. */
const SINGLE_PROGRAM = /^(?:(?:registry\.k8s\.io|k8s\.gcr\.io)\/pause|cgr\.dev\/chainguard\/static|(?:docker\.io\/)?(?:library\/)?hello-world)$/;
/** Who publishes the images of programs that are known to come without a shell. Others build them anew, with one. */
const PUBLISHER = /(^|\/)(hashicorp|alloydb-connectors|daprio|otel|aws-observability|cloudwatch-agent|xray)\/[^/]+$/;

/** Tags of variants that are built on a distribution, or for debugging. */
const LIKELY_SHELL = /debug|alpine|debian|bookworm|bullseye|buster|ubuntu|busybox|shell/;

/**
 * Whether the image of a container is taken to have no shell, and with it none of the usual commands. Of most images it is not
 * known.
 */
export function hasNoShell({ image = '' }: Pick<Container, 'image'>): boolean {
  const { repository, tag } = imageParts(image);
  return !LIKELY_SHELL.test(tag)
    && (DISTROLESS_REPOSITORY.test(repository) || tag.includes('distroless') || knownProgram({ image })?.hasShell === false);
}

/**
 * How it is known for certain that an image has no shell, as a part of a sentence; undefined if it may have one.
 */
export function noShellBecause(image: string): string | undefined {
  const { repository, tag } = imageParts(image);
  if (TAG_WITH_SHELL.test(tag) || NAME_WITH_SHELL.test(repository)) {
    return undefined;
  }
  if (DISTROLESS_REPOSITORY.test(repository) || DISTROLESS_TAG.test(tag)) {
    return `'${image}' is a distroless image`;
  }
  if (SINGLE_PROGRAM.test(withoutTag(image))) {
    return `'${image}' has nothing in it but one program`;
  }
  const program = PUBLISHER.test(repository) ? knownProgram({ image }) : undefined;
  return program?.hasShell === false ? `the image of ${program.name} comes without one` : undefined;
}

function withoutTag(image: string): string {
  return image.replace(/@.*$/, '').replace(/:[^:/]*$/, '');
}
