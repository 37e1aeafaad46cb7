import { inPod, main, OBEY, SERVE, SHELLS, sidecar, step } from './pod';

jest.setTimeout(60_000);

describe.each(SHELLS)('in %s', shell => {
  test.concurrent.each(['Never', 'OnFailure'] as const)('a sidecar that is killed is started again beside its main, with policy %s', async policy =>
    inPod(shell, policy, { proxy: sidecar(SERVE), app: main(OBEY) }, async pod => {
      const { proxy, app } = pod.startAll();
      await pod.line('app runs');
      pod.program('proxy').kill('SIGKILL');
      await pod.line('proxy runs', 2);
      app.input('0');
      expect(await app.end).toBe(0);
      expect(await proxy.end).toBe(0);
      expect(pod.lines()).toEqual(['proxy runs', 'app runs', 'proxy runs', 'proxy stops']);
      expect(pod.errors('proxy')).toBe([
        'sidecar-runtime: proxy: ended with 137, starts again in 1 s',
        'sidecar-runtime: proxy: ended with 0',
        '',
      ].join('\n'));
    })());

  test.concurrent('a sidecar that ends by itself, even with 0, is started again', inPod(shell, 'Never', {
    proxy: sidecar(`test -e "$POD/ended" || { echo > "$POD/ended"; exit 0; }; ${SERVE}`),
    app: main(OBEY),
  }, async pod => {
    const { proxy, app } = pod.startAll();
    app.input('0');
    await pod.line('proxy runs');
    expect(await app.end).toBe(0);
    expect(await proxy.end).toBe(0);
    expect(pod.errors('proxy')).toContain('ended with 0, starts again in 1 s\n');
  }));

  test.concurrent.each([0, 3])('with policy Always a sidecar that ends with %i leaves its next start to the kubelet', async code =>
    inPod(shell, 'Always', { proxy: sidecar(OBEY), app: main(OBEY) }, async pod => {
      const { proxy } = pod.startAll();
      await pod.line('app runs');
      proxy.input(String(code));
      expect(await proxy.end).toBe(code);
      expect(pod.state('proxy')).toBe('crashed');
      expect(pod.errors('proxy')).toBe('');
      pod.start('proxy');
      await pod.line('proxy runs', 2);
      await pod.inState('proxy', 'up');
      expect(pod.state('app')).toBe('up');
    })());

  test.concurrent('with policy Always a sidecar that is killed leaves its next start to the kubelet', inPod(shell, 'Always', {
    proxy: sidecar(SERVE),
  }, async pod => {
    const proxy = pod.start('proxy');
    await pod.line('proxy runs');
    pod.program('proxy').kill('SIGKILL');
    expect(await proxy.end).toBe(137);
  }));

  test.concurrent('a second crash is followed by a pause, in which the end of the main is noticed', inPod(shell, 'Never', {
    proxy: sidecar(SERVE),
    app: main(OBEY),
  }, async pod => {
    const { proxy, app } = pod.startAll();
    await pod.line('app runs');
    pod.program('proxy').kill('SIGKILL');
    await pod.line('proxy runs', 2);
    pod.program('proxy').kill('SIGKILL');
    await pod.error('proxy', 'ended with 137, starts again in 10 s\n');
    expect(pod.state('proxy')).toBe('crashed');
    app.input('0');
    expect(await app.end).toBe(0);
    const ended = performance.now();
    expect(await proxy.end).toBe(0);
    expect(performance.now() - ended).toBeLessThan(4000);
    expect(pod.lines()).toEqual(['proxy runs', 'app runs', 'proxy runs']);
  }));

  test.concurrent('the sidecar runs on when a main fails and is started again, and stops when it succeeds', inPod(shell, 'OnFailure', {
    proxy: sidecar(SERVE),
    app: main(OBEY),
  }, async pod => {
    const { proxy, app } = pod.startAll();
    app.input('1');
    expect(await app.end).toBe(1);
    expect(pod.state('app')).toBe('exit 1');
    const again = pod.start('app');
    await pod.line('app runs', 2);
    again.input('0');
    expect(await again.end).toBe(0);
    expect(await proxy.end).toBe(0);
    expect(pod.lines()).toEqual(['proxy runs', 'app runs', 'app runs', 'proxy stops']);
  }));

  test.concurrent.each(['waiting', 'running', 'up', 'exit 1'])('a main that an earlier container has left in state "%s" is waited for', async state =>
    inPod(shell, 'OnFailure', { proxy: sidecar(SERVE), app: main(OBEY) }, async pod => {
      pod.writeState('app', state);
      const proxy = pod.start('proxy');
      await pod.inState('proxy', 'up');
      const app = pod.start('app');
      await pod.line('app runs');
      expect(pod.lines()).toEqual(['proxy runs', 'app runs']);
      app.input('0');
      expect(await app.end).toBe(0);
      expect(await proxy.end).toBe(0);
      expect(pod.lines()).toEqual(['proxy runs', 'app runs', 'proxy stops']);
    })());

  test.concurrent('with policy Never nobody waits for a sidecar whose supervisor was killed before it was up', inPod(shell, 'Never', {
    proxy: sidecar(SERVE, { startup: 'test -e "$POD/ready"', startup_every: '0 1 1000 30' }),
    migrate: step('echo unexpected'),
    logs: sidecar('echo unexpected'),
    app: main('echo unexpected'),
  }, async pod => {
    const { proxy, migrate, logs, app } = pod.startAll();
    await pod.line('proxy runs');
    await Promise.all((['migrate', 'logs', 'app'] as const).map(async name => pod.inState(name, 'waiting')));
    proxy.signal('SIGKILL');
    expect(await Promise.all([proxy.end, migrate.end, logs.end, app.end])).toEqual(['SIGKILL', 0, 0, 0]);
    expect(pod.errors('migrate')).toBe('sidecar-runtime: migrate: not started, since proxy cannot come up any more\n');
    expect(pod.errors('logs')).toBe('sidecar-runtime: logs: not started, since migrate cannot come up any more\n');
    expect(pod.errors('app')).toBe('sidecar-runtime: app: not started, since logs cannot come up any more\n');
    expect((['migrate', 'logs', 'app'] as const).map(name => pod.state(name))).toEqual(['abort', 'abort', 'abort']);
    expect(pod.lines()).toEqual(['proxy runs']);
  }));

  test.concurrent('a sidecar that the kubelet starts again does not wait for an earlier one that is down', inPod(shell, 'Always', {
    first: sidecar(OBEY),
    second: sidecar(OBEY),
    app: main(OBEY),
  }, async pod => {
    const { first, second } = pod.startAll();
    await pod.line('app runs');
    [first, second].forEach(each => each.input('3'));
    expect(await Promise.all([first.end, second.end])).toEqual([3, 3]);
    pod.start('second');
    await pod.line('second runs', 2);
    await pod.inState('second', 'up');
    expect(pod.lines()).toEqual(['first runs', 'second runs', 'app runs', 'second runs']);
  }));

  test.concurrent('with policy OnFailure the others wait until the kubelet has started it again', inPod(shell, 'OnFailure', {
    proxy: sidecar(SERVE, { startup: 'test -e "$POD/ready"', startup_every: '0 1 1000 30' }),
    app: main(OBEY),
  }, async pod => {
    const { proxy, app } = pod.startAll();
    await pod.line('proxy runs');
    proxy.signal('SIGKILL');
    expect(await proxy.end).toBe('SIGKILL');
    pod.touch('ready');
    const again = pod.start('proxy');
    app.input('0');
    expect(await app.end).toBe(0);
    expect(await again.end).toBe(0);
    expect(pod.lines()).toEqual(['proxy runs', 'proxy runs', 'app runs', 'proxy stops']);
  }));
});
