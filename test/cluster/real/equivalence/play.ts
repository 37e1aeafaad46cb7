import type { Container, PodSpec } from 'kubernetes-types/core/v1';
import { kube, sh, until } from './kube';
import { HOST_FOLDER, PodHistory, Recorder, Said, SCENARIO_LABEL } from './recorder';
import { NodeAccess, PodTemplate, Scenario, Stage } from './scenario';
import { EVENTS_FOLDER } from './scripts';
import { TargetCluster } from '../../../../src';
import { lower } from '../../../../src/lowering/lower';
import { KubernetesObject } from '../../../../src/manifest/types';
import { workloadsOf } from '../../../../src/manifest/workloads';

export interface Observation {
  readonly form: string;
  readonly pods: readonly PodHistory[];
  readonly said: readonly Said[];
  readonly job?: 'Complete' | 'Failed';
}

function readinessOf({ host, readiness }: PodHistory): Said[] {
  return readiness.map(({ time, ready }) => ({ time, pod: host, text: ready ? 'Pod ready' : 'Pod unready' }));
}

/** The manifest of a scenario, with native sidecars. */
export function manifestOf({ name, pod, workload, byLogs }: Scenario): KubernetesObject {
  const template: PodTemplate = { metadata: { labels: { [SCENARIO_LABEL]: name } }, spec: equipped(pod, name, byLogs ?? false) };
  return workload?.(template, name) ?? { apiVersion: 'v1', kind: 'Pod', ...template, metadata: { ...template.metadata, name } };
}

function equipped(pod: PodSpec, name: string, byLogs: boolean): PodSpec {
  const equip = (container: Container): Container => ({
    resources: { requests: { cpu: '5m', memory: '8Mi' } },
    ...container,
    ...!byLogs && {
      env: [{ name: 'SCENARIO', value: name }, { name: 'CONTAINER', value: container.name }, ...container.env ?? []],
      volumeMounts: [{ name: 'events', mountPath: EVENTS_FOLDER }, ...container.volumeMounts ?? []],
    },
  });
  return {
    enableServiceLinks: false,
    ...pod,
    ...pod.initContainers && { initContainers: pod.initContainers.map(equip) },
    containers: pod.containers.map(equip),
    ...!byLogs && { volumes: [{ name: 'events', hostPath: { path: HOST_FOLDER } }, ...pod.volumes ?? []] },
  };
}

/**
 * Plays a scenario on the cluster, lowered for a target where that has no native sidecars, and says what was to be seen.
 */
export async function play(scenario: Scenario, target: TargetCluster, namespace: string, recorder: Recorder): Promise<Observation> {
  const { name, act, expected, byLogs, readiness } = scenario;
  const pods = () => recorder.pods(name);
  const over = async () => {
    await until(`the end of ${name}`, () => pods().length >= (expected.pods ?? 1) && pods().every(({ endedAt }) => endedAt));
  };
  let form = '';
  const send = async (manifest: KubernetesObject) => {
    const lowered = lower(workloadsOf(manifest)[0], target);
    form = lowered.form;
    const sent = form === 'native' ? manifest : lowered.workload.object;
    await kube(['apply', '-n', namespace, '--server-side', '-f', '-'], JSON.stringify(sent));
  };
  const requests: Said[] = [];
  const stage: Stage = {
    name,
    namespace,
    saw: async (event, times = 1) => {
      await until(`'${event}' in ${name}`, () => [...recorder.heard(name), ...pods().flatMap(readinessOf)].filter(({ text }) => text === event).length >= times);
    },
    ready: async () => { await until(`${name} to be ready`, () => pods().some(pod => pod.readiness.at(-1)?.ready && !pod.endedAt)); },
    over,
    kubectl: (...args) => kube(['-n', namespace, ...args]),
    deletePod: async () => {
      requests.push({ time: recorder.now(), pod: pods()[0].host, text: 'delete' });
      await kube(['-n', namespace, 'delete', 'pod', pods()[0].name, '--wait=false']);
    },
    rollOut: pod => send(manifestOf({ ...scenario, pod })),
    onNode: async (variable: NodeAccess) => {
      await sh(process.env[variable]!, { POD_UID: pods()[0].uid, POD_NAME: pods()[0].name });
    },
  };
  await send(manifestOf(scenario));
  await act?.(stage);
  switch (expected.phase) {
    case 'Deleted': await until(`${name} to be gone`, () => pods().length > 0 && pods().every(({ deleted }) => deleted)); break;
    case 'Succeeded': case 'Failed': await over();
  }
  if (expected.job) {
    await until(`the end of the Job ${name}`, () => recorder.job(name));
  }
  await recorder.settle();
  const said = byLogs ? await logsOf(scenario, namespace, recorder) : recorder.heard(name);
  const endOf = (pod: PodHistory): Said[] => pod.endedAt === undefined ? [] : [{ time: pod.endedAt, pod: pod.host, text: 'Pod end' }];
  return {
    form,
    pods: pods().map(each => ({ ...each })),
    said: [...said, ...requests, ...pods().flatMap(endOf), ...readiness ? pods().flatMap(readinessOf) : []].sort((a, b) => a.time - b.time),
    job: recorder.job(name),
  };
}

async function logsOf({ pod, name }: Scenario, namespace: string, recorder: Recorder): Promise<Said[]> {
  const logs = await Promise.all([...pod.initContainers ?? [], ...pod.containers].map(async container => {
    const text = await kube(['logs', '-n', namespace, name, '-c', container.name, '--timestamps']).catch(() => '');
    return text.split('\n').filter(line => line && !/^\S+ sidecar-runtime:/.test(line)).map(line => ({
      time: recorder.toNodeTime(Date.parse(line.slice(0, line.indexOf(' ')))),
      pod: name,
      text: `${container.name} ${line.slice(line.indexOf(' ') + 1)}`,
    }));
  }));
  return logs.flat();
}
