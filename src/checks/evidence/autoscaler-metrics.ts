import { listAt } from './list-at';
import { fieldAt } from '../../manifest/fields';
import { KubernetesObject } from '../../manifest/types';

/** A metric that measures what Pods use by what they request. */
export interface UtilizationMetric {
  readonly resource: string;
  /** The container that is measured; undefined if it is the whole Pod. */
  readonly container?: string;
}

/** A metric that measures one container. */
export interface ContainerMetric {
  readonly container: string;
  /** Path of the container's name in the autoscaler. */
  readonly field: string;
}

/**
 * The metrics of a HorizontalPodAutoscaler that need requests, in any version of autoscaling. One without metrics measures cpu.
 */
export function utilizationMetrics(autoscaler: KubernetesObject): UtilizationMetric[] {
  const metrics = listAt(autoscaler, ['spec', 'metrics']);
  if (metrics.length === 0) {
    return [{ resource: 'cpu' }];
  }
  return metrics.flatMap(metric => [...utilizationOf(metric, 'resource'), ...utilizationOf(metric, 'containerResource')]);
}

function utilizationOf(metric: unknown, source: 'resource' | 'containerResource'): UtilizationMetric[] {
  const resource = fieldAt(metric, [source, 'name']);
  const container = fieldAt(metric, [source, 'container']);
  const isUtilization = fieldAt(metric, [source, 'target', 'averageUtilization']) !== undefined
    || fieldAt(metric, [source, 'targetAverageUtilization']) !== undefined;
  return !isUtilization || typeof resource !== 'string' ? []
    : [{ resource, ...typeof container === 'string' && { container } }];
}

/**
 * The metrics of a HorizontalPodAutoscaler that measure a container by its name.
 */
export function containerMetrics(autoscaler: KubernetesObject): ContainerMetric[] {
  return listAt(autoscaler, ['spec', 'metrics']).flatMap((metric, i) => {
    const container = fieldAt(metric, ['containerResource', 'container']);
    return typeof container !== 'string' ? [] : [{ container, field: `spec.metrics[${i}].containerResource.container` }];
  });
}
