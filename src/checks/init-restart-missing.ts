import { lastsForEver } from './evidence/never-ending-init';
import { Rule, RuleText } from './rule';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { containersOf } from '../manifest/containers';
import { pointerTo } from '../manifest/json-patch';

const TEXT: RuleText = {
  summary: 'A plain init container never ends, so the Pod stays in Init for ever.',
  details: `An init container without \`restartPolicy: Always\` has to end, and to succeed, before the next one starts. One that runs a
proxy, follows a log or sleeps for ever never does, and the main containers never start. A Job neither completes nor fails then, unless
it has an \`activeDeadlineSeconds\`.

Mostly \`restartPolicy: Always\` was forgotten, or was lost on the way: to a template of a Helm chart that does not hand it on, or to an
admission webhook that does not know it.

The rule goes by commands that are plain to read, and by images of which it is known what they run.`,
  versions: 'all',
  sources: ['KEP-753', 'kubernetes/kubernetes#127701', 'aws/aws-app-mesh-controller-for-k8s#774'],
  example: `
apiVersion: batch/v1
kind: Job
metadata:
  name: report
spec:
  template:
    spec:
      restartPolicy: Never
      initContainers:
        - name: logs
          image: busybox:1.37
          command: [sh, -c, touch /logs/report.log; tail -F /logs/report.log]
          volumeMounts: [{name: logs, mountPath: /logs}]
          resources:
            requests: {cpu: 10m, memory: 16Mi}
      containers:
        - name: report
          image: perl:5.42
          command: [sh, -c, perl -Mbignum=bpi -wle 'print bpi(2000)' > /logs/report.log]
          volumeMounts: [{name: logs, mountPath: /logs}]
      volumes: [{name: logs, emptyDir: {}}]
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
        - name: logs
          image: busybox:1.37
          restartPolicy: Always
          command: [sh, -c, touch /logs/report.log; exec tail -F /logs/report.log]
          startupProbe:
            exec: {command: [test, -e, /logs/report.log]}
          volumeMounts: [{name: logs, mountPath: /logs}]
          resources:
            requests: {cpu: 10m, memory: 16Mi}
      containers:
        - name: report
          image: perl:5.42
          command: [sh, -c, perl -Mbignum=bpi -wle 'print bpi(2000)' > /logs/report.log]
          volumeMounts: [{name: logs, mountPath: /logs}]
      volumes: [{name: logs, emptyDir: {}}]
`,
};

export const initRestartMissing: Rule = {
  id: 'SC109',
  slug: 'init-restart-missing',
  severity: DiagnosticSeverity.ERROR,
  basis: 'judgement',
  text: TEXT,
  check: ({ podSpec, podSpecPath, jobSpecPath }, { native }) => containersOf(podSpec).flatMap(({ container, path, role }) => {
    const evidence = role === 'init' && container.restartPolicy === undefined ? lastsForEver(container) : undefined;
    const field = `${podSpecPath}.${path}.restartPolicy`;
    return !evidence ? [] : [{
      container: container.name,
      field,
      ...!evidence.isCertain && { severity: DiagnosticSeverity.WARNING },
      message: `this init container never ends (${evidence.because}), and nothing after it starts before it has: the Pod stays in Init for ever${
        jobSpecPath === undefined ? '' : ', and the Job neither completes nor fails'}.`,
      fix: 'Give it restartPolicy: Always, which makes it a native sidecar (a NativeSidecar in the constructs); or let its command come to an end.',
      ...native && { patch: [{ op: 'add' as const, path: pointerTo(field), value: 'Always' }] },
    }];
  }),
};
