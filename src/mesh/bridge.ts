import { MeshFacts } from './meshes';
import { busyboxSecurityContext } from '../manifest/busybox-security-context';
import { withSortedKeys } from '../manifest/fields';
import { Container, PodSpec } from '../manifest/types';
import { Attachment } from '../placement/attach';

/** Tries to reach a proxy that may be on its way out by itself. */
const TRIES = 3;
/** A proxy fetches its configuration before it is ready: ten minutes, as Istio's own probe allows. */
const PATIENCE_SECONDS = 600;

/**
 * A sidecar that stands for a proxy which nobody here starts, and which would not end: the injected one. It has started when the
 * proxy is ready, and tells it to quit when it is stopped itself. Since it is the first of the sidecars, everything after it finds
 * the network, and all others have stopped before it is gone. For the supervised form alone: a native sidecar is not stopped before
 * an injected main container has ended.
 *
 * @param image with `/bin/busybox`
 */
export function meshBridge(mesh: string, { proxy, readyUrl, quitUrl }: MeshFacts, podSpec: PodSpec, image: string): Attachment {
  const container: Container = {
    name: `${mesh}-bridge`,
    image,
    command: ['/bin/busybox', 'sh', '-c', script(proxy, quitUrl)],
    startupProbe: {
      exec: { command: ['/bin/busybox', 'wget', '-q', '-T', '1', '-O', '/dev/null', readyUrl] },
      periodSeconds: 1,
      timeoutSeconds: 2,
      failureThreshold: PATIENCE_SECONDS,
    },
    resources: { requests: { cpu: '10m', memory: '16Mi' } },
    securityContext: withSortedKeys({
      allowPrivilegeEscalation: false, ...busyboxSecurityContext(podSpec, podSpec.containers[0]), capabilities: { drop: ['ALL'] },
    }),
  };
  return { container, volumes: [], startsBefore: [], startsAfter: [], startGate: 'as written' };
}

function script(proxy: string, quitUrl: string): string {
  return [
    'end() {',
    `  for try in ${Array.from({ length: TRIES }, (_, i) => i + 1).join(' ')}; do`,
    `    if /bin/busybox wget -q -T 5 -O /dev/null --post-data= ${quitUrl}; then echo '${proxy} has been told to quit'; exit 0; fi`,
    '    /bin/busybox sleep 1',
    '  done',
    `  echo '${proxy} does not listen at ${quitUrl}; if it is still there, the Pod goes on until it ends' >&2`,
    '  exit 0',
    '}',
    'trap end TERM',
    'while :; do /bin/busybox sleep 3600 & wait $!; done',
  ].join('\n');
}
