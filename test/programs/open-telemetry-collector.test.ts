import { Server } from 'node:http';
import { gunzipSync } from 'node:zlib';
import * as kplus from 'cdk8s-plus-27';
import { bytesOf, get, serve } from './network';
import { RealProgram, removeFolders } from './real-program';
import { describeProgram, startTried } from './tried-uses';
import { OpenTelemetryCollector } from '../../src';

jest.setTimeout(60_000);

const BACKEND_PORT = 4000;
const OTLP_PORT = 4318;
const span = (name: string) => JSON.stringify({
  resourceSpans: [{
    scopeSpans: [{
      spans: [{ traceId: '5b8efff798038103d269b633813fc60c', spanId: 'eee19b7ec3c1b174', name, kind: 1, startTimeUnixNano: '1', endTimeUnixNano: '2' }],
    }],
  }],
});

afterAll(removeFolders);

describeProgram('openTelemetryCollector')('the real OpenTelemetry Collector', () => {
  let backend: Server;
  let collector: RealProgram;
  const received: { readonly path?: string; readonly authorization?: string; readonly text: string }[] = [];

  beforeAll(async () => {
    backend = await serve(BACKEND_PORT, (asked, answer) => {
      void bytesOf(asked).then(bytes => {
        const plain = asked.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
        received.push({ path: asked.url, authorization: asked.headers.authorization, text: plain.toString('latin1') });
        answer.end();
      });
    });
    collector = await startTried('openTelemetryCollector', chart => new OpenTelemetryCollector(chart, 'telemetry', {
      endpoint: `http://127.0.0.1:${BACKEND_PORT}`, headers: { authorization: kplus.EnvValue.fromValue('Bearer x') },
    }));
  });

  afterAll(async () => {
    await collector?.kill();
    backend.close();
  });

  test('hands on before its end what it was given last', async () => {
    const headers = { 'content-type': 'application/json' };
    expect(await get(OTLP_PORT, '/v1/traces', { method: 'POST', headers, body: span('the last request') })).toMatchObject({ status: 200 });
    expect(await collector.stop()).toMatchObject({ code: 0 });
    expect(received).toEqual([{ path: '/v1/traces', authorization: 'Bearer x', text: expect.stringContaining('the last request') }]);
  });
});
