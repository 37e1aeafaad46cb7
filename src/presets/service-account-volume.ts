import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';

/** What the folder of a service account has besides its token. */
export interface ServiceAccountVolumeOptions {
  /** For whom the token is; without it, for the API server. */
  readonly audience?: string;
  /** Add `ca.crt` and `namespace`, as clients of the API server look for them. */
  readonly forApiServer?: boolean;
}

/** As Pods get it that have it mounted automatically (ServiceAccount admission plugin). */
const TOKEN_SECONDS = 3607;

/**
 * A volume with a token of the Pod's service account, which the kubelet renews. It is there for the containers that mount it alone, while
 * `automountServiceAccountToken`, which cdk8s-plus turns off, would put it into all of them.
 *
 * @param name that of the sidecar
 */
export function serviceAccountVolume(scope: Construct, name: string, options: ServiceAccountVolumeOptions = {}): kplus.Volume {
  const { audience, forApiServer } = options;
  return projectedVolume(scope, 'service-account-volume', `${name}-service-account`, [
    { serviceAccountToken: { path: 'token', expirationSeconds: TOKEN_SECONDS, audience } },
    ...forApiServer ? [
      { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
      { downwardApi: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] } },
    ] : [],
  ]);
}

/** cdk8s-plus has no projected volumes, and the constructor of its volumes is private; it takes any source of a volume. */
function projectedVolume(scope: Construct, id: string, name: string, sources: readonly kplus.k8s.VolumeProjection[]): kplus.Volume {
  const AnyVolume = kplus.Volume as unknown as new (...args: [Construct, string, string, Omit<kplus.k8s.Volume, 'name'>]) => kplus.Volume;
  return new AnyVolume(scope, id, name, { projected: { sources: [...sources] } });
}
