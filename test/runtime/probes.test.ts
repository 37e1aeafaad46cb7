import { existsSync, statSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { AddressInfo, createServer, Server } from 'node:net';
import { ContainerSpec, inPod, main, OBEY, SERVE, serve, SHELLS, sidecar } from './pod';

jest.setTimeout(60_000);

/** At 0 it answers if asked as it should be, at 1 it does not; at 2 it only takes connections, at 3 only on IPv6, at 4 nobody listens. */
const servers: Server[] = [
  createHttpServer((request, response) => {
    response.statusCode = request.url === '/health?full=1&x=$y' && request.headers['x-probe'] === "it's $me" ? 204 : 404;
    response.end();
  }),
  createHttpServer((_, response) => {
    response.statusCode = 503;
    response.end();
  }),
  createServer(socket => socket.end()),
  createServer(socket => socket.end()),
  createServer(),
];
const ports: Promise<number[]> = Promise.all(servers.map(async (server, i) => new Promise<number>((resolve, reject) => {
  server.on('error', reject);
  server.listen(0, i === 3 ? '::1' : '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo;
    if (i === 4) {
      server.close();
    }
    resolve(port);
  });
})));
afterAll(() => servers.forEach(server => server.close()));

/** A sidecar with the address of the Pod, as the kubelet tells it. */
const withIp = (ip: string, spec: ContainerSpec): ContainerSpec =>
  ({ ...spec, env: { PATH: process.env.PATH, SIDECAR_RUNTIME_POD_IP: ip } });
const IDLE = ['sleep', '600'];

const http = (port: number, header: string) =>
  `"$_bb" timeout 1 "$_bb" wget -q -O /dev/null --header 'X-Probe: ${header}' http://"$_ip":${port}'/health?full=1&x=$y'`;
const tcp = (port: number) => `"$_bb" nc -w 1 "$_ip" ${port} -e "$_bb" true`;

