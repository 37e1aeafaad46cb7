import { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { get, POD_IP, serve } from './network';
import { RealProgram, removeFolders } from './real-program';
import { APP_PORT, describeProgram, startTried } from './tried-uses';
import { Nginx } from '../../src';

jest.setTimeout(60_000);

const APP_MS = 1000;

afterAll(removeFolders);

describeProgram('nginx')('the real nginx', () => {
  let app: Server;
  let nginx: RealProgram;

  beforeAll(async () => {
    app = await serve(APP_PORT, (asked, answer) => {
      const say = () => answer.end(`${asked.url} for ${asked.headers.host} from ${asked.headers['x-forwarded-for']}`);
      setTimeout(say, asked.url === '/slow' ? APP_MS : 0);
    });
  });

  beforeEach(async () => {
    nginx = await startTried('nginx');
  });

  afterEach(async () => nginx.kill());

  afterAll(() => {
    app.close();
  });

  test('passes on what is asked from outside the Pod, and says by whom', async () => {
    expect(await get(8080, '/orders', { host: POD_IP, headers: { host: 'shop.example.com' } })).toMatchObject({
      status: 200, body: `/orders for shop.example.com from ${POD_IP}`,
    });
    expect(nginx.output()).toContain('"GET /orders HTTP/1.1" 200');
  });

  test('takes a body that does not fit into memory', async () => {
    expect(await get(8080, '/', { host: POD_IP, method: 'POST', body: 'a'.repeat(500_000) })).toMatchObject({ status: 200 });
  });

  test('answers what it has been asked before it ends', async () => {
    const answer = get(8080, '/slow', { host: POD_IP });
    await sleep(APP_MS / 4);
    const { code, seconds } = await nginx.stop();
    expect(await answer).toMatchObject({ status: 200 });
    expect(code).toBe(0);
    expect(seconds).toBeGreaterThan(APP_MS / 2000);
  });

  test('takes directives of others inside its server', async () => {
    const other = () => startTried('nginx', chart => new Nginx(chart, 'nginx', { port: 8081, serverConfig: "location = /hello {\n  return 200 'hello';\n}" }));
    await nginx.kill();
    nginx = await other();
    expect(await get(8081, '/hello', { host: POD_IP })).toMatchObject({ status: 200, body: 'hello' });
  });
});
