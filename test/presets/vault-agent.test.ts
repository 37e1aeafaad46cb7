import { Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { usePreset } from './use-preset';
import { JobWithSidecar, VaultAgent, VaultAgentProps } from '../../src';

const DB = '{{ with secret "secret/data/shop" }}{{ .Data.data.password }}{{ end }}';
const BASE: VaultAgentProps = { address: 'https://vault.example.com:8200', role: 'shop', files: { 'db.env': DB } };
const make = (props: Partial<VaultAgentProps>) => (chart: Chart) => new VaultAgent(chart, 'secrets', { ...BASE, ...props });
const TOKEN_VOLUME = {
  name: 'vault-agent-service-account',
  projected: { sources: [{ serviceAccountToken: { path: 'token', expirationSeconds: 3607 } }] },
};

test('main containers find the files in memory, once all are there, and only the agent has a token', () => {
  const { sidecar, podSpec, podMetadata, others } = usePreset(make({}));
  expect(sidecar).toMatchObject({
    args: ['agent', '-config=/etc/vault-agent/agent.json'],
    startupProbe: { exec: { command: ['test', '-e', '/vault/secrets/db.env'] }, periodSeconds: 1, failureThreshold: 300 },
    volumeMounts: [
      { mountPath: '/etc/vault-agent', name: 'vault-agent-config', readOnly: true },
      { mountPath: '/vault/secrets', name: 'vault-agent-secrets' },
      { mountPath: '/var/run/secrets/vault-agent', name: 'vault-agent-service-account', readOnly: true },
    ],
  });
  expect(sidecar.livenessProbe).toBeUndefined();
  expect(podSpec.containers[0].volumeMounts).toEqual([{ mountPath: '/vault/secrets', name: 'vault-agent-secrets', readOnly: true }]);
  expect(podSpec.volumes).toEqual([
    { name: 'vault-agent-config', configMap: { name: others[0].metadata.name } },
    { name: 'vault-agent-secrets', emptyDir: { medium: 'Memory' } },
    TOKEN_VOLUME,
  ]);
  expect(podSpec).toMatchObject({ automountServiceAccountToken: false, securityContext: { fsGroup: 1000 } });
  expect(podMetadata.annotations).toEqual({ 'cdk8s-sidecars/config-hash.vault-agent': expect.stringMatching(/^[0-9a-f]{16}$/) });
  expect(JSON.parse(others[0].data['agent.json'])).toEqual({
    vault: { address: 'https://vault.example.com:8200' },
    auto_auth: { method: [{ type: 'kubernetes', mount_path: 'auth/kubernetes', config: { role: 'shop', token_path: '/var/run/secrets/vault-agent/token' } }] },
    exit_after_auth: false,
    template_config: { exit_on_retry_failure: true },
    template: [{ contents: DB, destination: '/vault/secrets/db.env', error_on_missing_key: true, perms: '0640' }],
  });
});

test('everything about Vault and the files can be given', () => {
  const { sidecar, podSpec, others } = usePreset(chart => make({
    files: { 'tls/key.pem': 'b', 'a': 'a' },
    folder: '/secrets',
    authPath: 'auth/other',
    audience: 'vault',
    namespace: 'team',
    group: 3000,
    certificateAuthority: kplus.Secret.fromSecretName(chart, 'ca', 'vault-ca'),
    serviceAccount: kplus.ServiceAccount.fromServiceAccountName(chart, 'account', 'shop'),
  })(chart));
  expect(sidecar.startupProbe.exec.command).toEqual(['sh', '-c', 'test -e /secrets/a && test -e /secrets/tls/key.pem']);
  expect(sidecar.volumeMounts[3]).toEqual({ mountPath: '/etc/vault-agent-tls', name: 'vault-agent-authority', readOnly: true });
  expect(podSpec.volumes.slice(2)).toEqual([
    { name: 'vault-agent-service-account', projected: { sources: [{ serviceAccountToken: { path: 'token', expirationSeconds: 3607, audience: 'vault' } }] } },
    { name: 'vault-agent-authority', secret: { secretName: 'vault-ca' } },
  ]);
  expect(podSpec).toMatchObject({ serviceAccountName: 'shop', securityContext: { fsGroup: 3000 } });
  const { vault, auto_auth, template } = JSON.parse(others[0].data['agent.json']);
  expect(vault).toEqual({ address: 'https://vault.example.com:8200', namespace: 'team', ca_cert: '/etc/vault-agent-tls/ca.crt' });
  expect(auto_auth.method[0].mount_path).toBe('auth/other');
  expect(template.map(({ destination }: { destination: string }) => destination)).toEqual(['/secrets/a', '/secrets/tls/key.pem']);
});

describe('an init container', () => {
  test('writes the files once, in a Job without any sidecar', () => {
    const chart = Testing.chart();
    const { initContainer, appMount } = VaultAgent.prePopulateOnly(chart, 'secrets', BASE);
    const job = new JobWithSidecar(chart, 'job', {
      initContainers: [initContainer],
      containers: [{ name: 'main', image: 'busybox:1.37', command: ['sh', '-c', 'cat /vault/secrets/db.env'], volumeMounts: [appMount] }],
      sidecars: [],
    });
    const [config, { spec: { template: { spec } } }] = chart.toJson();
    expect(spec.initContainers).toEqual([{
      name: 'vault-agent-init',
      image: 'hashicorp/vault:2.0.4',
      imagePullPolicy: 'IfNotPresent',
      args: ['agent', '-config=/etc/vault-agent/agent.json'],
      resources: { requests: { cpu: '50m', memory: '64Mi' } },
      securityContext: {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
        privileged: false,
        readOnlyRootFilesystem: true,
        runAsGroup: 1000,
        runAsNonRoot: true,
        runAsUser: 100,
      },
      volumeMounts: [
        { mountPath: '/etc/vault-agent', name: 'vault-agent-init-config', readOnly: true },
        { mountPath: '/vault/secrets', name: 'vault-agent-init-secrets' },
        { mountPath: '/var/run/secrets/vault-agent', name: 'vault-agent-init-service-account', readOnly: true },
      ],
    }]);
    expect(spec.containers[0].volumeMounts).toEqual([{ mountPath: '/vault/secrets', name: 'vault-agent-init-secrets', readOnly: true }]);
    expect(spec.volumes.map(({ name }: { name: string }) => name).sort())
      .toEqual(['vault-agent-init-config', 'vault-agent-init-secrets', 'vault-agent-init-service-account']);
    expect(JSON.parse(config.data['agent.json'])).toMatchObject({ exit_after_auth: true, template: [{ perms: '0644' }] });
    expect(job.diagnostics).toEqual([]);
  });

  test.each<[string, Partial<VaultAgentProps>, string]>([
    ['an order', { startsBefore: ['a'] },
      "sidecar 'vault-agent-init', startsBefore: init containers run in the order in which the workload names them. Leave it out."],
    ['another order', { startsAfter: ['a'] },
      "sidecar 'vault-agent-init', startsAfter: init containers run in the order in which the workload names them. Leave it out."],
    ['a service account', { serviceAccount: kplus.ServiceAccount.fromServiceAccountName(Testing.chart(), 'account', 'shop') },
      "sidecar 'vault-agent-init', serviceAccount: an init container cannot give one to its Pod. Leave it out, and set it for the workload."],
  ])('with %s is an error', (_, props, message) => {
    expect(() => VaultAgent.prePopulateOnly(Testing.chart(), 'secrets', { ...BASE, ...props })).toThrow(new Error(message));
  });
});

test.each<[Partial<VaultAgentProps>, string]>([
  [{ address: 'vault:8200' }, "sidecar 'vault-agent', address: 'vault:8200' is no URL. It has the form https://vault.example.com:8200."],
  [{ folder: 'secrets', name: 'vault' },
    "sidecar 'vault', folder: 'secrets' is no absolute path of letters, digits, dots and dashes. It has the form /vault/secrets."],
  [{ files: {} }, "sidecar 'vault-agent', files: there is none. Name at least one file with its template."],
  [{ files: { '../x': '' } },
    "sidecar 'vault-agent', files: '../x' is no name of a file in the folder. Use letters, digits, dots and dashes, such as db.env or tls/key.pem."],
  [{ extraArgs: ['-config=/x'] }, "sidecar 'vault-agent', extraArgs: '-config=/x' is set by the preset. Use the properties."],
])('%j is an error', (props, message) => {
  expect(() => make(props)(Testing.chart())).toThrow(new Error(message));
});
