import { knownProgram } from './known-programs';
import { Container } from '../../manifest/types';

/** TCP ports on which the proxies listen in every Pod, by their documentation ("Ports used by Istio"; Linkerd, "Proxy configuration"). */
const MESH_PORTS: { readonly [program: string]: readonly number[] } = {
  'Istio proxy': [15000, 15001, 15002, 15004, 15006, 15008, 15020, 15021, 15053, 15090],
  'Linkerd proxy': [4140, 4143, 4190, 4191],
};

/**
 * The ports that a container takes without saying so, because it is the proxy of a service mesh.
 */
export function meshPorts(container: Container): readonly number[] {
  const program = knownProgram(container);
  return program?.role === 'mesh' ? MESH_PORTS[program.name] ?? [] : [];
}
