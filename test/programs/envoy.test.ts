import { Server } from 'node:http';
import { canConnect, get, POD_IP, serve } from './network';
import { RealProgram, removeFolders } from './real-program';
import { APP_PORT, describeProgram, ENVOY_PORT, startTried } from './tried-uses';

jest.setTimeout(60_000);

const READY_PORT = 9902;
const ADMIN_PORT = 9901;

afterAll(removeFolders);

describeProgram('envoy')('the real Envoy', () => {
  let app: Server;
  let envoy: RealProgram;

  beforeAll(async () => {
    app = await serve(APP_PORT, ({ url }, answer) => answer.end(`the app at ${url}`));
    envoy = await startTried('envoy');
  });

  afterAll(async () => {
    await envoy?.kill();
    app.close();
  });

  test('takes the configuration with what the preset adds to it, and passes on requests', async () => {
    expect(await get(ENVOY_PORT, '/orders')).toMatchObject({ status: 200, body: 'the app at /orders' });
  });

  test('says to those outside the Pod that it is ready, and nothing else', async () => {
    const statuses = ['/ready', '/quitquitquit', '/config_dump', '/ready/../config_dump', '/'].map(path => get(READY_PORT, path, { host: POD_IP }));
    expect((await Promise.all(statuses)).map(({ status }) => status)).toEqual([200, 404, 404, 404, 404]);
  });

  test('has its admin interface inside the Pod alone', async () => {
    expect([await canConnect(ADMIN_PORT), await canConnect(ADMIN_PORT, POD_IP)]).toEqual([true, false]);
    expect(await get(ADMIN_PORT, '/ready')).toMatchObject({ status: 200, body: 'LIVE\n' });
  });
});
