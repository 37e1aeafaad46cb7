import { execFileSync, spawnSync } from 'node:child_process';
import { Chart, Size, Testing, Yaml } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import type { Job } from 'kubernetes-types/batch/v1';
import type { ContainerStatus, Event, Node, Pod } from 'kubernetes-types/core/v1';
import { ClusterFeature, TargetCluster } from '../../../src';

if (!process.env.KUBECONFIG) {
  throw new Error('These tests run on the cluster that KUBECONFIG names. Set it, and have kubectl on the PATH.');
}

const PATIENCE_MS = 180_000;
const POLL_MS = 500;

export function kubectl(...args: string[]): string {
  return execFileSync('kubectl', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

function get<T>(...args: string[]): T {
  return JSON.parse(kubectl('get', ...args, '-o', 'json')) as T;
}

/** The cluster as it says it is; an environment variable adds what cannot be asked for, feature gates for one. */
export function thisCluster(): TargetCluster {
  const given = process.env[TargetCluster.ENVIRONMENT_VARIABLE];
  if (given) {
    return TargetCluster.parse(given);
  }
  const { serverVersion } = JSON.parse(kubectl('version', '-o', 'json')) as { serverVersion: { gitVersion: string } };
  const kubelets = get<{ items: Node[] }>('nodes').items.map(node => node.status!.nodeInfo!.kubeletVersion);
  const minor = (version: string) => Number(version.split('.')[1]);
  const oldestNode = kubelets.sort((a, b) => minor(a) - minor(b))[0];
  return TargetCluster.version(serverVersion.gitVersion, { oldestNode });
}

const onApiServer = thisCluster().supportsOnApiServer(ClusterFeature.NATIVE_SIDECARS);
const onNodes = thisCluster().supportsOnNodes(ClusterFeature.NATIVE_SIDECARS);
const when = (able: boolean) => able ? test : test.skip;

/** For what only a cluster with native sidecars can show. */
export const onNativeCluster = when(onApiServer && onNodes);
/** For what only nodes without native sidecars can show. */
export const onOldNodes = when(onApiServer && !onNodes);
/** For what only an API server without native sidecars can show. */
export const onOldApiServer = when(!onApiServer);
/** For what only an API server with policies and native sidecars can show. */
export const describeOnApiServerWithPolicies =
  onApiServer && thisCluster().supportsOnApiServer(ClusterFeature.VALIDATING_ADMISSION_POLICIES) ? describe : describe.skip;

/** A namespace of its own for one test, gone afterwards. */
export class Namespace {
  public constructor(public readonly name: string) {
    this.remove(true);
    kubectl('create', 'namespace', name);
  }

  public remove(wait: boolean = false): void {
    kubectl('delete', 'namespace', this.name, '--ignore-not-found', `--wait=${wait}`);
  }

  /** Applies manifests by server-side apply; what kubectl writes to stderr, warnings for one, is the answer. */
  public apply(yaml: string, ...options: string[]): string {
    const { status, stderr } = spawnSync('kubectl', ['apply', '--server-side', '-n', this.name, ...options, '-f', '-'], { input: yaml, encoding: 'utf8' });
    if (status !== 0) {
      throw new Error(stderr);
    }
    return stderr;
  }

  public get<T>(...args: string[]): T {
    return get<T>('-n', this.name, ...args);
  }

  public async jobEnd(name: string): Promise<'Complete' | 'Failed'> {
    return waitFor(`the end of job ${name}`, () => {
      const conditions = this.get<Job>('job', name).status?.conditions ?? [];
      const end = conditions.find(({ type, status }) => status === 'True' && (type === 'Complete' || type === 'Failed'));
      return end?.type as 'Complete' | 'Failed' | undefined;
    });
  }

  /** The only Pod of a Job, once `ready` holds for it. */
  public async podOf(job: string, ready: (pod: Pod) => boolean = () => true): Promise<Pod> {
    return waitFor(`the Pod of job ${job}`, () => {
      const { items } = this.get<{ items: Pod[] }>('pods', '-l', `job-name=${job}`);
      expect(items.length).toBeLessThanOrEqual(1);
      return items.find(ready);
    });
  }

  /** Waits until all Pods of a Deployment or StatefulSet are up. */
  public rolledOut(workload: string): void {
    kubectl('rollout', 'status', '-n', this.name, workload, `--timeout=${PATIENCE_MS / 1000}s`);
  }

  /** Runs a Job of a CronJob now. */
  public runNow(cronJob: string, job: string): void {
    kubectl('create', 'job', '-n', this.name, `--from=cronjob/${cronJob}`, job);
  }

  /** What a container's program has logged, each line with the time at which it was written, which sorts as text. */
  public log(job: string, container: string): { time: string; line: string }[] {
    return this.logOf(`job/${job}`, container);
  }

  /** The same of a Pod of anything. */
  public logOf(workload: string, container: string): { time: string; line: string }[] {
    return kubectl('logs', '-n', this.name, workload, '-c', container, '--timestamps').trimEnd().split('\n')
      .map(text => ({ time: text.slice(0, text.indexOf(' ')), line: text.slice(text.indexOf(' ') + 1) }))
      .filter(({ line }) => !line.startsWith('sidecar-runtime: '));
  }

  public events(reason: string): string[] {
    return this.get<{ items: Event[] }>('events', '--field-selector', `reason=${reason}`).items.map(({ message }) => message!);
  }
}

/** Makes namespaces for the tests of a file, which are gone after the last. */
export function namespaces(): (name: string) => Namespace {
  const made: Namespace[] = [];
  afterAll(() => made.forEach(each => each.remove()));
  return name => {
    made.push(new Namespace(`sidecars-${name}`));
    return made.at(-1)!;
  };
}

/** A container that runs a shell script and asks for little. */
export const shell = (script: string) => ({
  image: 'busybox:1.37',
  command: ['sh', '-c', script],
  securityContext: { user: 1000 },
  resources: { cpu: { request: kplus.Cpu.millis(10) }, memory: { request: Size.mebibytes(16) } },
});

export function statusOf(pod: Pod, container: string): ContainerStatus {
  return [...pod.status?.initContainerStatuses ?? [], ...pod.status?.containerStatuses ?? []].find(({ name }) => name === container)!;
}

/** What a chart synthesizes, as YAML. */
export function yamlOf(build: (chart: Chart) => void): string {
  const chart = Testing.chart();
  build(chart);
  return Yaml.stringify(...chart.toJson());
}

export async function waitFor<T>(what: string, poll: () => T | undefined | false): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const result = poll();
    if (result) {
      return result;
    }
    if (Date.now() > deadline) {
      throw new Error(`${what} did not come in ${PATIENCE_MS / 1000} s`);
    }
    await new Promise(resolve => setTimeout(resolve, POLL_MS));
  }
}
