import { meshBridge } from './bridge';
import { MeshSettings } from './mesh-settings';
import { MeshFacts, MESHES, PodMarks } from './meshes';
import { Diagnostic, DiagnosticSeverity } from '../diagnostics/diagnostic';
import { endsByItself } from '../manifest/pod-ends';
import { Workload } from '../manifest/workloads';
import { Attachment } from '../placement/attach';
import { contribute } from '../placement/contribute';

/** A workload that asks for the proxy of a mesh. */
export interface JoinedWorkload {
  readonly workload: Workload;
  /** What ends the proxy, and holds back the rest until it is there. */
  readonly bridge?: Attachment;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * A workload in a mesh whose webhook adds a proxy to its Pods: a native sidecar where that can be, else a main container that holds
 * the others back, and that is ended for Pods which are to complete.
 *
 * @param native whether the target runs native sidecars, for this workload
 * @param image of what ends the proxy: one with busybox
 */
export function joinMesh(workload: Workload, settings: MeshSettings, native: boolean, image: string): JoinedWorkload {
  const facts = MESHES[settings.mesh];
  const { podSpec } = workload;
  const mayBeNative = settings.nativeProxy ?? facts.knowsNative;
  if (native && mayBeNative) {
    return marked(workload, settings, [facts.joined, facts.native]);
  }
  if (!endsByItself(podSpec)) {
    return marked(workload, settings, [facts.joined, facts.regular]);
  }
  if (settings.jobs === 'opt out') {
    return marked(workload, { ...settings, annotations: undefined }, [facts.optedOut]);
  }
  if (settings.jobs === 'app ends proxy') {
    return marked(workload, settings, [facts.joined, facts.regular, facts.quittable]);
  }
  if (native) {
    return { workload, diagnostics: [neverCompletes(facts, workload)] };
  }
  return { ...marked(workload, settings, [facts.joined, facts.regular, facts.quittable]), bridge: meshBridge(settings.mesh, facts, podSpec, image) };
}

function marked(workload: Workload, { mesh, annotations }: MeshSettings, marks: readonly PodMarks[]): JoinedWorkload {
  return contribute(workload, [{
    sidecar: MESHES[mesh].proxy,
    contribution: {
      env: [],
      volumeMounts: [],
      volumes: [],
      labels: Object.assign({}, ...marks.map(({ labels }) => labels)),
      annotations: Object.assign({}, ...marks.map(mark => mark.annotations), annotations),
    },
  }]);
}

function neverCompletes({ title, proxy, native }: MeshFacts, { podSpecPath }: Workload): Diagnostic {
  return {
    id: 'SC203',
    slug: 'job-mesh-injected',
    severity: DiagnosticSeverity.ERROR,
    field: `${podSpecPath}.containers`,
    message: `${title} will add '${proxy}' to these Pods as a main container, which goes on when the work is done, so they never complete; `
      + 'on a cluster with native sidecars nothing can be put in that ends it.',
    fix: `Set nativeProxy to true if the ${title} of the cluster knows the annotation ${Object.keys(native.annotations ?? {})[0]}, `
      + 'or say with jobs that the application ends the proxy itself, or that such Pods stay out of the mesh.',
  };
}
