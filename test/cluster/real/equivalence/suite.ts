import { compare, timesOf } from './compare';
import { kube } from './kube';
import { manifestOf, play } from './play';
import { Recorder, SCENARIO_LABEL } from './recorder';
import { Entry } from './report';
import { Scenario } from './scenario';
import { TargetCluster } from '../../../../src';
import { lower } from '../../../../src/lowering/lower';
import { workloadsOf } from '../../../../src/manifest/workloads';
import { kubectl, Namespace, thisCluster } from '../cluster';

const AT_A_TIME = 8;
const NAMESPACE = 'equivalence';
const RESTRICTED = 'equivalence-restricted';

/** A cluster that has no native sidecars, whatever the one of the test can do. */
const FORCED: { readonly [form: string]: TargetCluster | undefined } = { supervised: TargetCluster.version('1.27') };

export type Result = Entry & { readonly details?: string };

/**
 * Plays scenarios, several at a time, those that disturb others at the end and alone.
 */
export class Suite {
  private readonly results = new Map<string, Result>();
  private readonly namespaces: Namespace[];
  private readonly recorder = new Recorder([NAMESPACE, RESTRICTED]);
  private readonly target = FORCED[process.env.EQUIVALENCE_FORM ?? ''] ?? thisCluster();

  public constructor(private readonly scenarios: readonly Scenario[]) {
    this.namespaces = [NAMESPACE, RESTRICTED].map(name => new Namespace(name));
    kubectl('label', 'namespace', RESTRICTED, 'pod-security.kubernetes.io/enforce=restricted');
  }

  public async run(): Promise<void> {
    await this.recorder.start();
    const playable = this.scenarios.filter(({ needs }) => !needs || process.env[needs]);
    const queue = playable.filter(({ alone }) => !alone);
    await Promise.all(Array.from({ length: AT_A_TIME }, async () => {
      for (let next = queue.shift(); next; next = queue.shift()) {
        await this.judge(next);
      }
    }));
    for (const scenario of playable.filter(({ alone }) => alone)) {
      await this.judge(scenario);
    }
  }

  public async end(): Promise<void> {
    await this.recorder.end();
    this.namespaces.forEach(each => each.remove());
  }

  public result({ name, title }: Scenario): Result {
    return this.results.get(name) ?? { name, title, form: '', result: 'not run', differences: [] };
  }

  private async judge(scenario: Scenario): Promise<void> {
    const { name, title, supervised } = scenario;
    const namespace = scenario.restricted ? RESTRICTED : NAMESPACE;
    try {
      if (!await this.hasField(scenario, namespace)) {
        return;
      }
      const observation = await play(scenario, this.target, namespace, this.recorder);
      const { form } = observation;
      const differences = compare(scenario, observation);
      const differs = form === 'supervised' ? supervised?.differs : undefined;
      this.results.set(name, {
        name,
        title,
        form,
        result: differences.length > 0 ? 'broken' : differs ? 'differs as known' : 'held',
        differences,
        differs,
        ...timesOf(scenario, observation),
        ...differences.length > 0 && { details: await this.detailsOf(name, namespace) },
      });
    } catch (error) {
      const details = await this.detailsOf(name, namespace);
      this.results.set(name, { name, title, form: '', result: 'broken', differences: [(error as Error).message], details });
    }
    await this.remove(scenario, namespace);
  }

  /** Whether the API server keeps the field that the native form of a scenario is about. */
  private async hasField(scenario: Scenario, namespace: string): Promise<boolean> {
    const { nativeNeedsField } = scenario;
    const manifest = manifestOf(scenario);
    if (!nativeNeedsField || lower(workloadsOf(manifest)[0], this.target).form !== 'native') {
      return true;
    }
    const args = ['create', '-n', namespace, '--dry-run=server', '--validate=ignore', '-o', 'json', '-f', '-'];
    return (await kube(args, JSON.stringify(manifest))).includes(`"${nativeNeedsField}"`);
  }

  /** What there is to know about a scenario that went wrong. */
  private async detailsOf(name: string, namespace: string): Promise<string> {
    const said = this.recorder.heard(name).map(({ time, pod, text }) => `${time} ${pod} ${text}`);
    const pods = this.recorder.pods(name);
    const exits = pods.flatMap(pod => [...pod.exits.values()].map(({ container, code }) => `${pod.name} ${container} exited with ${code}`));
    const phases = pods.map(({ name: pod, phase, endedAt, deleted }) => `${endedAt?.toFixed(2)} ${pod} ${phase}${deleted ? ', deleted' : ''}`);
    const logs = await kube(['logs', '-n', namespace, '-l', `${SCENARIO_LABEL}=${name}`, '--all-containers', '--prefix', '--timestamps'])
      .catch(error => (error as Error).message);
    return [...said, ...exits, ...phases, logs].join('\n');
  }

  private async remove(scenario: Scenario, namespace: string): Promise<void> {
    const { kind, metadata } = manifestOf(scenario);
    await kube(['delete', '-n', namespace, kind!, metadata!.name!, '--ignore-not-found', '--wait=false', '--grace-period=1']);
  }
}
