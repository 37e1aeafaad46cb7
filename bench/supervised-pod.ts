/**
 * What a supervised Pod costs next to a native one: `npx projen bench:pod`. Bytes are counted anywhere; times, CPU and memory are
 * measured on the cluster that KUBECONFIG names, natively too where it can.
 */
import { execFileSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { ClusterFeature, TargetCluster } from '../src';
import { lower } from '../src/lowering/lower';
import { KubernetesObject } from '../src/manifest/types';
import { workloadsOf } from '../src/manifest/workloads';
import { yamlText } from '../src/source/kubectl-yaml';

const NAMESPACE = 'sidecars-bench';
const OLD = TargetCluster.version('1.27');
const ROUNDS = 7;
const IDLE_SECONDS = 60;
const TICKS_PER_SECOND = 100;

const IMAGE = 'busybox:1.37';
const NATIVE = (name: string, script: string): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: {
    restartPolicy: 'Never',
    initContainers: [{
      name: 'proxy',
      image: IMAGE,
      command: ['sh', '-c', 'trap "echo term; exit 0" TERM; sleep 10000 & wait'],
      restartPolicy: 'Always',
      startupProbe: { exec: { command: ['true'] }, periodSeconds: 1 },
    }],
    containers: [{ name: 'main', image: IMAGE, command: ['sh', '-c', script] }],
  },
});

function supervised(native: KubernetesObject): KubernetesObject {
  return lower(workloadsOf(native)[0], OLD).workload.object;
}

function kubectl(...args: string[]): string {
  return execFileSync('kubectl', ['-n', NAMESPACE, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

function create(pod: KubernetesObject): void {
  execFileSync('kubectl', ['-n', NAMESPACE, 'create', '-f', '-'], { input: JSON.stringify(pod) });
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

function loggedAt(pod: string, container: string, line: string): number {
  const found = kubectl('logs', pod, '-c', container, '--timestamps').split('\n').find(text => text.endsWith(` ${line}`))!;
  return Date.parse(found.split(' ')[0]);
}

/** Milliseconds from the last word of the main to the signal of the sidecar, and to the end of the Pod as a client sees it. */
function ending(make: (name: string, main: string) => KubernetesObject, name: string): { signal: number; pod: number } {
  create(make(name, 'sleep 3; echo last'));
  while (!/^(Succeeded|Failed)$/.test(kubectl('get', 'pod', name, '-o', 'jsonpath={.status.phase}'))) { /* asks again at once */ }
  const ended = performance.timeOrigin + performance.now();
  const last = loggedAt(name, 'main', 'last');
  const result = { signal: loggedAt(name, 'proxy', 'term') - last, pod: ended - last };
  kubectl('delete', 'pod', name, '--wait=false');
  return result;
}

/** CPU ticks and memory (proportional set, KiB) of the supervisor's processes in a container: not of the program, nor of the one that asks. */
function usage(pod: string, container: string): { ticks: number; kib: number } {
  const script = 'for p in /proc/[0-9]*; do [ $p = /proc/$$ ] || [ "$(/sidecar-runtime/busybox readlink $p/exe)" != /sidecar-runtime/busybox ] || { read -r stat < $p/stat; '
    + 'pss=$(/sidecar-runtime/busybox awk "/^Pss:/ { print \\$2 }" $p/smaps_rollup); echo "${pss:-0} $stat"; }; done 2>/dev/null';
  const lines = kubectl('exec', pod, '-c', container, '--', '/sidecar-runtime/busybox', 'sh', '-c', script).trim().split('\n');
  const processes = lines.map(line => {
    const [, kib, name, rest] = /^(\d+) \d+ \((.*)\) (.*)$/.exec(line)!;
    const fields = rest.split(' ').map(Number);
    return { kib: Number(kib), name, ticks: fields[11] + fields[12] + fields[13] + fields[14] };
  });
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  return { ticks: sum(processes.map(({ ticks }) => ticks)), kib: sum(processes.map(({ kib }) => kib)) };
}

async function idle(): Promise<void> {
  create(supervised(NATIVE('idle', 'sleep 10000')));
  kubectl('wait', '--for=condition=Ready', 'pod/idle', '--timeout=120s');
  await new Promise(resolve => setTimeout(resolve, 5_000));
  const before = ['proxy', 'main'].map(container => usage('idle', container));
  await new Promise(resolve => setTimeout(resolve, IDLE_SECONDS * 1000));
  ['proxy', 'main'].forEach((container, i) => {
    const { ticks, kib } = usage('idle', container);
    const percent = (ticks - before[i].ticks) / TICKS_PER_SECOND / IDLE_SECONDS * 100;
    console.log(`idle for ${IDLE_SECONDS} s, ${container}: ${percent.toFixed(3)} % of a core, ${kib} KiB`);
  });
  kubectl('delete', 'pod', 'idle', '--wait=false');
}

async function main(): Promise<void> {
  const native = NATIVE('pod', 'sleep 3');
  const added = (print: (object: object) => string) => print(supervised(native)).length - print(native).length;
  console.log(`bytes added to the Pod: ${added(JSON.stringify)} as JSON, ${added(yamlText)} as YAML`);
  if (!process.env.KUBECONFIG) {
    return;
  }
  execFileSync('kubectl', ['create', 'namespace', NAMESPACE]);
  try {
    const { serverVersion } = JSON.parse(kubectl('version', '-o', 'json')) as { serverVersion: { gitVersion: string } };
    const node = kubectl('get', 'nodes', '-o', 'jsonpath={.items[0].status.nodeInfo.kubeletVersion}');
    const cluster = TargetCluster.version(serverVersion.gitVersion, { oldestNode: node });
    console.log(`on ${cluster}:`);
    const forms: [string, (name: string, script: string) => KubernetesObject][] = [
      ['supervised', (name, script) => supervised(NATIVE(name, script))],
      ...cluster.supports(ClusterFeature.NATIVE_SIDECARS) ? [['native', NATIVE] as [string, typeof NATIVE]] : [],
    ];
    for (const [form, make] of forms) {
      const rounds = Array.from({ length: ROUNDS }, (_, i) => ending(make, `${form}-${i}`));
      console.log(`${form}: from the main's end ${median(rounds.map(({ signal }) => signal)).toFixed()} ms to the sidecar's SIGTERM, `
        + `${median(rounds.map(({ pod }) => pod)).toFixed()} ms to the end of the Pod (medians of ${ROUNDS})`);
    }
    await idle();
  } finally {
    execFileSync('kubectl', ['delete', 'namespace', NAMESPACE, '--wait=false']);
  }
}

void main();
