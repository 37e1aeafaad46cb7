import { TargetCluster } from '../cluster/target-cluster';

/** The way out where the cluster cannot be asked. */
export const TARGET_BY_HAND = `export ${TargetCluster.ENVIRONMENT_VARIABLE} by hand, such as 1.31.4,node=1.30.8`;
