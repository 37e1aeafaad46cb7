import { isFragment } from './evidence/unfinished';
import { Rule } from './rule';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { workloadFaults } from '../manifest/shape';
import { Workload } from '../manifest/workloads';

/** What the API server says of them: "json: cannot unmarshal string into Go struct field". */
export const malformedField: Rule = {
  id: 'SC100',
  slug: 'malformed-field',
  severity: DiagnosticSeverity.ERROR,
  basis: 'api',
  isGeneral: true,
  text: {
    summary: 'A field does not have the form that the API server reads.',
    details: `The API server refuses an object in which a field has the wrong type, such as a text in place of a number or of a list; or in
which one is missing that it cannot do without. Texts with placeholders such as \`<PORT>\` and \`\${PORT}\`, which are still to be
filled in, are left alone. So is what is missing in custom resources, whose controllers may add it, and in manifests that are to be merged
into others, as the patches of kustomize are. What is wrong in one field does not keep the others from being checked.`,
    versions: 'all',
    sources: ['https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/'],
    example: `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: nginx:1.30
      args: --debug
`,
    corrected: `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: nginx:1.30
      args: [--debug]
`,
  },
  // What is synthesized was looked at before sidecars were put into it.
  check: (workload, { lowered }) => lowered ? [] : workloadFaults(workload)
    .filter(({ isPlaceholder, isMissing }) => !isPlaceholder && !(isMissing && mayBeFilledIn(workload)))
    .map(({ field, message }) => ({ field, message, fix: 'Give it the form that the API server reads.' })),
};

/** Custom resources have schemas and defaults of their own: Knative gives a name to containers, and a port to probes. */
const OF_KUBERNETES = /^(v1|(apps|batch|extensions)\/.*)$/;

/** Whether something else may say what the manifest leaves out. */
function mayBeFilledIn(workload: Workload): boolean {
  return !OF_KUBERNETES.test(workload.object.apiVersion ?? '') || isFragment(workload);
}
