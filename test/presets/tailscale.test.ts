import { Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { usePreset } from './use-preset';
import { Tailscale, TailscaleProps } from '../../src';

const authKey = { secret: kplus.Secret.fromSecretName(Testing.chart(), 'keys', 'tailscale'), key: 'authkey' };
const stateSecret = kplus.Secret.fromSecretName(Testing.chart(), 'state', 'shop-tailnet');
const make = (props: Partial<TailscaleProps>) => (chart: Chart) => new Tailscale(chart, 'tailnet', { authKey, ...props });
const AUTH_KEY = { name: 'TS_AUTHKEY', valueFrom: { secretKeyRef: { key: 'authkey', name: 'tailscale' } } };

test('it joins with a key from a Secret, without privileges, and forgets at its end', () => {
  const { sidecar, podSpec, others } = usePreset(make({}));
  expect(sidecar).toMatchObject({
    env: [
      AUTH_KEY,
      { name: 'TS_USERSPACE', value: 'true' },
      { name: 'TS_ENABLE_HEALTH_CHECK', value: 'true' },
      { name: 'TS_LOCAL_ADDR_PORT', value: '0.0.0.0:9002' },
      { name: 'TS_KUBE_SECRET', value: '' },
      { name: 'KUBERNETES_SERVICE_HOST', value: '' },
    ],
    startupProbe: { httpGet: { path: '/healthz', port: 9002, scheme: 'HTTP' }, periodSeconds: 1, failureThreshold: 300 },
    livenessProbe: { httpGet: { path: '/healthz', port: 9002, scheme: 'HTTP' }, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 },
    volumeMounts: [{ mountPath: '/tmp', name: 'tailscale-tmp' }],
  });
  expect(sidecar.args).toBeUndefined();
  expect(podSpec.volumes).toEqual([{ name: 'tailscale-tmp', emptyDir: { medium: 'Memory' } }]);
  expect(podSpec.containers[0].env).toBeUndefined();
  expect(podSpec.terminationGracePeriodSeconds).toBe(35);
  expect(others).toEqual([]);
});

test('the app reaches the tailnet by a proxy', () => {
  const { sidecar, podSpec } = usePreset(make({ proxyPort: 1055, hostname: 'shop', healthPort: 9000 }));
  expect(sidecar.env).toEqual([
    AUTH_KEY,
    { name: 'TS_USERSPACE', value: 'true' },
    { name: 'TS_ENABLE_HEALTH_CHECK', value: 'true' },
    { name: 'TS_HOSTNAME', value: 'shop' },
    { name: 'TS_LOCAL_ADDR_PORT', value: '0.0.0.0:9000' },
    { name: 'TS_SOCKS5_SERVER', value: '127.0.0.1:1055' },
    { name: 'TS_OUTBOUND_HTTP_PROXY_LISTEN', value: '127.0.0.1:1055' },
    { name: 'TS_KUBE_SECRET', value: '' },
    { name: 'KUBERNETES_SERVICE_HOST', value: '' },
  ]);
  expect(podSpec.containers[0].env).toEqual([
    { name: 'ALL_PROXY', value: 'socks5h://127.0.0.1:1055' },
    { name: 'HTTP_PROXY', value: 'http://127.0.0.1:1055' },
    { name: 'HTTPS_PROXY', value: 'http://127.0.0.1:1055' },
    { name: 'NO_PROXY', value: 'localhost,127.0.0.1,.svc,.cluster.local' },
  ]);
  expect(usePreset(make({ proxyPort: 1055, noProxy: ['a', 'b'] })).podSpec.containers[0].env[3]).toEqual({ name: 'NO_PROXY', value: 'a,b' });
});

test('the tailnet finds the app by HTTPS', () => {
  const { sidecar, podMetadata, others } = usePreset(make({ httpsTo: 8080 }));
  expect(sidecar.env).toContainEqual({ name: 'TS_SERVE_CONFIG', value: '/etc/tailscale-serve/serve.json' });
  expect(sidecar.volumeMounts).toContainEqual({ mountPath: '/etc/tailscale-serve', name: 'tailscale-config', readOnly: true });
  expect(podMetadata.annotations).toEqual({ 'cdk8s-sidecars/config-hash.tailscale': expect.stringMatching(/^[0-9a-f]{16}$/) });
  expect(JSON.parse(others[0].data['serve.json'])).toEqual({
    TCP: { 443: { HTTPS: true } },
    Web: { '${TS_CERT_DOMAIN}:443': { Handlers: { '/': { Proxy: 'http://127.0.0.1:8080' } } } },
  });
});

test('it stays the same device by a Secret, with a token that it alone has and rights for that Secret alone', () => {
  const { sidecar, podSpec, others } = usePreset(make({ stateSecret }));
  expect(sidecar.env.slice(4)).toEqual([{ name: 'TS_KUBE_SECRET', value: 'shop-tailnet' }, { name: 'TS_AUTH_ONCE', value: 'true' }]);
  expect(sidecar.volumeMounts[1]).toEqual({ mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', name: 'tailscale-service-account', readOnly: true });
  expect(podSpec.volumes[1]).toEqual({
    name: 'tailscale-service-account',
    projected: {
      sources: [
        { serviceAccountToken: { path: 'token', expirationSeconds: 3607 } },
        { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
        { downwardAPI: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] } },
      ],
    },
  });
  const [account, role, binding] = others;
  expect(podSpec).toMatchObject({ serviceAccountName: account.metadata.name, automountServiceAccountToken: false });
  expect(role.rules).toEqual([{ apiGroups: [''], resources: ['secrets'], resourceNames: ['shop-tailnet'], verbs: ['get', 'update', 'patch'] }]);
  expect(binding).toMatchObject({ roleRef: { kind: 'Role', name: role.metadata.name }, subjects: [{ kind: 'ServiceAccount', name: account.metadata.name }] });
});

test.each<[string, Partial<TailscaleProps>, string]>([
  ['no auth key', { authKey: undefined }, "sidecar 'tailscale', authKey: it is missing, and the Pod could not join the tailnet. Name a Secret and its key."],
  ['an argument', { extraArgs: ['--ssh'] },
    "sidecar 'tailscale', extraArgs: containerboot takes no arguments. "
    + 'Use envVariables: TS_EXTRA_ARGS is for tailscale, TS_TAILSCALED_EXTRA_ARGS for tailscaled.'],
  ['exceptions from no proxy', { noProxy: ['a'] }, "sidecar 'tailscale', noProxy: there is no proxy. Set proxyPort."],
  ['a port twice', { proxyPort: 9002 }, "sidecar 'tailscale', proxyPort: 9002 is the port of the health endpoint. Give each its own port."],
  ['itself as the app', { proxyPort: 1055, httpsTo: 1055, name: 'net' },
    "sidecar 'net', httpsTo: 1055 is a port of Tailscale itself. Name the port at which the app listens."],
])('%s is an error', (_, props, message) => {
  expect(() => make(props)(Testing.chart())).toThrow(new Error(message));
});
