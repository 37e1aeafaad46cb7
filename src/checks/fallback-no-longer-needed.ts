import { fallbackSigns } from './evidence/hand-written-fallbacks';
import { Rule, RuleText } from './rule';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';

const TEXT: RuleText = {
  summary: 'A Job ends its sidecar by hand, which a native sidecar would make unnecessary.',
  details: `Before native sidecars, a Job had to stop its sidecar by itself: with a supervisor such as kubexit, with a file that one container
writes and the other waits for, with a call to a quit endpoint, or with a signal across a shared process namespace. Each of these fails to
work in some case: mostly when the main container is killed, and cannot do its part any more.

Kubernetes stops a native sidecar once the main containers have ended, however they ended. Move the sidecar to \`initContainers\`, give it
\`restartPolicy: Always\` and a startup probe, and take out what was there to stop it.`,
  versions: '1.29 and later',
  sources: ['KEP-753', 'kubernetes/kubernetes#25908', 'karlkfi/kubexit', 'GoogleCloudPlatform/cloud-sql-proxy, job_with_shutdown_hook.yaml'],
  example: `
apiVersion: batch/v1
kind: Job
metadata:
  name: report
spec:
  template:
    metadata:
      annotations:
        kubectl.kubernetes.io/default-container: report
    spec:
      restartPolicy: Never
      initContainers:
        - name: kubexit
          image: karlkfi/kubexit:v0.3.2
          command: [cp, /bin/kubexit, /kubexit/kubexit]
          volumeMounts: [{name: kubexit, mountPath: /kubexit}]
      containers:
        - name: report
          image: perl:5.42
          command: [/kubexit/kubexit, perl, -Mbignum=bpi, -wle, print bpi(2000)]
          env:
            - {name: KUBEXIT_NAME, value: report}
            - {name: KUBEXIT_GRAVEYARD, value: /graveyard}
          volumeMounts:
            - {name: kubexit, mountPath: /kubexit}
            - {name: graveyard, mountPath: /graveyard}
        - name: cache
          image: memcached:1.6-alpine
          command: [/kubexit/kubexit, memcached]
          env:
            - {name: KUBEXIT_NAME, value: cache}
            - {name: KUBEXIT_GRAVEYARD, value: /graveyard}
            - {name: KUBEXIT_DEATH_DEPS, value: report}
          volumeMounts:
            - {name: kubexit, mountPath: /kubexit}
            - {name: graveyard, mountPath: /graveyard}
      volumes:
        - {name: kubexit, emptyDir: {}}
        - {name: graveyard, emptyDir: {medium: Memory}}
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

export const fallbackNoLongerNeeded: Rule = {
  id: 'SC806',
  slug: 'fallback-no-longer-needed',
  severity: DiagnosticSeverity.INFO,
  basis: 'judgement',
  text: TEXT,
  check: ({ podSpec, podSpecPath, jobSpecPath }, { native }) => {
    const signs = native && jobSpecPath !== undefined ? fallbackSigns(podSpec) : [];
    return signs.map(({ container, field, does, sidecar }) => ({
      container,
      field: `${podSpecPath}.${field}`,
      message: `${does}. That is not needed here: the cluster stops native sidecars by itself once the main containers have ended, even if they are killed.`,
      fix: `Make ${sidecar} a native sidecar (under initContainers, with restartPolicy: Always and a startup probe), and take out what stops it.`,
    }));
  },
};
