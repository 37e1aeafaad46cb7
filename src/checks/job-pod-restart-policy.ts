import { isFragment } from './evidence/unfinished';
import { Finding, Rule, RuleText } from './rule';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { pointerTo } from '../manifest/json-patch';
import { isPlaceholder } from '../manifest/placeholder';
import { Workload } from '../manifest/workloads';

const TEXT: RuleText = {
  summary: 'The Pods of a Job have the restart policy Always, or none, which means the same.',
  details: `A Job ends when its Pods do, so their restart policy has to be \`Never\` or \`OnFailure\`. The API server rejects all else:
\`Unsupported value: "Always": supported values: "OnFailure", "Never"\`, or \`Required value\`.

This is the policy of the Pod. \`restartPolicy: Always\` of a sidecar stands in the sidecar itself, under \`initContainers\`, and is not
touched by it: a Job with a native sidecar has both.`,
  versions: 'all',
  sources: ['kubernetes/kubernetes, ValidateJobSpec', 'rancher/rancher#18458', 'RedHatInsights/playbook-dispatcher#830'],
  example: `
apiVersion: batch/v1
kind: Job
metadata:
  name: report
spec:
  template:
    spec:
      initContainers:
        - name: cache
          image: memcached:1.6-alpine
          restartPolicy: Always
          startupProbe:
            tcpSocket: {port: 11211}
          resources:
            requests: {cpu: 50m, memory: 64Mi}
      containers:
        - name: report
          image: perl:5.42
          command: [perl, -Mbignum=bpi, -wle, print bpi(2000)]
`,
  corrected: `
apiVersion: batch/v1
kind: Job
metadata:
  name: report
spec:
  template:
    spec:
      restartPolicy: Never
      initContainers:
        - name: cache
          image: memcached:1.6-alpine
          restartPolicy: Always
          startupProbe:
            tcpSocket: {port: 11211}
          resources:
            requests: {cpu: 50m, memory: 64Mi}
      containers:
        - name: report
          image: perl:5.42
          command: [perl, -Mbignum=bpi, -wle, print bpi(2000)]
`,
};

export const jobPodRestartPolicy: Rule = {
  id: 'SC107',
  slug: 'job-pod-restart-policy',
  severity: DiagnosticSeverity.ERROR,
  basis: 'api',
  isGeneral: true,
  text: TEXT,
  check: workload => {
    const { jobSpec, podSpec: { restartPolicy }, podSpecPath } = workload;
    if (!jobSpec || isPlaceholder(restartPolicy) || (restartPolicy === undefined && (mayBeFilledIn(workload) || isFragment(workload)))) {
      return [];
    }
    const field = `${podSpecPath}.restartPolicy`;
    return restartPolicyFindings(restartPolicy, field)
      .map(finding => ({ ...finding, patch: [{ op: restartPolicy === undefined ? 'add' : 'replace', path: pointerTo(field), value: 'Never' }] }));
  },
};

/** Custom resources with a Job in them have a controller that may say what the Job does not; those of JobSet and KEDA do so. */
function mayBeFilledIn({ object: { apiVersion = '' }, isGuess }: Workload): boolean {
  return isGuess === true || !apiVersion.startsWith('batch/');
}

/**
 * What is wrong with the restart policy of a Job's Pods.
 */
export function restartPolicyFindings(policy: string | undefined, field: string): Finding[] {
  return policy === 'Never' || policy === 'OnFailure' ? [] : [{
    field,
    message: `the Pods of a Job may not have the restart policy ${policy ?? 'Always, which is what they get if none is set'}.`,
    fix: 'Set it to Never or OnFailure. Sidecars have a restartPolicy of their own, which stays Always.',
  }];
}
