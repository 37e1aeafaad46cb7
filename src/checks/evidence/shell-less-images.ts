import { imageParts, knownProgram } from './known-programs';

/** Tags of images that have a shell where the plain one has none: a debug variant, or one on top of a distribution. */
const TAG_WITH_SHELL = /debug|busybox|shell|alpine|debian|ubuntu|bullseye|bookworm|buster|trixie|slim|ubi|rhel|mariner|azurelinux|(^|-)dev($|-)/i;
const NAME_WITH_SHELL = /debug|busybox|shell/i;
const DISTROLESS_TAG = /(^|[-_.])distroless($|[-_.])/;
const DISTROLESS_REPOSITORY = /(^|\/)distroless\/|-distroless$/;
/** Images with nothing in them but one program. */
const SINGLE_PROGRAM = /^(?:(?:registry\.k8s\.io|k8s\.gcr\.io)\/pause|cgr\.dev\/chainguard\/static|(?:docker\.io\/)?(?:library\/)?hello-world)$/;
/** Who publishes the images of programs that are known to come without a shell. Others build them anew, with one. */
const PUBLISHER = /(^|\/)(hashicorp|alloydb-connectors|daprio|otel|aws-observability|cloudwatch-agent|xray)\/[^/]+$/;

/**
 * How it is known that an image has no shell, as a part of a sentence; undefined if it may have one.
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
