import { MeshInjection } from '../checks/rule';

/** The meshes whose ways to inject are known. */
export const MESHES: readonly string[] = ['istio', 'linkerd'];

/**
 * A mesh, and how it injects: `istio=native`; undefined if the text does not say so.
 */
export function meshInjectionFrom(text: string): [mesh: string, injection: MeshInjection] | undefined {
  const [, mesh, injection] = /^(\w+)=(native|regular)$/.exec(text) ?? [];
  return MESHES.includes(mesh) ? [mesh, injection as MeshInjection] : undefined;
}
