import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { PRESET_FACTS } from './preset-facts';
import { presetError, presetSidecar } from './preset-sidecar';
import { writableFolder } from './preset-volumes';
import { GATE_TIMES } from './probe-times';
import { SidecarPresetProps } from './sidecar-preset-props';
import { NativeSidecar, NativeSidecarProps } from '../constructs/native-sidecar';

/**
 * Properties of `GitSync`.
 */
export interface GitSyncProps extends SidecarPresetProps {
  /**
   * The repository: `https://…`, `ssh://…` or `git@host:path`.
   */
  readonly repository: string;

  /**
   * Branch, tag or hash.
   *
   * @default - the default branch of the repository
   */
  readonly ref?: string;

  /**
   * How long it waits between two looks at the repository.
   *
   * @default Duration.minutes(1)
   */
  readonly period?: Duration;

  /**
   * Secret for a repository over SSH: the private key under `ssh`, and the keys of the server, as in a file known_hosts, under
   * `known_hosts`.
   *
   * @default - none
   */
  readonly sshSecret?: kplus.ISecret;

  /**
   * User name for a repository over HTTPS.
   *
   * @default - none
   */
  readonly username?: string;

  /**
   * Password or access token for a repository over HTTPS.
   *
   * @default - none
   */
  readonly password?: kplus.SecretValue;

  /**
   * Folder in which the main containers find the repository, read-only. What is checked out is in its subfolder `current`: a link,
   * which goes over to another commit in one step.
   *
   * @default /repository
   */
  readonly folder?: string;

  /**
   * Variable of the main containers with the folder of what is checked out, such as `/repository/current`.
   *
   * @default REPOSITORY_FOLDER
   */
  readonly folderVariable?: string;

  /**
   * Port at which the kubelet asks whether the first sync is done.
   *
   * @default 1234
   */
  readonly healthPort?: number;
}

const FACTS = PRESET_FACTS.gitSync;
const ROOT = '/git';
const LINK = 'current';
/** Where the program looks for `ssh` and `known_hosts` by itself. */
const SSH_FOLDER = '/etc/git-secret';
/** Read for the owner; fsGroup adds the group. ssh refuses keys that others may read. */
const SSH_KEY_MODE = 0o400;
const OVER_HTTP = /^https?:\/\/[^\s/]+\//;
const OVER_SSH = /^(ssh:\/\/[^\s/]+\/|([\w.-]+@)?[\w.-]+:[^\s/])/;
const WITH_USER = /^https?:\/\/[^/]*@/;

/**
 * git-sync: a folder that follows a repository. Main containers and init containers start once the repository has been checked out for
 * the first time, and find it at `REPOSITORY_FOLDER`, read-only. A git server that is away for a while is waited for, and what was
 * checked out stays meanwhile.
 *
 * Its group becomes that of the Pod's volumes (`fsGroup`), so that it can read its key and main containers what it writes. Where the
 * Pod has another, give that as `group`.
 *
 * It has nothing to finish and no handler for SIGTERM, so it ends with code 143; that of a sidecar does not count.
 *
 * @exampleMetadata fixture=with-chart
 * @example
 *
 * new sidecars.DeploymentWithSidecar(this, 'site', {
 *   containers: [{ image: 'shop/site:7', portNumber: 8080, args: ['--content', '/repository/current'] }],
 *   sidecars: [new sidecars.GitSync(this, 'content', {
 *     repository: 'git@github.com:shop/content.git',
 *     sshSecret: kplus.Secret.fromSecretName(this, 'deploy-key', 'content-deploy-key'),
 *   })],
 * });
 */
export class GitSync extends NativeSidecar {
  /**
   * @throws if the repository is none, if its credentials are missing, of another kind or in its URL, or if an extra argument sets what
   * the sidecar has a property for
   */
  constructor(scope: Construct, id: string, props: GitSyncProps) {
    super(gitSync(scope, id, props));
  }
}

