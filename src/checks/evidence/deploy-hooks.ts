import { KubernetesObject } from '../../manifest/types';

/** Something that a deployment waits for. */
export interface DeployHook {
  /** The annotation that says so. */
  readonly annotation: string;
  /** Who waits, as a part of a sentence. */
  readonly waiting: string;
}

/**
 * Whether a deployment tool creates an object as a hook, and waits until it is done.
 */
export function deployHookOf({ metadata }: KubernetesObject): DeployHook | undefined {
  const annotations = (metadata?.annotations ?? {}) as { readonly [name: string]: unknown };
  const argo = annotations['argocd.argoproj.io/hook'];
  if (typeof argo === 'string' && argo !== 'Skip') {
    return { annotation: 'argocd.argoproj.io/hook', waiting: `Argo CD waits for this ${argo} hook, so the sync does not end` };
  }
  const helm = annotations['helm.sh/hook'];
  return typeof helm !== 'string' ? undefined : {
    annotation: 'helm.sh/hook',
    waiting: /^test/.test(helm) ? 'helm test waits for this hook until it times out' : `Helm waits for this ${helm} hook, so the release does not go on until it times out`,
  };
}
