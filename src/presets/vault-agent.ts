import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { PRESET_FACTS } from './preset-facts';
import { presetError, presetSidecar } from './preset-sidecar';
import { GATE_TIMES } from './probe-times';
import { VaultAgentProps, VaultPrePopulation } from './vault-agent-props';
import { vaultFiles } from './vault-files';
import { NativeSidecar, NativeSidecarProps } from '../constructs/native-sidecar';

/**
 * Vault Agent: files with secrets from Vault, in memory, for the main containers, and kept fresh as long as they run. Main containers and
 * init containers start once all files are there.
 *
 * It logs in by the Kubernetes method, with a token of the Pod's service account that it alone gets: cdk8s-plus does not mount that
 * token into containers (`automountServiceAccountToken: false`), and there is no need to.
 *
 * The files belong to the group of the agent (`group`), which becomes the `fsGroup` of the Pod, so that main containers can read them by
 * whatever user they run. Where the Pod has an `fsGroup`, give that as `group`.
 *
 * A Job that needs its secrets only at its start is better off with `prePopulateOnly`: an init container that writes the files and ends.
 *
 * @exampleMetadata fixture=with-chart
 * @example
 *
 * const secrets = new sidecars.VaultAgent(this, 'secrets', {
 *   address: 'https://vault.example.com:8200',
 *   role: 'shop',
 *   files: { 'db.env': '{{ with secret "secret/data/shop/db" }}DB_PASSWORD={{ .Data.data.password }}{{ end }}' },
 * });
 * new sidecars.DeploymentWithSidecar(this, 'shop', {
 *   containers: [{ image: 'shop:1.4', args: ['--env-file=/vault/secrets/db.env'] }],
 *   sidecars: [secrets],
 * });
 */
export class VaultAgent extends NativeSidecar {
  /**
   * An init container that writes the files once and ends, for a Job that needs its secrets only at its start: nothing runs beside it,
   * and nothing has to be stopped. Secrets that expire are not renewed. While Vault is out of reach, or refuses the role, it tries
   * again without end: a Job should have `activeDeadline`.
   *
   * `initContainer` of what it returns goes to `initContainers` of the workload, `appMount` to `volumeMounts` of the containers that need the
   * files.
   *
   * @throws as the constructor does, and if there is an order or a service account, which an init container does not bring
   */
  public static prePopulateOnly(scope: Construct, id: string, props: VaultAgentProps): VaultPrePopulation {
    const { name = 'vault-agent-init', startsBefore, startsAfter, serviceAccount } = props;
    if (startsBefore || startsAfter) {
      throw presetError(name, startsBefore ? 'startsBefore' : 'startsAfter', 'init containers run in the order in which the workload names them.', 'Leave it out.');
    }
    if (serviceAccount) {
      throw presetError(name, 'serviceAccount', 'an init container cannot give one to its Pod.', 'Leave it out, and set it for the workload.');
    }
    const files = vaultFiles(new Construct(scope, id), name, props, { exitAfterAuth: true });
    const { image, args, imagePullPolicy, envVariables, resources, securityContext } = presetSidecar(PRESET_FACTS.vaultAgent, {
      name, args: files.args, ownFlags: files.ownFlags, resources: files.resources,
    }, props);
    return {
      initContainer: { name, image, args, imagePullPolicy, envVariables, resources, securityContext, volumeMounts: files.volumeMounts },
      appMount: files.appMount,
    };
  }

  /**
   * @throws if there is no file, or one outside the folder, if the address is no URL, or if an extra argument names a configuration
   */
  constructor(scope: Construct, id: string, props: VaultAgentProps) {
    super(vaultAgent(scope, id, props));
  }
}

function vaultAgent(scope: Construct, id: string, props: VaultAgentProps): NativeSidecarProps {
  const { name = 'vault-agent', serviceAccount } = props;
  const files = vaultFiles(new Construct(scope, id), name, props, { exitAfterAuth: false });
  return presetSidecar(PRESET_FACTS.vaultAgent, {
    name,
    args: files.args,
    ownFlags: files.ownFlags,
    resources: files.resources,
    // The agent has no health endpoint, and renders its templates in no order: all files must be there.
    startup: kplus.Probe.fromCommand(files.allThere, GATE_TIMES),
    volumeMounts: files.volumeMounts,
    podAnnotations: files.podAnnotations,
    appMounts: [files.appMount],
    fsGroup: files.fsGroup,
    serviceAccount,
  }, props);
}
