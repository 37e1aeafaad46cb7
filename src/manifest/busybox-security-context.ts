import { Container, PodSpec } from './types';

const NOBODY = 65534;

/**
 * The security context of a container that busybox runs in beside those of a Pod: that of the first main container, since admission
 * accepts it, without the powers that only the work of that one may need. Where it relies on its image to name a user other than root,
 * one is named, since busybox's image does not.
 */
export function busyboxSecurityContext(podSpec: PodSpec, main: Container | undefined): NonNullable<Container['securityContext']> {
  const { privileged, procMount, capabilities, ...rest } = main?.securityContext ?? {};
  const { runAsNonRoot, runAsUser } = { ...podSpec.securityContext, ...rest };
  return {
    ...rest,
    ...capabilities?.drop && { capabilities: { drop: capabilities.drop } },
    ...runAsNonRoot && runAsUser === undefined && { runAsUser: NOBODY },
  };
}
