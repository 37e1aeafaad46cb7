import { Finding, Rule } from './rule';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { annotatedAcknowledgements } from '../manifest/annotated-acknowledgements';

export const acknowledgementUnusable: Rule = {
  id: 'SC001',
  slug: 'acknowledgement-unusable',
  severity: DiagnosticSeverity.WARNING,
  basis: 'judgement',
  text: {
    summary: 'An acknowledgement that has no reason, or is not of its form, acknowledges nothing.',
    details: `A finding that does not matter is acknowledged with the id of its rule and the reason: in a comment at the end of its line or
above (\`# cdk8s-sidecars acknowledge SC301: the client tries again\`), which holds for all that begins on the next line, or in the
annotation \`cdk8s-sidecars/acknowledge\` of the object or of its Pod template, with \`.NAME\` at its end for one container alone. Who reads
the manifest later sees what was decided, and why.`,
    versions: 'all',
    sources: ['cdk8s-sidecars check --help'],
    example: `apiVersion: v1
kind: Pod
metadata:
  name: web
  annotations:
    cdk8s-sidecars/acknowledge: SC301
spec:
  containers:
    - name: web
      image: nginx:1.30
`,
    corrected: `apiVersion: v1
kind: Pod
metadata:
  name: web
  annotations:
    cdk8s-sidecars/acknowledge: 'SC301: the client tries again'
spec:
  containers:
    - name: web
      image: nginx:1.30
`,
  },
  check: workload => annotatedAcknowledgements(workload.object, workload).faults.map(({ field, fault }) => ({ field, ...unusable(fault) })),
};

/**
 * What is said of an acknowledgement that cannot be used.
 */
export function unusable(fault: string): Pick<Finding, 'message' | 'fix'> {
  return { message: `${fault}.`, fix: 'Write the id of the rule, a colon, and why it does not matter here: SC301: the client tries again.' };
}
