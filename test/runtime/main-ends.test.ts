import { inPod, main, OBEY, SERVE, serve, SHELLS, sidecar } from './pod';

jest.setTimeout(60_000);

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
});
