import { Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { usePreset } from './use-preset';
import { OAuth2Proxy, OAuth2ProxyProps } from '../../src';

const credentials = kplus.Secret.fromSecretName(Testing.chart(), 'credentials', 'shop-oauth');
const BASE: OAuth2ProxyProps = { upstreamPort: 3000, issuerUrl: 'https://login.example.com', emailDomains: ['example.com'], credentials };
const make = (props: Partial<OAuth2ProxyProps>) => (chart: Chart) => new OAuth2Proxy(chart, 'login', { ...BASE, ...props });
const fromSecret = (name: string, secret: string, key: string) => ({ name, valueFrom: { secretKeyRef: { name: secret, key } } });

test('it stands in front of the app, with its credentials from a Secret, and answers the kubelet by itself', () => {
  const { sidecar, podSpec, others } = usePreset(make({}));
  expect(sidecar).toMatchObject({
    args: [
      '--http-address=0.0.0.0:4180', '--upstream=http://127.0.0.1:3000', '--provider=oidc', '--oidc-issuer-url=https://login.example.com',
      '--email-domain=example.com', '--silence-ping-logging',
    ],
    env: [
      fromSecret('OAUTH2_PROXY_CLIENT_ID', 'shop-oauth', 'client-id'),
      fromSecret('OAUTH2_PROXY_CLIENT_SECRET', 'shop-oauth', 'client-secret'),
      fromSecret('OAUTH2_PROXY_COOKIE_SECRET', 'shop-oauth', 'cookie-secret'),
    ],
    ports: [{ containerPort: 4180 }],
    startupProbe: { httpGet: { path: '/ping', port: 4180, scheme: 'HTTP' }, periodSeconds: 1, failureThreshold: 120 },
    livenessProbe: { httpGet: { path: '/ping', port: 4180, scheme: 'HTTP' }, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
  });
  expect(podSpec.volumes).toBeUndefined();
  expect(others).toEqual([]);
});

test('each credential may come from elsewhere', () => {
  const other = kplus.Secret.fromSecretName(Testing.chart(), 'other', 'other');
  const { sidecar } = usePreset(make({
    credentials: undefined,
    clientId: kplus.EnvValue.fromValue('shop'),
    clientSecret: { secret: other, key: 'a' },
    cookieSecret: { secret: credentials, key: 'b' },
  }));
  expect(sidecar.env).toEqual([
    { name: 'OAUTH2_PROXY_CLIENT_ID', value: 'shop' },
    fromSecret('OAUTH2_PROXY_CLIENT_SECRET', 'other', 'a'),
    fromSecret('OAUTH2_PROXY_COOKIE_SECRET', 'shop-oauth', 'b'),
  ]);
});

test('provider, URLs, port and who may log in can be given', () => {
  const { sidecar } = usePreset(make({
    provider: 'github',
    issuerUrl: undefined,
    redirectUrl: 'https://shop.example.com/oauth2/callback',
    behindReverseProxy: true,
    emailDomains: ['a.example', 'b.example'],
    port: 8000,
    extraArgs: ['--github-org=shop'],
  }));
  expect(sidecar.args).toEqual([
    '--http-address=0.0.0.0:8000', '--upstream=http://127.0.0.1:3000', '--provider=github', '--redirect-url=https://shop.example.com/oauth2/callback',
    '--reverse-proxy', '--email-domain=a.example', '--email-domain=b.example', '--silence-ping-logging', '--github-org=shop',
  ]);
  expect(sidecar.startupProbe.httpGet.port).toBe(8000);
});

const missing = (field: string, key: string) =>
  `sidecar 'oauth2-proxy', ${field}: it is missing, and the proxy would not start. Give ${field}, or credentials with the key ${key}.`;
const clientId = kplus.EnvValue.fromValue('shop');
const clientSecret = { secret: credentials, key: 'a' };

test.each<[string, Partial<OAuth2ProxyProps>, string]>([
  ['no client ID', { credentials: undefined }, missing('clientId', 'client-id')],
  ['no client secret', { credentials: undefined, clientId }, missing('clientSecret', 'client-secret')],
  ['no cookie secret', { credentials: undefined, clientId, clientSecret }, missing('cookieSecret', 'cookie-secret')],
  ['its own port as upstream', { upstreamPort: 4180 },
    "sidecar 'oauth2-proxy', upstreamPort: 4180 is the port of the proxy itself. Let the app listen on another one, or set port."],
  ['nobody who may log in', { emailDomains: [] },
    "sidecar 'oauth2-proxy', emailDomains: nobody may log in, and the proxy would not start. Name domains, or '*' for everybody whom the provider knows."],
  ['no issuer', { issuerUrl: undefined, name: 'login' }, "sidecar 'login', issuerUrl: the provider oidc needs one. Set issuerUrl, or another provider."],
  ['a secret as an argument', { extraArgs: ['--cookie-secret=x'] },
    "sidecar 'oauth2-proxy', extraArgs: '--cookie-secret=x' is set by the preset. Use cookieSecret."],
])('%s is an error', (_, props, message) => {
  expect(() => make(props)(Testing.chart())).toThrow(new Error(message));
});
