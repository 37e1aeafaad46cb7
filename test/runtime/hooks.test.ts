import { inPod, main, OBEY, SERVE, serve, SHELLS, sidecar } from './pod';

jest.setTimeout(60_000);

const GATED = { startup: 'test -e "$POD/ready"', startup_every: '0 1 1000 30' };
const SAY_PRESTOP = { prestop: 'echo "$NAME preStop" >> "$POD/out"' };

describe.each(SHELLS)('in %s', shell => {
  test.concurrent('the preStop hook of a sidecar runs before its signal when the main has ended', inPod(shell, 'Never', {
    proxy: sidecar(SERVE, SAY_PRESTOP),
    app: main(OBEY),
  }, async pod => {
    const { proxy, app } = pod.startAll();
    app.input('0');
    expect(await app.end).toBe(0);
    expect(await proxy.end).toBe(0);
    expect(pod.lines()).toEqual(['proxy runs', 'app runs', 'proxy preStop', 'proxy stops']);
  }));

  test.concurrent('on deletion it runs at once, and not again when the main ends', inPod(shell, 'Never', {
    proxy: sidecar(SERVE, SAY_PRESTOP),
    app: main('trap : TERM; echo "$NAME runs"; until test -e "$POD/drained"; do sleep 0.05; done; echo "$NAME drained"'),
  }, async pod => {
    const { proxy, app } = pod.startAll();
    await pod.line('app runs');
    [proxy, app].forEach(each => each.signal('SIGTERM'));
    await pod.line('proxy preStop');
    pod.touch('drained');
    expect(await app.end).toBe(0);
    expect(await proxy.end).toBe(0);
    expect(pod.lines()).toEqual(['proxy runs', 'app runs', 'proxy preStop', 'app drained', 'proxy stops']);
  }));

  test.concurrent('a sidecar is up when its postStart hook has ended', inPod(shell, 'Never', {
    proxy: sidecar(SERVE, { poststart: 'until test -e "$POD/ready"; do "$_bb" sleep 0.05; done; echo "$NAME postStart" >> "$POD/out"' }),
    app: main(OBEY),
  }, async pod => {
    const { proxy, app } = pod.startAll();
    app.input('0');
    await pod.line('proxy runs');
    await pod.inState('app', 'waiting');
    expect(pod.state('proxy')).toBe('running');
    pod.touch('ready');
    expect(await app.end).toBe(0);
    expect(await proxy.end).toBe(0);
    expect(pod.lines()).toEqual(['proxy runs', 'proxy postStart', 'app runs', 'proxy stops']);
  }));

  test.concurrent('a sidecar whose postStart hook fails is stopped and started again', inPod(shell, 'Never', {
    proxy: sidecar(serve(5), { ...SAY_PRESTOP, poststart: 'while ! test -s "$POD/out"; do "$_bb" sleep 0.05; done; test -e "$POD/failed" || { : > "$POD/failed"; echo "not now"; false; }' }),
    app: main(OBEY),
  }, async pod => {
    pod.startAll();
    await pod.line('app runs');
    expect(pod.lines()).toEqual(['proxy runs', 'proxy preStop', 'proxy stops', 'proxy runs', 'app runs']);
    expect(pod.errors('proxy')).toBe([
      'sidecar-runtime: proxy: stopped, since its postStart failed: not now',
      'sidecar-runtime: proxy: ended with 5, starts again in 1 s',
      '',
    ].join('\n'));
  }));

  test.concurrent('a main whose postStart hook fails is stopped', inPod(shell, 'OnFailure', {
    app: main(SERVE.replace('exit 0', 'exit 5'), { poststart: 'while ! test -s "$POD/out"; do "$_bb" sleep 0.05; done; echo "not now"; false' }),
  }, async pod => {
    expect(await pod.start('app').end).toBe(5);
    expect(pod.lines()).toEqual(['app runs', 'app stops']);
    expect(pod.errors('app')).toBe('sidecar-runtime: app: stopped, since its postStart failed: not now\n');
  }));

  test.concurrent('the preStop hook that the kubelet runs for a main does so only while its program runs', inPod(shell, 'Never', {
    proxy: sidecar(SERVE, GATED),
    app: main(OBEY),
  }, async pod => {
    const hook = async () => pod.exec('app', 'hook', 'sh', '-c', 'echo "hook $1"; exit "$2"', 'sh', 'of $NAME', '4');
    const { app } = pod.startAll();
    await pod.inState('app', 'waiting');
    expect(await hook()).toBe(0);
    pod.touch('ready');
    await pod.inState('app', 'up');
    await pod.line('app runs');
    expect(await hook()).toBe(4);
    app.input('0');
    expect(await app.end).toBe(0);
    expect(await hook()).toBe(0);
    expect(pod.lines().filter(line => line.startsWith('hook'))).toEqual(['hook of $NAME']);
  }));

  test.concurrent('the probe that the kubelet makes of a container succeeds while it is up', inPod(shell, 'OnFailure', {
    proxy: sidecar(SERVE, GATED),
    app: main(OBEY),
  }, async pod => {
    const up = async () => Promise.all([pod.exec('proxy', 'is-up'), pod.exec('app', 'is-up')]);
    expect(await up()).toEqual([1, 1]);
    const { app } = pod.startAll();
    await pod.line('proxy runs');
    await pod.inState('app', 'waiting');
    expect(await up()).toEqual([1, 1]);
    pod.touch('ready');
    await pod.inState('app', 'up');
    expect(await up()).toEqual([0, 0]);
    app.input('1');
    expect(await app.end).toBe(1);
    expect(await up()).toEqual([0, 1]);
  }));
});
