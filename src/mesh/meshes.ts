/** The meshes whose proxies can be dealt with. */
export type MeshName = 'istio' | 'linkerd' | 'dapr';

/** Labels and annotations of Pods. */
export interface PodMarks {
  readonly labels?: { readonly [name: string]: string };
  readonly annotations?: { readonly [name: string]: string };
}

/** How a mesh is asked for its proxy, and what the proxy answers to. */
export interface MeshFacts {
  readonly title: string;
  /** The container that its webhook adds. */
  readonly proxy: string;
  /** Ask for it, or do without, whatever the namespace says. */
  readonly joined: PodMarks;
  readonly optedOut: PodMarks;
  /** Whether releases that are in use know native proxies without being told so. */
  readonly knowsNative: boolean;
  readonly native: PodMarks;
  /** As a main container, which holds the others back where it can. */
  readonly regular: PodMarks;
  /** What makes it listen to being told to quit. */
  readonly quittable: PodMarks;
  /** Answers once the proxy carries traffic. */
  readonly readyUrl: string;
  /** Ends the proxy on POST, with code 0. */
  readonly quitUrl: string;
  readonly sources: readonly string[];
}

export const ISTIO_INJECT = 'sidecar.istio.io/inject';
export const ISTIO_NATIVE = 'sidecar.istio.io/nativeSidecar';
export const LINKERD_INJECT = 'linkerd.io/inject';
/** The name of today, and those that it had before: nobody can see from here which release is there. */
export const LINKERD_NATIVE = ['config.linkerd.io', 'config.beta.linkerd.io', 'config.alpha.linkerd.io'].map(domain => `${domain}/proxy-enable-native-sidecar`);
export const DAPR_NATIVE = 'dapr.io/enable-native-sidecar';

export const MESHES: { readonly [mesh in MeshName]: MeshFacts } = {
  istio: {
    title: 'Istio',
    proxy: 'istio-proxy',
    joined: { labels: { [ISTIO_INJECT]: 'true' } },
    optedOut: { labels: { [ISTIO_INJECT]: 'false' } },
    knowsNative: true,
    native: { annotations: { [ISTIO_NATIVE]: 'true' } },
    regular: {
      annotations: {
        [ISTIO_NATIVE]: 'false',
        'proxy.istio.io/config': JSON.stringify({ holdApplicationUntilProxyStarts: true, proxyMetadata: { EXIT_ON_ZERO_ACTIVE_CONNECTIONS: 'true' } }),
      },
    },
    quittable: {},
    readyUrl: 'http://127.0.0.1:15021/healthz/ready',
    quitUrl: 'http://127.0.0.1:15020/quitquitquit',
    sources: ['istio/istio#53490 (1.24)', 'istio/istio pkg/kube/inject/webhook.go', 'istio/istio pilot/cmd/pilot-agent/status/server.go'],
  },
  linkerd: {
    title: 'Linkerd',
    proxy: 'linkerd-proxy',
    joined: { annotations: { [LINKERD_INJECT]: 'enabled' } },
    optedOut: { annotations: { [LINKERD_INJECT]: 'disabled' } },
    knowsNative: true,
    native: { annotations: everyName(LINKERD_NATIVE, 'true') },
    regular: { annotations: { ...everyName(LINKERD_NATIVE, 'false'), 'config.linkerd.io/proxy-await': 'enabled' } },
    quittable: { annotations: { 'config.linkerd.io/proxy-admin-shutdown': 'enabled' } },
    readyUrl: 'http://127.0.0.1:4191/ready',
    quitUrl: 'http://127.0.0.1:4191/shutdown',
    sources: ['linkerd/linkerd2 pkg/k8s/labels.go (edge-23.11.4 and later)', 'linkerd/linkerd2-proxy linkerd/app/admin/src/server.rs'],
  },
  dapr: {
    title: 'Dapr',
    proxy: 'daprd',
    joined: { annotations: { 'dapr.io/enabled': 'true' } },
    optedOut: { annotations: { 'dapr.io/enabled': 'false' } },
    knowsNative: false,
    native: { annotations: { [DAPR_NATIVE]: 'true' } },
    regular: { annotations: { [DAPR_NATIVE]: 'false' } },
    quittable: {},
    readyUrl: 'http://127.0.0.1:3500/v1.0/healthz/outbound',
    quitUrl: 'http://127.0.0.1:3500/v1.0/shutdown',
    sources: ['dapr/dapr pkg/injector', 'docs.dapr.io: reference/api/shutdown_api, reference/arguments-annotations-overview'],
  },
};

function everyName(names: readonly string[], value: string): { [name: string]: string } {
  return Object.fromEntries(names.map(name => [name, value]));
}

/**
 * Whether a value of the annotation of Linkerd asks for its proxy.
 */
export function asksLinkerd(inject: unknown): boolean {
  return /^(enabled|ingress)$/.test(String(inject));
}

/**
 * The annotation by which Pods say how they want the proxy of Linkerd, under whichever of its names, if they do.
 */
export function linkerdChoice(annotations: { readonly [name: string]: unknown }): string | undefined {
  return LINKERD_NATIVE.find(name => annotations[name] !== undefined);
}
