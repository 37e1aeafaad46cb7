import { inPod, main, OBEY, SERVE, serve, SHELLS, sidecar } from './pod';

jest.setTimeout(60_000);

const TEN_IN_SOME_ORDER = [7, 0, 9, 3, 1, 8, 2, 6, 4, 5].map(i => `app${i}`);

describe.each(SHELLS)('in %s', shell => {
  test.concurrent.each([0, 1, 3, 126, 127, 137, 143])('the exit code %i of a main is passed on, and its sidecar is stopped and exits 0', code =>
    inPod(shell, 'Never', { proxy: sidecar(serve(7)), app: main(OBEY) }, async pod => {
      const { proxy, app } = pod.startAll();
      app.input(String(code));
      expect(await app.end).toBe(code);
      expect(pod.state('app')).toBe(`exit ${code}`);
      expect(await proxy.end).toBe(0);
      expect(pod.lines()).toEqual(['proxy runs', 'app runs', 'proxy stops']);
      expect(pod.errors('proxy')).toBe('sidecar-runtime: proxy: ended with 7\n');
      expect(pod.errors('app')).toBe('');
    })());

  test.concurrent('a main whose program is killed exits with 137, and its sidecar is stopped', inPod(shell, 'Never', {
    proxy: sidecar(SERVE),
    app: main(OBEY),
  }, async pod => {
    const { proxy, app } = pod.startAll();
    await pod.line('app runs');
    pod.program('app').kill('SIGKILL');
    expect(await app.end).toBe(137);
    expect(await proxy.end).toBe(0);
    expect(pod.lines()).toEqual(['proxy runs', 'app runs', 'proxy stops']);
  }));

  test.concurrent('when the supervisor of a main is killed, its sidecar is stopped at once', inPod(shell, 'Never', {
    proxy: sidecar(SERVE),
    app: main(OBEY),
  }, async pod => {
    const { proxy, app } = pod.startAll();
    await pod.inState('app', 'up');
    app.signal('SIGKILL');
    expect(await app.end).toBe('SIGKILL');
    const killed = performance.now();
    await pod.line('proxy stops');
    expect(performance.now() - killed).toBeLessThan(1500);
    expect(await proxy.end).toBe(0);
    expect(pod.state('app')).toBe('up');
  }));

  test.concurrent('of ten mains the last that ends, whichever it is, lets the sidecar stop', inPod<string>(shell, 'Never', {
    proxy: sidecar(SERVE),
    ...Object.fromEntries(TEN_IN_SOME_ORDER.map(name => [name, main(OBEY)])),
  }, async pod => {
    const all = pod.startAll();
    await Promise.all(TEN_IN_SOME_ORDER.map(async name => pod.line(`${name} runs`)));
    for (const [code, name] of TEN_IN_SOME_ORDER.entries()) {
      expect(pod.lines()).not.toContain('proxy stops');
      all[name].input(String(code));
      expect(await all[name].end).toBe(code);
    }
    expect(await all.proxy.end).toBe(0);
    expect(pod.lines().at(-1)).toBe('proxy stops');
    expect(pod.lines()).toHaveLength(12);
  }));

  test.concurrent.each(['Never', 'OnFailure'] as const)('a sidecar that starts when its main has ended already ends too, with policy %s', async policy =>
    inPod(shell, policy, { proxy: sidecar(SERVE), app: main(OBEY) }, async pod => {
      pod.writeState('app', 'exit 0');
      expect(await pod.start('proxy').end).toBe(0);
    })());

  test.concurrent('a main that ends while its sidecar is started again by the kubelet is not missed', inPod(shell, 'OnFailure', {
    proxy: sidecar(SERVE),
    app: main(OBEY),
  }, async pod => {
    const { proxy, app } = pod.startAll();
    await pod.line('app runs');
    proxy.signal('SIGKILL');
    expect(await proxy.end).toBe('SIGKILL');
    app.input('0');
    expect(await app.end).toBe(0);
    expect(await pod.start('proxy').end).toBe(0);
  }));

  test.concurrent('127 is passed on as it is by a main that was signalled before', inPod(shell, 'Never', {
    app: main('trap "echo signalled" USR1; echo runs; while :; do read -r code && exit "$code"; done'),
  }, async pod => {
    const app = pod.start('app');
    await pod.line('runs');
    app.signal('SIGUSR1');
    await pod.line('signalled');
    app.input('127');
    expect(await app.end).toBe(127);
  }));
});
