import type { Job } from 'kubernetes-types/batch/v1';
import type { Pod } from 'kubernetes-types/core/v1';
import { Follower, kube, until, watch } from './kube';
import { EVENTS_FOLDER } from './scripts';

/** Something that a container said, or that became of its Pod; `time` is in seconds of the node's own clock. */
export interface Said {
  readonly time: number;
  readonly pod: string;
  readonly text: string;
}

export interface PodHistory {
  readonly name: string;
  /** By which its containers know it: its name, but in an Indexed Job another. */
  readonly host: string;
  readonly uid: string;
  phase: string;
  /** When it came to an end: a last phase, or it is gone. */
  endedAt?: number;
  deleted: boolean;
  readonly readiness: { readonly time: number; readonly ready: boolean }[];
  readonly exits: Map<string, { readonly container: string; readonly code: number; readonly message?: string }>;
}

/** Where containers leave what they say, on the node. */
export const HOST_FOLDER = '/tmp/cdk8s-sidecars-equivalence';

export const SCENARIO_LABEL = 'scenario';

const NAME = 'recorder';
const RECORDER = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: NAME },
  spec: {
    terminationGracePeriodSeconds: 1,
    containers: [{
      name: NAME,
      image: 'busybox:1.37',
      command: ['sh', '-c', `umask 0; rm -f ${EVENTS_FOLDER}/events; : > ${EVENTS_FOLDER}/events; exec tail -n +1 -f ${EVENTS_FOLDER}/events`],
      volumeMounts: [{ name: 'events', mountPath: EVENTS_FOLDER }],
    }],
    volumes: [{ name: 'events', hostPath: { path: HOST_FOLDER, type: 'DirectoryOrCreate' } }],
  },
};

/**
 * Hears everything that containers say, and sees everything that becomes of their Pods, also of those that are gone.
 */
export class Recorder {
  private readonly said: { scenario: string; said: Said }[] = [];
  private readonly histories = new Map<string, PodHistory & { scenario: string }>();
  private readonly jobs = new Map<string, 'Complete' | 'Failed'>();
  private readonly followers: Follower[] = [];
  private clockOffset = 0;

  public constructor(private readonly namespaces: readonly string[]) {}

  public async start(): Promise<void> {
    const [namespace] = this.namespaces;
    await kube(['create', '-n', namespace, '-f', '-'], JSON.stringify(RECORDER));
    await kube(['wait', '-n', namespace, `pod/${NAME}`, '--for=condition=Ready', '--timeout=120s']);
    const before = Date.now();
    const uptime = await kube(['exec', '-n', namespace, NAME, '--', 'cat', '/proc/uptime']);
    this.clockOffset = Number(uptime.split(' ')[0]) - (before + Date.now()) / 2000;
    let line = 0;
    this.followers.push(new Follower(['logs', '-n', namespace, '-f', NAME], () => { line = 0; }, text => this.hear(text, line++)));
    this.namespaces.forEach(each => this.followers.push(
      watch<Pod>('pods', each, (pod, deleted) => this.see(pod, deleted)),
      watch<Job>('jobs', each, job => this.seeJob(job)),
    ));
  }

  public async end(): Promise<void> {
    this.followers.forEach(each => each.end());
    await kube(['exec', '-n', this.namespaces[0], NAME, '--', 'rm', '-f', `${EVENTS_FOLDER}/events`]);
  }

  /** Now, by the clock of the node. */
  public now(): number {
    return this.toNodeTime(Date.now());
  }

  public toNodeTime(milliseconds: number): number {
    return milliseconds / 1000 + this.clockOffset;
  }

  public heard(scenario: string): Said[] {
    return this.said.filter(each => each.scenario === scenario).map(({ said }) => said);
  }

  public pods(scenario: string): PodHistory[] {
    return [...this.histories.values()].filter(each => each.scenario === scenario);
  }

  public job(name: string): 'Complete' | 'Failed' | undefined {
    return this.jobs.get(name);
  }

  /** Waits until what was said before has been heard. */
  public async settle(): Promise<void> {
    const mark = `settled-${Math.random()}`;
    await kube(['exec', '-n', this.namespaces[0], NAME, '--', 'sh', '-c', `echo "0 ${mark} - -" >> ${EVENTS_FOLDER}/events`]);
    await until('the mark in the record of events', () => this.said.some(({ scenario }) => scenario === mark));
  }

  private hear(text: string, line: number): void {
    const [time, scenario, pod, ...words] = text.split(' ');
    this.said[line] ??= { scenario, said: { time: Number(time), pod, text: words.join(' ') } };
  }

  private see({ metadata, spec, status }: Pod, deleted: boolean): void {
    const { uid, name, labels } = metadata as { uid: string; name: string; labels?: { [name: string]: string } };
    if (!this.histories.has(uid)) {
      this.histories.set(uid, {
        scenario: labels?.[SCENARIO_LABEL] ?? '', name, host: spec?.hostname ?? name, uid, phase: '', deleted: false, readiness: [], exits: new Map(),
      });
    }
    const history = this.histories.get(uid)!;
    history.phase = status?.phase ?? '';
    history.deleted = deleted;
    if (deleted || ['Succeeded', 'Failed'].includes(history.phase)) {
      history.endedAt ??= this.now();
    }
    const ready = status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') ?? false;
    if (ready !== (history.readiness.at(-1)?.ready ?? false)) {
      history.readiness.push({ time: this.now(), ready });
    }
    for (const { name: container, state, lastState } of [...status?.initContainerStatuses ?? [], ...status?.containerStatuses ?? []]) {
      for (const ended of [lastState?.terminated, state?.terminated]) {
        if (ended?.containerID) {
          history.exits.set(ended.containerID, { container, code: ended.exitCode, message: ended.message });
        }
      }
    }
  }

  private seeJob({ metadata, status }: Job): void {
    const end = status?.conditions?.find(({ type, status: value }) => value === 'True' && (type === 'Complete' || type === 'Failed'));
    if (end) {
      this.jobs.set(metadata!.name!, end.type as 'Complete' | 'Failed');
    }
  }
}
