import { createSocket } from 'node:dgram';
import { setTimeout as sleep } from 'node:timers/promises';
import { exchange, get, POD_IP } from './network';
import { RealProgram, removeFolders } from './real-program';
import { describeProgram, startTried } from './tried-uses';
import { StatsdExporter } from '../../src';

jest.setTimeout(60_000);

const STATSD_PORT = 9125;
const METRICS_PORT = 9102;
const POLL_MS = 50;

afterAll(removeFolders);

describeProgram('statsdExporter')('the real StatsD exporter', () => {
  let exporter: RealProgram;
  const metric = async (line: RegExp): Promise<string> => {
    for (;;) {
      const [found] = line.exec((await get(METRICS_PORT, '/metrics', { host: POD_IP })).body) ?? [];
      if (found !== undefined) {
        return found;
      }
      await sleep(POLL_MS);
    }
  };

  beforeAll(async () => {
    exporter = await startTried('statsdExporter', chart => new StatsdExporter(chart, 'metrics', {
      mapping: { mappings: [{ match: 'orders.*', name: 'orders', labels: { kind: '$1' } }] },
    }));
  });

  afterAll(async () => exporter?.kill());

  test('shows metrics that came by UDP, under the names of the mapping', async () => {
    const socket = createSocket('udp4');
    await new Promise(resolve => socket.send('orders.paid:3|c\n', STATSD_PORT, '127.0.0.1', resolve));
    socket.close();
    expect(await metric(/^orders\{.*$/m)).toBe('orders{kind="paid"} 3');
  });

  test('shows metrics that came by TCP', async () => {
    void exchange(STATSD_PORT, 'queue.length:7|g\n', () => false);
    expect(await metric(/^queue_length .*$/m)).toBe('queue_length 7');
  });
});