function gitSync(scope: Construct, id: string, props: GitSyncProps): NativeSidecarProps {
  const name = props.name ?? 'git-sync';
  const {
    repository, ref, period = Duration.minutes(1), sshSecret, username, password,
    folder = '/repository', folderVariable = 'REPOSITORY_FOLDER', healthPort = 1234,
  } = props;
  throwCredentialFaults(name, props);
  if (period.toMilliseconds() < 1000) {
    throw presetError(name, 'period', 'it is shorter than a second.', 'Servers refuse those who ask that often.');
  }
  const construct = new Construct(scope, id);
  const root = writableFolder(construct, name, 'repository', ROOT);
  // ssh looks its user up in /etc/passwd, where the image has its own alone; git-sync adds another, if it can write there.
  const otherUser = sshSecret !== undefined && props.user !== undefined && props.user !== FACTS.user;
  return presetSidecar(FACTS, {
    name,
    args: [
      `--repo=${repository}`, ...ref === undefined ? [] : [`--ref=${ref}`],
      `--root=${ROOT}`, `--link=${LINK}`, `--period=${period.toSeconds()}s`, '--max-failures=-1', `--http-bind=0.0.0.0:${healthPort}`,
      ...username === undefined ? [] : [`--username=${username}`],
      ...otherUser ? ['--add-user'] : [],
    ],
    ownFlags: {
      '--repo': 'Use repository.',
      '--ref': 'Use ref.',
      '--root': 'Leave it out: the volume is there.',
      '--link': 'Leave it out: the main containers look there.',
      '--period': 'Use period.',
      '--one-time': 'Leave it out: a sidecar that ends is started again. To check out once, use an init container.',
      '--http-bind': 'Use healthPort.',
      '--username': 'Use username.',
      '--password': 'Use password: arguments are there for all to read.',
    },
    envVariables: password && { GITSYNC_PASSWORD: kplus.EnvValue.fromSecretValue(password) },
    securityContext: { readOnlyRootFilesystem: !otherUser },
    resources: { cpu: { request: kplus.Cpu.millis(50) }, memory: { request: Size.mebibytes(64) } },
    startup: kplus.Probe.fromHttpGet('/', { port: healthPort, ...GATE_TIMES }),
    volumeMounts: [
      root,
      // Its configuration of git, and its home.
      writableFolder(construct, name, 'tmp', '/tmp'),
      ...sshSecret === undefined ? [] : [{
        path: SSH_FOLDER,
        readOnly: true,
        volume: kplus.Volume.fromSecret(construct, 'ssh-volume', sshSecret, { name: `${name}-ssh`, defaultMode: SSH_KEY_MODE }),
      }],
    ],
    fsGroup: props.group ?? FACTS.group,
    appMounts: [{ path: folder, volume: root.volume, readOnly: true }],
    appEnvironment: { [folderVariable]: kplus.EnvValue.fromValue(`${folder}/${LINK}`) },
  }, props);
}

function throwCredentialFaults(name: string, { repository, sshSecret, username, password }: GitSyncProps): void {
  const overHttp = OVER_HTTP.test(repository);
  if (!overHttp && !OVER_SSH.test(repository)) {
    throw presetError(name, 'repository', `'${repository}' is no repository that git can reach.`, 'It begins with https:// or ssh://, or has the form git@host:path.');
  }
  if (WITH_USER.test(repository)) {
    throw presetError(name, 'repository', 'there are credentials in its URL, and arguments are there for all to read.', 'Use username and password.');
  }
  if (!overHttp && !sshSecret) {
    throw presetError(name, 'sshSecret', 'there is none, and the repository is reached over SSH.', 'Give a Secret with a key under \'ssh\' and the server under \'known_hosts\'.');
  }
  if (overHttp && sshSecret) {
    throw presetError(name, 'sshSecret', `it is of no use for '${repository}'.`, 'Use username and password, or the address of the repository over SSH.');
  }
  if (!overHttp && (username !== undefined || password)) {
    throw presetError(name, 'username', `it and a password are of no use for '${repository}'.`, 'Leave both out: over SSH the key says who it is.');
  }
  if ((username === undefined) !== (password === undefined)) {
    throw presetError(name, username === undefined ? 'username' : 'password', 'there is none.', 'Give a user name and a password, or neither. With an access token any name will do.');
  }
}
