import { deployHookOf } from './evidence/deploy-hooks';
import { regularInjection } from './evidence/mesh-injection';
import { CheckContext, Finding, Rule } from './rule';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { Workload } from '../manifest/workloads';

/** What a mesh injects is not in the manifest; only what asks for it is. */
export const jobMeshInjected: Rule = {
  id: 'SC203',
  slug: 'job-mesh-injected',
  severity: DiagnosticSeverity.WARNING,
  basis: 'judgement',
  text: {
    summary: 'A Job asks for the proxy of a service mesh, which will come as a main container that never ends.',
    details: `The mesh adds its proxy when the Pods are created. As a native sidecar it lets them complete; as one more main container it does not.

Istio injects native sidecars by itself only where every node has Kubernetes 1.33 or later; the annotation \`sidecar.istio.io/nativeSidecar\` of
the Pods decides otherwise, either way. Linkerd injects them unless it was installed otherwise, or the annotation
\`config.linkerd.io/proxy-enable-native-sidecar\` says \`"false"\`. Say with \`--mesh\` how the meshes of the cluster inject, if that is known: after
\`--mesh istio=regular\`, Jobs that leave the question to their namespace are told as well.

Ask for a native sidecar by the annotation, or keep the Job out of the mesh. Nothing is said where a container of the Pod makes the proxy quit.`,
    versions: 'Istio: nodes before 1.33, unless it is told otherwise; both: wherever native sidecars are turned off',
    sources: ['istio/istio#11045', 'istio/istio pkg/kube/inject/webhook.go', 'linkerd/linkerd2#13205'],
    example: `apiVersion: batch/v1
kind: Job
metadata:
  name: report
spec:
  template:
    metadata:
      labels:
        sidecar.istio.io/inject: 'true'
      annotations:
        sidecar.istio.io/nativeSidecar: 'false'
    spec:
      restartPolicy: Never
      containers:
        - name: report
          image: registry.example.com/report:3.1
`,
    corrected: `apiVersion: batch/v1
kind: Job
metadata:
  name: report
spec:
  template:
    metadata:
      labels:
        sidecar.istio.io/inject: 'true'
      annotations:
        sidecar.istio.io/nativeSidecar: 'true'
    spec:
      restartPolicy: Never
      containers:
        - name: report
          image: registry.example.com/report:3.1
`,
  },
  check: (workload, context) => workload.jobSpec && !deployHookOf(workload.object) ? meshKeepsRunning(workload, context) : [],
};

/**
 * What is said of Pods that are to complete, and will get a proxy that does not.
 */
export function meshKeepsRunning(workload: Workload, { target, native, meshes }: CheckContext): Finding[] {
  const injection = regularInjection(workload, target, meshes);
  if (!injection) {
    return [];
  }
  const { mesh, field, isAsked, because, remedy } = injection;
  return [{
    field,
    message: `${isAsked ? '' : 'if their namespace asks for it, '}${mesh} will add its proxy to these Pods as a main container, since ${because}: it goes on when the work is done, so they never complete.`,
    fix: native
      ? `Set the annotation ${remedy} of the Pods to "true", or keep them out of the mesh.`
      : 'Keep these Pods out of the mesh, or make the proxy quit when the work is done.',
  }];
}
