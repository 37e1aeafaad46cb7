import { emptyVolumes, mountingsOf } from './evidence/empty-volumes';
import { FollowedFile, followedFiles } from './evidence/followed-files';
import { isWhole } from './evidence/unfinished';
import { Finding, Rule } from './rule';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { containersOf, PlacedContainer } from '../manifest/containers';
import { PatchOperation, pointerTo } from '../manifest/json-patch';
import { endsByItself } from '../manifest/pod-ends';
import { VolumeMount } from '../manifest/types';
import { Workload } from '../manifest/workloads';

/** Containers of a Pod share no files except those in volumes that both of them mount, and an `emptyDir` starts empty. */
export const sharedVolumeMissing: Rule = {
  id: 'SC604',
  slug: 'shared-volume-missing',
  severity: DiagnosticSeverity.WARNING,
  basis: 'judgement',
  text: {
    summary: 'A container follows a file that no other container can write, or that is not there yet when it starts.',
    details: `
Each container has a file system of its own. A log sidecar sees a file of the main container only if both mount the volume that the file is in. If
the path is in no volume, or in an \`emptyDir\` that nothing else mounts, the sidecar waits for ever for a file that nobody writes.

An \`emptyDir\` is empty when the Pod starts, and a native sidecar starts before the main containers. \`tail -f\` ends with an error if the file is
missing, and the sidecar restarts with growing delays. \`tail -F\` waits for the file, and follows it when it is rotated.`,
    versions: 'all',
    sources: ['Kubernetes documentation, "Logging Architecture"', 'coreutils, tail'],
    example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  initContainers:
    - name: logs
      image: busybox:1.37
      command: [tail, -F, /logs/access.log]
      restartPolicy: Always
      volumeMounts:
        - name: logs
          mountPath: /logs
      resources:
        requests: { cpu: 10m, memory: 16Mi }
  containers:
    - name: web
      image: nginx:1.29
  volumes:
    - name: logs
      emptyDir: {}
`,
    corrected: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  initContainers:
    - name: logs
      image: busybox:1.37
      command: [tail, -F, /logs/access.log]
      restartPolicy: Always
      volumeMounts:
        - name: logs
          mountPath: /logs
      resources:
        requests: { cpu: 10m, memory: 16Mi }
  containers:
    - name: web
      image: nginx:1.29
      volumeMounts:
        - name: logs
          mountPath: /var/log/nginx
  volumes:
    - name: logs
      emptyDir: {}
`,
  },
  check: workload => {
    const running = containersOf(workload.podSpec).filter(({ role }) => role !== 'init');
    if (running.length < 2) {
      return [];
    }
    const following = running.map(placed => ({ placed, files: followedFiles(placed.container) })).filter(({ files }) => files.length > 0);
    if (following.length === 0 || !isWhole(workload)) {
      return [];
    }
    const empty = emptyVolumes(workload);
    return following.flatMap(({ placed, files }) => files.flatMap(file => findingOn(file, placed, workload, empty)).slice(0, 1));
  },
};

/** What a program leaves in its own file system, if anything. */
const LOG_FILE = /\/logs?\/|\.(log|txt|out|json)$/;

function findingOn(file: FollowedFile, placed: PlacedContainer, workload: Workload, empty: ReadonlySet<string>): Finding[] {
  const { container: { name: container, volumeMounts = [], lifecycle }, path } = placed;
  const place = `${workload.podSpecPath}.${path}`;
  const mount = mountOf(file.path, volumeMounts);
  if (!mount) {
    // A hook may write it; it runs in the same container.
    return file.isAwaited || lifecycle?.postStart || !LOG_FILE.test(file.path) ? [] : [{
      container,
      field: `${place}.volumeMounts`,
      message: `${file.by} follows ${file.path}, which is in no volume: in the file system of this container nobody writes that file.`,
      fix: 'Mount one volume in both containers, where the one writes the file and where the other reads it.',
    }];
  }
  if (!empty.has(mount.name)) {
    return [];
  }
  const mountings = mountingsOf(workload.podSpec, mount.name);
  if (mountings.every(other => other.container === placed.container)) {
    return [{
      container,
      field: `${place}.volumeMounts[${volumeMounts.indexOf(mount)}].name`,
      message: `${file.by} follows ${file.path} in the volume '${mount.name}', which is empty at first and which no other container mounts: `
        + 'nobody writes that file.',
      fix: 'Mount the volume in the container that writes the file, too.',
    }];
  }
  const earlier = mountings.slice(0, mountings.findIndex(other => other.container === placed.container));
  return !file.endsWithout || file.isAwaited || /[*?[]/.test(file.path) || earlier.some(({ role }) => role !== 'main')
    ? [] : [missingAtFirst(file, placed, workload, earlier.length > 0)];
}

function missingAtFirst(file: FollowedFile, placed: PlacedContainer, { podSpec, podSpecPath }: Workload, isLater: boolean): Finding {
  const { container, path, role } = placed;
  const { command = [], args = [] } = container;
  const word = file.word < command.length ? `command[${file.word}]` : `args[${file.word - command.length}]`;
  const field = `${podSpecPath}.${path}.${word}`;
  return {
    container: container.name,
    field,
    message: `tail -f ends with an error if ${file.path} is not there yet, and the volume is empty when the Pod starts`
      + `${role === 'sidecar' ? ', which it does with the sidecars' : ''}.`,
    fix: 'Use tail -F, which waits for the file.',
    ...role === 'main' && isLater && !endsByItself(podSpec) && { severity: DiagnosticSeverity.INFO },
    ...patchOf(field, [...command, ...args][file.word]),
  };
}

/** Only the option changes, where there is no doubt which one it is. */
function patchOf(field: string, word: string): { readonly patch?: readonly PatchOperation[] } {
  const isClear = word.split('tail').length === 2;
  const fixed = word === '-f' ? '-F' : isClear ? word.replace(/(^|\s)(tail\s+(?:-n\s*\+?\d+\s+)?)-f(?=\s)/, '$1$2-F') : word;
  return fixed === word ? {} : { patch: [{ op: 'replace', path: pointerTo(field), value: fixed }] };
}

/** The mount that a path is in: the deepest one. */
function mountOf(path: string, mounts: readonly VolumeMount[]): VolumeMount | undefined {
  const around = mounts.filter(({ mountPath }) => path.startsWith(`${mountPath.replace(/\/$/, '')}/`));
  const deepest = Math.max(...around.map(({ mountPath }) => mountPath.length));
  return around.find(({ mountPath }) => mountPath.length === deepest);
}
