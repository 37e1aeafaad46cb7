import { WarningAcknowledgement } from './warning-acknowledgement';
import { MeshedJobs as Jobs, MeshSettings } from '../mesh/mesh-settings';

/**
 * What becomes of Jobs, and other Pods that are to complete, where a mesh can add its proxy only as a main container, which does not
 * end with them.
 */
export enum MeshedJobs {
  /**
   * A small sidecar holds the application back until the proxy is ready, and tells the proxy to quit when the application has ended. It
   * is supervised, so the commands of all containers have to be known. An error where that cannot be.
   */
  END_PROXY = 'END_PROXY',
  /**
   * The application tells the proxy to quit, in every way in which it may end. Nothing is done for it here but that the proxy listens.
   */
  APP_ENDS_PROXY = 'APP_ENDS_PROXY',
  /**
   * They stay out of the mesh.
   */
  OPT_OUT = 'OPT_OUT',
}

/**
 * What is to be known of a mesh.
 */
export interface MeshOptions {
  /**
   * Whether the mesh can inject its proxy as a native sidecar if a Pod asks for it. It is asked to only where the target cluster can run
   * native sidecars. Istio can from 1.24 on, Linkerd from edge-23.11.4 on; Dapr up to 1.18 cannot, and ignores the annotation.
   *
   * @default - true for Istio and Linkerd, false for Dapr
   */
  readonly nativeProxy?: boolean;

  /**
   * What becomes of Jobs where the proxy is no native sidecar.
   *
   * @default MeshedJobs.END_PROXY
   */
  readonly jobs?: MeshedJobs;
}

/**
 * What is to be known of Dapr.
 */
export interface DaprOptions extends MeshOptions {
  /**
   * The unique identity of the application (`dapr.io/app-id`).
   */
  readonly appId: string;

  /**
   * The port on which the application listens to Dapr (`dapr.io/app-port`).
   *
   * @default - it does not
   */
  readonly appPort?: number;
}

/**
 * A mesh, or another injector, that adds its proxy to Pods when they are created. Workloads in it ask for the proxy such that the
 * application starts after it, and Jobs complete: as a native sidecar where the target cluster can run one, else as a main container
 * that the mesh holds the others back for, and which is told to quit when the work is done.
 *
 * The proxy is not in the manifest. As a native sidecar Istio and Linkerd put it before all init containers and sidecars of the Pod, and
 * Dapr after its init containers. As a main container it starts after all init containers, which have no network then if the mesh
 * redirects it; lowered Jobs are an exception: their init containers wait for it as the main containers do.
 *
 * @exampleMetadata fixture=with-chart
 * @example
 *
 * new sidecars.JobWithSidecar(this, 'report', {
 *   containers: [{ image: 'ghcr.io/example/report:3', command: ['/report'] }],
 *   mesh: sidecars.Mesh.istio(),
 * });
 */
export class Mesh {
  /**
   * Istio, 1.24 or later for native sidecars. The label `sidecar.istio.io/inject` asks for its proxy.
   */
  public static istio(options: MeshOptions = {}): Mesh {
    return new Mesh('istio', options);
  }

  /**
   * Linkerd. The annotation `linkerd.io/inject` asks for its proxy.
   */
  public static linkerd(options: MeshOptions = {}): Mesh {
    return new Mesh('linkerd', options);
  }

  /**
   * Dapr. The annotation `dapr.io/enabled` asks for its proxy. As a main container it cannot hold back what is no Job: let the application
   * wait until `http://127.0.0.1:3500/v1.0/healthz/outbound` answers.
   *
   * @throws if the application has no identity
   */
  public static dapr(options: DaprOptions): Mesh {
    const { appId, appPort } = options;
    if (!appId) {
      throw new Error('Mesh.dapr: appId is not set. Name the application as the others of the mesh are to find it.');
    }
    return new Mesh('dapr', options, { 'dapr.io/app-id': appId, ...appPort !== undefined && { 'dapr.io/app-port': String(appPort) } });
  }

  /** @internal */
  public readonly _settings: MeshSettings;
  /** @internal */
  public readonly _acknowledgements: readonly WarningAcknowledgement[];

  private constructor(mesh: MeshSettings['mesh'], { nativeProxy, jobs = MeshedJobs.END_PROXY }: MeshOptions, annotations?: { [name: string]: string }) {
    this._settings = { mesh, nativeProxy, jobs: JOBS[jobs], annotations };
    this._acknowledgements = jobs === MeshedJobs.APP_ENDS_PROXY ? [{ id: 'SC203', reason: 'the application ends the proxy itself' }] : [];
  }
}

const JOBS: { readonly [jobs in MeshedJobs]: Jobs } = { END_PROXY: 'end proxy', APP_ENDS_PROXY: 'app ends proxy', OPT_OUT: 'opt out' };
