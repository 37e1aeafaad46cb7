import { fieldAt } from '../../manifest/fields';
import { podMetadata, Workload } from '../../manifest/workloads';

/** Names that admission webhooks give to the containers that they add. */
const INJECTED = new Set([
  'istio-proxy', 'istio-init', 'istio-validation', 'linkerd-proxy', 'linkerd-init', 'linkerd-debug', 'consul-dataplane', 'kuma-sidecar', 'envoy',
  'xray-daemon', 'daprd', 'vault-agent', 'vault-agent-init', 'otc-container', 'jaeger-agent', 'gke-gcsfuse-sidecar', 'datadog-agent-injected',
]);

/**
 * Whether a container of that name may come to the Pods only when they are made: it is one that webhooks add, or the Pods are marked
 * for some injection.
 */
export function mayBeInjected(workload: Workload, container: string): boolean {
  if (INJECTED.has(container)) {
    return true;
  }
  const metadata = podMetadata(workload);
  return ['annotations', 'labels'].some(field => {
    const marks = fieldAt(metadata, [field]);
    return typeof marks === 'object' && marks !== null && Object.keys(marks).some(key => key.includes('inject'));
  });
}
