import { canConnect, exchange, POD_IP } from './network';
import { RealProgram, removeFolders } from './real-program';
import { describeProgram, startTried } from './tried-uses';

jest.setTimeout(60_000);

const PORT = 6379;

afterAll(removeFolders);

describeProgram('valkeyCache')('the real Valkey', () => {
  let valkey: RealProgram;
  const ask = async (command: string) => (await exchange(PORT, `${command}\r\n`, received => received.toString().endsWith('\r\n'))).toString().replace(/\r\n$/, '');

  beforeAll(async () => {
    valkey = await startTried('valkeyCache');
  });

  afterAll(async () => valkey?.kill());

  test('keeps values for its Pod alone', async () => {
    expect([await ask('PING'), await ask('SET greeting hello'), await ask('GET greeting')]).toEqual(['+PONG', '+OK', '$5\r\nhello']);
    expect(await canConnect(PORT, POD_IP)).toBe(false);
  });

  test('is bounded as the preset says, and writes nothing down', async () => {
    const settings = ['maxmemory', 'maxmemory-policy', 'save', 'appendonly'];
    const answers = await Promise.all(settings.map(setting => ask(`CONFIG GET ${setting}`)));
    expect(answers.map(answer => answer.split('\r\n').at(-1))).toEqual([`${64 * 1024 * 1024}`, 'allkeys-lru', '', 'no']);
  });
});
