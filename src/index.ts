export { ClusterFeature } from './cluster/cluster-feature';
export * from './cluster/target-cluster';
export * from './constructs/job-fields';
export * from './constructs/job-with-sidecar';
export * from './constructs/native-sidecar';
export * from './constructs/pod-failure-policy';
export * from './constructs/pod-resources';
export * from './constructs/sidecar-fallback';
export * from './diagnostics/diagnostic';
