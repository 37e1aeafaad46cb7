import { Server } from 'node:http';
import { get, POD_IP } from './network';
import { RealProgram, removeFolders } from './real-program';
import { describeProgram, ISSUER_URL, startTried, TRIED_USES } from './tried-uses';
import { usePreset } from '../presets/use-preset';

jest.setTimeout(60_000);

const PORT = 4180;

afterAll(removeFolders);

describeProgram('oauth2Proxy')('the real OAuth2 Proxy', () => {
  const { make, secrets, beside, ...image } = TRIED_USES.oauth2Proxy!;
  let issuer: Server;
  let proxy: RealProgram;

  beforeAll(async () => {
    issuer = await beside!();
    proxy = await startTried('oauth2Proxy');
  });

  afterAll(async () => {
    await proxy?.kill();
    issuer.close();
  });

  test('keeps those away from the app who are not logged in', async () => {
    expect(await get(PORT, '/orders', { host: POD_IP })).toMatchObject({ status: 403 });
    expect(await get(PORT, '/oauth2/auth', { host: POD_IP })).toMatchObject({ status: 401 });
  });

  test('sends them to the issuer, as the client that the Secret names', async () => {
    const { status, headers } = await get(PORT, '/oauth2/start', { host: POD_IP });
    expect(status).toBe(302);
    expect(headers.location).toMatch(`${ISSUER_URL}/authorize?`);
    expect(new URL(headers.location!).searchParams.get('client_id')).toBe('shop');
  });

  test('does not start without its issuer', async () => {
    await proxy.kill();
    issuer.close();
    const alone = new RealProgram(usePreset(make), image, secrets);
    expect(await alone.end).toBe(1);
    expect(alone.output()).toContain('/.well-known/openid-configuration');
  });
});
