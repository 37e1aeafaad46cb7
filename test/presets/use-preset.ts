import { Chart, Testing } from 'cdk8s';
import { JobWithSidecar, NativeSidecar, TargetCluster } from '../../src';

/** What becomes of a Job with the sidecar of a preset. */
export interface UsedPreset {
  readonly preset: NativeSidecar;
  readonly job: JobWithSidecar;
  /** Spec of its Pod. */
  readonly podSpec: any;
  readonly podMetadata: any;
  /** The sidecar: an init container, or one of the containers where it is lowered. */
  readonly sidecar: any;
  /** What is in the chart besides the Job. */
  readonly others: any[];
}

/**
 * Synthesizes a Job whose only sidecar is a preset.
 *
 * @param version of Kubernetes; without it native sidecars are there
 */
export function usePreset(make: (chart: Chart) => NativeSidecar, version?: string): UsedPreset {
  const chart = Testing.chart();
  const preset = make(chart);
  const job = new JobWithSidecar(chart, 'job', {
    containers: [{ name: 'main', image: 'busybox:1.37', command: ['sh', '-c', 'echo done'], securityContext: { user: 1000 } }],
    sidecars: [preset],
    target: version === undefined ? undefined : TargetCluster.version(version),
  });
  const objects = chart.toJson();
  const { metadata, spec } = objects.find(({ kind }) => kind === 'Job').spec.template;
  return {
    preset,
    job,
    podSpec: spec,
    podMetadata: metadata,
    sidecar: [...spec.initContainers, ...spec.containers].find(({ name }) => name === preset.name),
    others: objects.filter(({ kind }) => kind !== 'Job'),
  };
}
