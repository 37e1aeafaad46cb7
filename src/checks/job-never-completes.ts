import { completionOf, Completion, StayingMain } from './evidence/completion';
import { deployHookOf } from './evidence/deploy-hooks';
import { knownProgram } from './evidence/known-programs';
import { CheckContext, Finding, Rule } from './rule';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { PatchOperation, pointerTo } from '../manifest/json-patch';
import { Workload } from '../manifest/workloads';

/** A Pod has completed when all its main containers have (Pod lifecycle, "Pod phase"); native sidecars do not count. */
export const jobNeverCompletes: Rule = {
  id: 'SC201',
  slug: 'job-never-completes',
  severity: DiagnosticSeverity.ERROR,
  basis: 'judgement',
  text: {
    summary: 'A main container of a Job never ends, so the Job never completes.',
    details: `A Job completes when its Pods do, and a Pod does when all its main containers have ended. A proxy, a log shipper or a server
among them never ends by itself, so the Pod goes on running after the work is done: it costs what it costs, and whatever waits for the Job
waits for ever. With \`activeDeadlineSeconds\` the Job fails instead, though its work was done.

Make it a native sidecar: an init container with \`restartPolicy: Always\`. It starts before the main containers, and is stopped when they
have ended. It is an error where one container surely goes on beside another one that may end, and nothing in the Pod is seen to stop it.
Where no main container ever ends, that may be meant, and it is only a warning. Nothing is said where a container makes a quit call, goes
through a wrapper such as kubexit, or is watched by a controller that stops it.`,
    versions: 'all',
    sources: ['KEP-753', 'kubernetes/kubernetes#25908', 'istio/istio#11045'],
    example: `apiVersion: batch/v1
kind: Job
metadata:
  name: import
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: import
          image: registry.example.com/import:1.4
        - name: cloud-sql-proxy
          image: gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.14.1
          args: ['--port=5432', 'project:region:instance']
          resources:
            requests: { cpu: 100m, memory: 128Mi }
`,
    corrected: `apiVersion: batch/v1
kind: Job
metadata:
  name: import
spec:
  template:
    spec:
      restartPolicy: Never
      initContainers:
        - name: cloud-sql-proxy
          image: gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.14.1
          restartPolicy: Always
          args: ['--port=5432', '--health-check', '--http-address=0.0.0.0', 'project:region:instance']
          startupProbe:
            httpGet: { path: /startup, port: 9090 }
          resources:
            requests: { cpu: 100m, memory: 128Mi }
      containers:
        - name: import
          image: registry.example.com/import:1.4
`,
  },
  check: (workload, context) => workload.jobSpec && !deployHookOf(workload.object) ? neverCompletes(workload, context) : [],
};

/**
 * What keeps a Pod that is to complete from doing so, for certain.
 */
export function neverCompletes(workload: Workload, context: CheckContext): Finding[] {
  const completion = completionOf(workload);
  const { never, doubtful, ending } = completion;
  if (never.length === 0) {
    return [];
  }
  return ending.length === 0 && doubtful.length === 0 ? [aloneFinding(workload, completion)] : never.map(main => ({
    container: main.container.name,
    field: `${workload.podSpecPath}.${main.path}`,
    message: `${main.because}, and nothing is seen to stop it when ${names(ending)} ended: ${consequence(workload, completion)}.`,
    fix: sidecarFix(context),
    severity: DiagnosticSeverity.ERROR,
    ...patchFor(main, workload, context),
  }));
}

/** Nothing else is to be done in such a Pod, so it may be meant to go on until somebody deletes it, or its deadline is over. */
function aloneFinding(workload: Workload, { never: [first, ...others], deadline }: Completion): Finding {
  const noun = nounOf(workload);
  const rest = others.map(({ container }) => `'${container.name}'`).join(', ');
  return {
    container: first.container.name,
    field: `${workload.podSpecPath}.${first.path}`,
    message: `${first.because}${rest === '' ? '' : `, and the other main containers (${rest}) do not end either`}: `
      + (deadline === undefined ? `the ${noun} never completes.` : `the ${noun} never completes, and fails when its deadline of ${deadline} s is over.`),
    fix: `If it is to run for ever, use a Deployment; if it is there for something else that is to be done, do that in a main container of the ${noun}, `
      + 'and make this one a native sidecar.',
    severity: deadline === undefined ? DiagnosticSeverity.WARNING : DiagnosticSeverity.INFO,
  };
}

/**
 * What follows from a main container that does not end, as a part of a sentence.
 */
export function consequence(workload: Workload, { deadline }: Completion): string {
  const noun = nounOf(workload);
  return `the ${noun} ${deadline === undefined ? 'never completes' : `fails when its deadline of ${deadline} s is over`}, since a Pod is done only when all its main containers are`;
}

/**
 * How to make a main container a native sidecar.
 */
export function sidecarFix({ native, lowered, target }: CheckContext): string {
  return 'Make it a native sidecar, which is stopped when the main containers have ended: move it to initContainers, with restartPolicy: Always '
    + '(with the constructs: give it to the workload as one of its sidecars).'
    + (native || lowered ? '' : ` The target cluster (${target}) does not run those, so lower the manifest for it with 'cdk8s-sidecars lower'.`);
}

/**
 * Names of containers, with the verb that goes with what they have done.
 */
export function names(containers: readonly string[]): string {
  return containers.length === 1 ? `'${containers[0]}' has` : `${containers.map(name => `'${name}'`).join(' and ')} have`;
}

function nounOf({ jobSpec }: Workload): string {
  return jobSpec ? 'Job' : 'Pod';
}

/** Safe for what is there for others by all that is known of it; a server may be the thing that the Job is about. */
function patchFor({ container, path }: StayingMain, { podSpec, podSpecPath }: Workload, { native }: CheckContext): { patch?: PatchOperation[] } {
  const program = knownProgram(container);
  if (!native || !program || program.role === 'server' || container.restartPolicy !== undefined || 'restartPolicyRules' in container) {
    return {};
  }
  const initContainers = `${podSpecPath}.initContainers`;
  const { length } = podSpec.initContainers ?? [];
  return {
    patch: [
      ...podSpec.initContainers ? [] : [{ op: 'add' as const, path: pointerTo(initContainers), value: [] }],
      { op: 'move', from: pointerTo(`${podSpecPath}.${path}`), path: pointerTo(initContainers, '-') },
      { op: 'add', path: pointerTo(`${initContainers}[${length}].restartPolicy`), value: 'Always' },
    ],
  };
}
