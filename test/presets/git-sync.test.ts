import { Chart, Duration, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { usePreset } from './use-preset';
import { GitSync, GitSyncProps } from '../../src';

const secretOf = (chart: Chart) => kplus.Secret.fromSecretName(chart, 'secret', 'deploy-key');
const faultOf = (props: (chart: Chart) => GitSyncProps) => () => {
  const chart = Testing.chart();
  return new GitSync(chart, 'content', props(chart));
};

test('the main containers find a public repository, and cannot change it', () => {
  const { sidecar, podSpec } = usePreset(chart => new GitSync(chart, 'content', { repository: 'https://github.com/shop/content' }));
  expect(sidecar.args).toEqual([
    '--repo=https://github.com/shop/content', '--root=/git', '--link=current', '--period=60s', '--max-failures=-1', '--http-bind=0.0.0.0:1234',
  ]);
  expect(sidecar.startupProbe).toEqual({ httpGet: { path: '/', port: 1234, scheme: 'HTTP' }, periodSeconds: 1, failureThreshold: 300 });
  expect(sidecar.volumeMounts).toEqual([{ mountPath: '/git', name: 'git-sync-repository' }, { mountPath: '/tmp', name: 'git-sync-tmp' }]);
  expect(podSpec.containers[0]).toMatchObject({
    env: [{ name: 'REPOSITORY_FOLDER', value: '/repository/current' }],
    volumeMounts: [{ mountPath: '/repository', name: 'git-sync-repository', readOnly: true }],
  });
  expect(podSpec.securityContext.fsGroup).toBe(65533);
});

test('over SSH the key is in a Secret that its group can read', () => {
  const { sidecar, podSpec } = usePreset(chart => new GitSync(chart, 'content', {
    repository: 'git@github.com:shop/content.git', ref: 'live', period: Duration.minutes(5), sshSecret: secretOf(chart), group: 2000,
  }));
  expect(sidecar.args.slice(0, 5)).toEqual(['--repo=git@github.com:shop/content.git', '--ref=live', '--root=/git', '--link=current', '--period=300s']);
  expect(sidecar.volumeMounts[2]).toEqual({ mountPath: '/etc/git-secret', name: 'git-sync-ssh', readOnly: true });
  expect(podSpec.volumes).toContainEqual({ name: 'git-sync-ssh', secret: { secretName: 'deploy-key', defaultMode: 0o400 } });
  expect(podSpec.securityContext.fsGroup).toBe(2000);
  expect(sidecar.securityContext.readOnlyRootFilesystem).toBe(true);
});

test('over SSH another user is added to those of the image', () => {
  const { sidecar } = usePreset(chart => new GitSync(chart, 'content', {
    repository: 'ssh://git@git.example.com:2222/shop/content.git', sshSecret: secretOf(chart), user: 1234,
  }));
  expect(sidecar.args.at(-1)).toBe('--add-user');
  expect(sidecar.securityContext).toMatchObject({ runAsUser: 1234, readOnlyRootFilesystem: false });
});

test('a password is a variable, never an argument', () => {
  const { sidecar } = usePreset(chart => new GitSync(chart, 'content', {
    repository: 'https://git.example.com/shop/content', username: 'reader', password: { secret: secretOf(chart), key: 'token' },
  }));
  expect(sidecar.args.at(-1)).toBe('--username=reader');
  expect(sidecar.env).toEqual([{ name: 'GITSYNC_PASSWORD', valueFrom: { secretKeyRef: { name: 'deploy-key', key: 'token' } } }]);
});

const HTTPS = 'https://github.com/shop/content';
const SSH = 'git@github.com:shop/content.git';
test.each<[string, (chart: Chart) => GitSyncProps, string]>([
  ['a path', () => ({ repository: '/srv/content' }),
    "repository: '/srv/content' is no repository that git can reach. It begins with https:// or ssh://, or has the form git@host:path."],
  ['credentials in the URL', () => ({ repository: 'https://me:secret@github.com/shop/content' }),
    'repository: there are credentials in its URL, and arguments are there for all to read. Use username and password.'],
  ['SSH without a key', () => ({ repository: SSH }),
    "sshSecret: there is none, and the repository is reached over SSH. Give a Secret with a key under 'ssh' and the server under 'known_hosts'."],
  ['HTTPS with a key', chart => ({ repository: HTTPS, sshSecret: secretOf(chart) }),
    `sshSecret: it is of no use for '${HTTPS}'. Use username and password, or the address of the repository over SSH.`],
  ['SSH with a user name', chart => ({ repository: SSH, sshSecret: secretOf(chart), username: 'me' }),
    `username: it and a password are of no use for '${SSH}'. Leave both out: over SSH the key says who it is.`],
  ['a user name alone', () => ({ repository: HTTPS, username: 'me' }),
    'password: there is none. Give a user name and a password, or neither. With an access token any name will do.'],
  ['a password alone', chart => ({ repository: HTTPS, password: { secret: secretOf(chart), key: 'token' } }),
    'username: there is none. Give a user name and a password, or neither. With an access token any name will do.'],
  ['a short period', () => ({ repository: HTTPS, period: Duration.millis(10) }), 'period: it is shorter than a second. Servers refuse those who ask that often.'],
  ['a flag of its own', () => ({ repository: HTTPS, extraArgs: ['--one-time'] }),
    "extraArgs: '--one-time' is set by the preset. Leave it out: a sidecar that ends is started again. To check out once, use an init container."],
])('%s is refused', (_, props, message) => {
  expect(faultOf(props)).toThrow(new Error(`sidecar 'git-sync', ${message}`));
});
