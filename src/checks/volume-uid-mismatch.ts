import { emptyVolumes, Mounting, mountingsOf } from './evidence/empty-volumes';
import { followedFiles } from './evidence/followed-files';
import { isSupplier, isTelemetry } from './evidence/purpose';
import { isFragment } from './evidence/unfinished';
import { Finding, Rule } from './rule';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { containersOf } from '../manifest/containers';
import { fieldAt } from '../manifest/fields';
import { Container, PodSpec } from '../manifest/types';

/** Files belong to the user that makes them, and by the usual umask others may read them and nothing more. */
export const volumeUidMismatch: Rule = {
  id: 'SC605',
  slug: 'volume-uid-mismatch',
  severity: DiagnosticSeverity.WARNING,
  basis: 'judgement',
  text: {
    summary: 'Two containers that run as different users share an `emptyDir`, and the Pod has no `fsGroup`.',
    details: `
Everybody may make files in an \`emptyDir\`, but a file belongs to the user that makes it. With the usual umask (022) all others may read it, and
only its owner may change it or make files in its directories. What is made for the owner alone, such as a key or a token, they cannot even read.

Run both containers as one user (\`runAsUser\`). Or set \`fsGroup\` in the security context of the Pod, which gives all files in the volume one
group that both belong to, and let the programs leave the group its rights (umask 002).

Nothing is said of root, of users that only the image knows, and of volumes whose files get other rights by a command in the Pod.`,
    versions: 'all',
    sources: ['kubernetes/kubernetes#2630', 'Kubernetes documentation, "Configure a Security Context for a Pod or Container"'],
    example: `
apiVersion: v1
kind: Pod
metadata:
  name: reports
spec:
  initContainers:
    - name: renderer
      image: node:22
      command: [node, /app/renderer.js]
      restartPolicy: Always
      securityContext: { runAsUser: 1000 }
      volumeMounts:
        - name: work
          mountPath: /work
      resources:
        requests: { cpu: 100m, memory: 128Mi }
  containers:
    - name: reports
      image: python:3.13
      command: [python, /app/reports.py]
      securityContext: { runAsUser: 2000 }
      volumeMounts:
        - name: work
          mountPath: /work
  volumes:
    - name: work
      emptyDir: {}
`,
    corrected: `
apiVersion: v1
kind: Pod
metadata:
  name: reports
spec:
  securityContext: { runAsUser: 2000 }
  initContainers:
    - name: renderer
      image: node:22
      command: [node, /app/renderer.js]
      restartPolicy: Always
      volumeMounts:
        - name: work
          mountPath: /work
      resources:
        requests: { cpu: 100m, memory: 128Mi }
  containers:
    - name: reports
      image: python:3.13
      command: [python, /app/reports.py]
      volumeMounts:
        - name: work
          mountPath: /work
  volumes:
    - name: work
      emptyDir: {}
`,
  },
  check: workload => {
    const { podSpec, podSpecPath } = workload;
    if (!podSpec.volumes || fieldAt(podSpec, ['securityContext', 'fsGroup']) !== undefined
      || !containersOf(podSpec).some(({ container, role }) => role !== 'init' && fieldAt(container, ['securityContext', 'runAsUser']) !== undefined)) {
      return [];
    }
    return [...emptyVolumes(workload)].flatMap(volume => {
      const mountings = mountingsOf(podSpec, volume);
      if (mountings.some(({ container }) => givesRights(container))) {
        return [];
      }
      const finding = firstConflict(mountings.filter(({ role }) => role !== 'init').map(mounting => userOf(mounting, podSpec)), volume);
      return finding && !isFragment(workload) ? [{ ...finding, field: `${podSpecPath}.securityContext.fsGroup` }] : [];
    });
  },
};

interface User {
  readonly mounting: Mounting;
  readonly uid: unknown;
  readonly gid: unknown;
}

function userOf(mounting: Mounting, podSpec: PodSpec): User {
  const own = (field: string) => fieldAt(mounting.container, ['securityContext', field]) ?? fieldAt(podSpec, ['securityContext', field]);
  return { mounting, uid: own('runAsUser'), gid: own('runAsGroup') };
}

/** How commands make files accessible to others. */
const RIGHTS = /\b(chmod|chown|chgrp|setfacl|umask|install)\b/;

function givesRights({ command = [], args = [] }: Container): boolean {
  return [...command, ...args].some(word => RIGHTS.test(word));
}

function firstConflict(users: readonly User[], volume: string): Omit<Finding, 'field'> | undefined {
  const named = users.filter(({ uid }) => typeof uid === 'number' && uid !== 0);
  for (const [i, second] of named.entries()) {
    for (const first of named.slice(0, i)) {
      const isShared = first.uid === second.uid || (first.gid !== undefined && first.gid === second.gid);
      const conflict = isShared ? undefined : conflictOf(first, second, volume);
      if (conflict) {
        return conflict;
      }
    }
  }
  return undefined;
}

const FIX = 'Run both as one user, or set securityContext.fsGroup of the Pod and let them write with umask 002.';

function conflictOf(first: User, second: User, volume: string): Omit<Finding, 'field'> | undefined {
  const readers = [first, second].filter(({ mounting }) => onlyReads(mounting));
  if (readers.length === 2) {
    return undefined;
  }
  const supplier = [first, second].find(({ mounting: { container } }) => isSupplier(container));
  const reader = readers[0] ?? (supplier === first ? second : supplier && first);
  const writer = reader === first ? second : first;
  return reader
    ? {
      container: reader.mounting.container.name,
      message: `it runs as user ${reader.uid} and '${writer.mounting.container.name}' as ${writer.uid}: in the volume '${volume}' it can only read `
        + 'the files that the other lets everybody read.',
      fix: FIX,
      severity: DiagnosticSeverity.INFO,
    }
    : {
      container: second.mounting.container.name,
      message: `it runs as user ${second.uid} and '${first.mounting.container.name}' as ${first.uid}, and both may write in the volume '${volume}': `
        + 'neither can change the files of the other.',
      fix: FIX,
    };
}

function onlyReads({ mount, container }: Mounting): boolean {
  return mount.readOnly === true || isTelemetry(container) || followedFiles(container).length > 0;
}