describe.each(SHELLS)('in %s', shell => {
  test.concurrent.each([
    ['a command that succeeds', '127.0.0.1', () => "\"$_bb\" timeout 1 'sh' '-c' 'test \"$1\" = \"a b\"' 'sh' 'a b'"],
    ['an answer by HTTP', '127.0.0.1', ([port]: number[]) => http(port, "it'\\''s $me")],
    ['a connection', '127.0.0.1', ([,, port]: number[]) => tcp(port)],
    ['a connection by IPv6', '::1', ([,,, port]: number[]) => `"$_bb" nc -w 1 "$_ip" ${port} -e "$_bb" true`],
  ])('the probe is passed by %s', async (_, ip, startup) => inPod(shell, 'Never', {
    proxy: withIp(ip, { role: 'sidecar', command: IDLE, options: { startup: startup(await ports), startup_every: '0 1 3 2' } }),
  }, async pod => {
    pod.start('proxy');
    await pod.inState('proxy', 'up');
    expect(pod.errors('proxy')).toBe('');
  })());

  test.concurrent.each([
    ['a command that fails', () => "\"$_bb\" timeout 1 'sh' '-c' 'echo out; echo err >&2; exit 3'", 'out\nerr'],
    ['a command that takes too long', () => "\"$_bb\" timeout 1 'sleep' '30'", /^(Terminated)?$/],
    ['a command that is not there', () => "\"$_bb\" timeout 1 'no-such-command'", "timeout: can't execute 'no-such-command': No such file or directory"],
    ['a refusal by HTTP', ([, port]: number[]) => http(port, ''), 'wget: server returned error: HTTP/1.1 503 Service Unavailable'],
    ['a missing header', ([port]: number[]) => http(port, ''), 'wget: server returned error: HTTP/1.1 404 Not Found'],
    ['a port where nobody listens', ([,,,, port]: number[]) => tcp(port), /^(nc: .*)?$/],
  ])('the probe is failed by %s', async (_, startup, message) => inPod(shell, 'Never', {
    proxy: withIp('127.0.0.1', { role: 'sidecar', command: IDLE, options: { startup: startup(await ports), startup_every: '0 1 1 2' } }),
  }, async pod => {
    pod.start('proxy');
    await pod.error('proxy', 'ended with 143, starts again in 1 s\n');
    const [, output] = /^sidecar-runtime: proxy: stopped, since its startup failed: ([^]*?)\nsidecar-runtime: proxy: ended/.exec(pod.errors('proxy'))!;
    expect(output).toEqual(message instanceof RegExp ? expect.stringMatching(message) : message);
  })());

  test.concurrent('a sidecar whose liveness probe fails is stopped and started again, beside its main', inPod(shell, 'Never', {
    proxy: sidecar(serve(5), {
      liveness: 'test ! -e "$POD/sick" || { "$_bb" rm "$POD/sick"; echo "feels ill"; false; }',
      liveness_every: '0 1 1 30',
      prestop: 'echo "$NAME preStop" >> "$POD/out"',
    }),
    app: main(OBEY),
  }, async pod => {
    const { proxy, app } = pod.startAll();
    await pod.line('app runs');
    pod.touch('sick');
    await pod.line('proxy runs', 2);
    app.input('0');
    expect(await app.end).toBe(0);
    expect(await proxy.end).toBe(0);
    expect(pod.lines()).toEqual([
      'proxy runs', 'app runs', 'proxy preStop', 'proxy stops', 'proxy runs', 'proxy preStop', 'proxy stops',
    ]);
    expect(pod.errors('proxy')).toBe([
      'sidecar-runtime: proxy: stopped, since its liveness failed: feels ill',
      'sidecar-runtime: proxy: ended with 5, starts again in 1 s',
      'sidecar-runtime: proxy: ended with 5',
      '',
    ].join('\n'));
  }));

  test.concurrent.each([
    ['OnFailure', 143, 'is started again, whatever the code of its program'],
    ['Never', 0, 'has the code of its program'],
  ] as const)('with policy %s a main whose probe has failed exits with %i: it %s', async (policy, code, _) => inPod(shell, policy, {
    app: main(SERVE, { startup: 'test -s "$POD/out"', startup_every: '0 1 30 30', liveness: 'echo ill; false', liveness_every: '0 1 1 30' }),
  }, async pod => {
    expect(await pod.start('app').end).toBe(code);
    expect(pod.state('app')).toBe(`exit ${code}`);
    expect(pod.lines()).toEqual(['app runs', 'app stops']);
    expect(pod.errors('app')).toBe('sidecar-runtime: app: stopped, since its liveness failed: ill\n');
  })());

  test.concurrent('a main that has been told to stop is not probed any more', inPod(shell, 'OnFailure', {
    app: main('trap \'echo "$NAME drains"; until test -e "$POD/drained"; do sleep 0.05; done; exit 0\' TERM; echo "$NAME runs"; while :; do sleep 0.05; done', {
      startup: 'test -s "$POD/out"',
      startup_every: '0 1 30 30',
      liveness: '"$_bb" grep -q drains "$POD/out" && { echo >> "$POD/probed"; false; }; : > "$POD/alive"',
      liveness_every: '0 0.05 1000 30',
      prestop: 'echo "$NAME preStop" >> "$POD/out"',
    }),
  }, async pod => {
    const app = pod.start('app');
    await pod.until(() => existsSync(pod.path('alive')));
    app.signal('SIGTERM');
    await pod.line('app drains');
    const probes = () => existsSync(pod.path('probed')) ? statSync(pod.path('probed')).size : 0;
    const before = probes();
    await new Promise(resolve => setTimeout(resolve, 500));
    expect(probes() - before).toBe(0);
    pod.touch('drained');
    expect(await app.end).toBe(0);
    expect(pod.lines()).toEqual(['app runs', 'app drains']);
    expect(pod.errors('app')).toBe('');
  }));

  test.concurrent('a liveness probe has to fail as often in a row as it says', inPod(shell, 'Never', {
    proxy: sidecar(SERVE, {
      liveness: 'echo probe >> "$POD/out"; test "$("$_bb" grep -c probe "$POD/out")" -eq 2',
      liveness_every: '0 1 2 30',
    }),
  }, async pod => {
    pod.start('proxy');
    await pod.line('proxy stops');
    expect(pod.lines().slice(0, 6)).toEqual(['proxy runs', 'probe', 'probe', 'probe', 'probe', 'proxy stops']);
  }));

  test.concurrent('a sidecar that its liveness probe does not get to stop is killed after the grace period of the probe, but not before 2 seconds', inPod(shell, 'Never', {
    proxy: sidecar('trap : TERM; echo "$NAME runs"; while :; do sleep 0.05; done', { liveness: 'false', liveness_every: '0 1 1 1' }),
  }, async pod => {
    pod.start('proxy');
    await pod.line('proxy runs', 2);
    expect(pod.errors('proxy').split('\n').slice(0, 3)).toEqual([
      'sidecar-runtime: proxy: stopped, since its liveness failed: ',
      'sidecar-runtime: proxy: killed 2 seconds after SIGTERM',
      'sidecar-runtime: proxy: ended with 137, starts again in 1 s',
    ]);
  }));
});
