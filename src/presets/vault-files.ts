import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { PRESET_FACTS } from './preset-facts';
import { presetError } from './preset-sidecar';
import { configFiles, writableFolder } from './preset-volumes';
import { serviceAccountVolume } from './service-account-volume';
import { VaultAgentProps } from './vault-agent-props';
import { withSortedKeys } from '../manifest/fields';

/** What an agent that writes files is made of, be it a sidecar or an init container. */
export interface VaultFiles {
  readonly args: string[];
  readonly ownFlags: { readonly [flag: string]: string };
  readonly resources: kplus.ContainerResources;
  readonly volumeMounts: kplus.VolumeMount[];
  readonly appMount: kplus.VolumeMount;
  readonly podAnnotations: { readonly [name: string]: string };
  /** The group that the files belong to. */
  readonly fsGroup: number;
  /** A command that succeeds when all files are there. */
  readonly allThere: string[];
}

const CONFIG_FOLDER = '/etc/vault-agent';
const CONFIG_FILE = 'agent.json';
const TOKEN_FOLDER = '/var/run/secrets/vault-agent';
const AUTHORITY_FOLDER = '/etc/vault-agent-tls';
/** Nothing else: the name stands in a shell command. */
const FILE_NAME = /^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/;

/** @throws if there is no file, or one outside the folder, or if the address is no URL */
export function vaultFiles(scope: Construct, name: string, props: VaultAgentProps, run: { readonly exitAfterAuth: boolean }): VaultFiles {
  const { folder = '/vault/secrets', certificateAuthority } = props;
  throwFaults(name, folder, props);
  const config = configFiles(scope, name, CONFIG_FOLDER, {
    [CONFIG_FILE]: JSON.stringify(agentConfig(folder, props, run.exitAfterAuth), undefined, 2),
  });
  const written = writableFolder(scope, name, 'secrets', folder, { inMemory: true });
  const tests = Object.keys(withSortedKeys(props.files)).map(file => `test -e ${folder}/${file}`);
  return {
    args: ['agent', `-config=${CONFIG_FOLDER}/${CONFIG_FILE}`],
    ownFlags: {
      '-config': 'Use the properties.',
      '--config': 'Use the properties.',
      '-exit-after-auth': 'Use VaultAgent.prePopulateOnly.',
      '--exit-after-auth': 'Use VaultAgent.prePopulateOnly.',
    },
    resources: { cpu: { request: kplus.Cpu.millis(50) }, memory: { request: Size.mebibytes(64) } },
    volumeMounts: [
      config.mount,
      written,
      { path: TOKEN_FOLDER, readOnly: true, volume: serviceAccountVolume(scope, name, { audience: props.audience }) },
      ...certificateAuthority ? [{
        path: AUTHORITY_FOLDER,
        readOnly: true,
        volume: kplus.Volume.fromSecret(scope, 'authority-volume', certificateAuthority, { name: `${name}-authority` }),
      }] : [],
    ],
    appMount: { ...written, readOnly: true },
    podAnnotations: config.podAnnotations,
    fsGroup: props.group ?? PRESET_FACTS.vaultAgent.group,
    allThere: tests.length === 1 ? tests[0].split(' ') : ['sh', '-c', tests.join(' && ')],
  };
}

function agentConfig(folder: string, props: VaultAgentProps, exitAfterAuth: boolean): object {
  const { address, namespace, role, authPath = 'auth/kubernetes', certificateAuthority, files } = props;
  return {
    vault: { address, namespace, ca_cert: certificateAuthority && `${AUTHORITY_FOLDER}/ca.crt` },
    auto_auth: { method: [{ type: 'kubernetes', mount_path: authPath, config: { role, token_path: `${TOKEN_FOLDER}/token` } }] },
    exit_after_auth: exitAfterAuth,
    // What cannot be rendered in the end is to be seen as a restart, not to be waited for in silence.
    template_config: { exit_on_retry_failure: true },
    template: Object.entries(withSortedKeys(files)).map(([file, contents]) => ({
      contents,
      destination: `${folder}/${file}`,
      error_on_missing_key: true,
      // An init container cannot bring a group for its Pod, so it has to let everybody in there read.
      perms: exitAfterAuth ? '0644' : '0640',
    })),
  };
}

function throwFaults(name: string, folder: string, { address, files }: VaultAgentProps): void {
  if (!/^https?:\/\/[^/\s]+/.test(address)) {
    throw presetError(name, 'address', `'${address}' is no URL.`, 'It has the form https://vault.example.com:8200.');
  }
  if (!/^(\/[\w-][\w.-]*)+$/.test(folder)) {
    throw presetError(name, 'folder', `'${folder}' is no absolute path of letters, digits, dots and dashes.`, 'It has the form /vault/secrets.');
  }
  if (Object.keys(files).length === 0) {
    throw presetError(name, 'files', 'there is none.', 'Name at least one file with its template.');
  }
  const outside = Object.keys(files).find(file => !FILE_NAME.test(file));
  if (outside !== undefined) {
    throw presetError(name, 'files', `'${outside}' is no name of a file in the folder.`, 'Use letters, digits, dots and dashes, such as db.env or tls/key.pem.');
  }
}
