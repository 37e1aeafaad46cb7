/**
 * Kubernetes' own published types, of which only the declarations are used.
 */
export type { Job, JobSpec, PodFailurePolicy, PodFailurePolicyRule } from 'kubernetes-types/batch/v1';
export type { Container, ContainerPort, EnvVar, LifecycleHandler, PodSpec, Probe, ResourceRequirements, Volume, VolumeMount } from 'kubernetes-types/core/v1';

/**
 * Any Kubernetes object, as plain JSON.
 */
export interface KubernetesObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: {
    readonly name?: string;
    readonly namespace?: string;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}
