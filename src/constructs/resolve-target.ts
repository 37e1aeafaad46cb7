import { IConstruct } from 'constructs';
import { TargetCluster } from '../cluster/target-cluster';

/**
 * The target cluster of a construct: the nearest one applied to it or to what it is in, else that of its context, else
 * that of the environment, else the newest.
 *
 * @throws if context or environment give a target that cannot be
 */
export function resolveTarget(construct: IConstruct): TargetCluster {
  for (let scope: IConstruct | undefined = construct; scope; scope = scope.node.scope) {
    const applied = TargetCluster._appliedTo(scope);
    if (applied) {
      return applied;
    }
  }
  const context: unknown = construct.node.tryGetContext(TargetCluster.CONTEXT_KEY);
  if (context !== undefined) {
    return context instanceof TargetCluster ? context : parseFrom(`context '${TargetCluster.CONTEXT_KEY}'`, String(context));
  }
  const variable = process.env[TargetCluster.ENVIRONMENT_VARIABLE];
  return variable ? parseFrom(`environment variable ${TargetCluster.ENVIRONMENT_VARIABLE}`, variable) : TargetCluster.newest();
}

function parseFrom(source: string, text: string): TargetCluster {
  try {
    return TargetCluster.parse(text);
  } catch (error) {
    throw new Error(`${source}: ${(error as Error).message}`);
  }
}
