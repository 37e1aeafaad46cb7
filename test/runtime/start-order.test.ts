import { inPod, main, OBEY, SERVE, SHELLS, sidecar } from './pod';

jest.setTimeout(60_000);

const NAMES = ['first', 'second', 'third', 'app'] as const;

function permutations<T>(items: readonly T[]): T[][] {
  return items.length === 0 ? [[]] : items.flatMap(item => permutations(items.filter(each => each !== item)).map(rest => [item, ...rest]));
}

describe.each(SHELLS)('in %s', shell => {
  test.concurrent.each(permutations(NAMES))('containers created as %s, %s, %s, %s run in their order and stop in reverse', async (...created) =>
    inPod(shell, 'Never', { first: sidecar(SERVE), second: sidecar(SERVE), third: sidecar(SERVE), app: main(OBEY) }, async pod => {
      const ends = [];
      for (const name of created) {
        const container = pod.start(name);
        container.input('5');
        ends.push(container.end.then(end => ({ name, end })));
        await pod.until(() => pod.state(name) !== '');
      }
      expect(await Promise.all(ends)).toEqual(created.map(name => ({ name, end: name === 'app' ? 5 : 0 })));
      expect(pod.lines()).toEqual(['first runs', 'second runs', 'third runs', 'app runs', 'third stops', 'second stops', 'first stops']);
    })());

  test.concurrent('a main starts once the startup probe of the sidecar before it succeeds', inPod(shell, 'Never', {
    proxy: sidecar(SERVE, { startup: 'echo probed; test -e "$POD/ready" && echo ready >> "$POD/out"', startup_every: '0 1 1000 30' }),
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
    expect(pod.lines()).toEqual(['proxy runs', 'ready', 'app runs', 'proxy stops']);
    expect(pod.errors('proxy')).toBe('sidecar-runtime: proxy: ended with 0\n');
  }));

  test.concurrent('the startup probe of a main has to succeed before the main counts as up', inPod(shell, 'Never', {
    app: main(OBEY, { startup: 'test -e "$POD/ready"', startup_every: '0 1 1000 30' }),
  }, async pod => {
    pod.start('app');
    await pod.line('app runs');
    expect(pod.state('app')).toBe('running');
    pod.touch('ready');
    await pod.inState('app', 'up');
  }));

  test.concurrent('a sidecar that never comes up is started again and again, and all waits until it is deleted', inPod(shell, 'Never', {
    proxy: sidecar(SERVE, { startup: 'echo no answer; false', startup_every: '0 1 2 30' }),
    logs: sidecar('echo unexpected'),
    app: main('echo unexpected'),
  }, async pod => {
    const all = pod.startAll();
    await pod.line('proxy runs', 2);
    await pod.inState('proxy', 'crashed');
    expect(pod.state('logs')).toBe('waiting');
    expect(pod.state('app')).toBe('waiting');
    Object.values(all).forEach(each => each.signal('SIGTERM'));
    expect(await Promise.all([all.proxy.end, all.logs.end, all.app.end])).toEqual([0, 0, 143]);
    expect(pod.lines()).toEqual(['proxy runs', 'proxy stops', 'proxy runs', 'proxy stops']);
    expect(pod.errors('proxy')).toBe([
      'sidecar-runtime: proxy: stopped, since its startup failed: no answer',
      'sidecar-runtime: proxy: ended with 0, starts again in 1 s',
      'sidecar-runtime: proxy: stopped, since its startup failed: no answer',
      'sidecar-runtime: proxy: ended with 0, starts again in 10 s',
      '',
    ].join('\n'));
  }));

  test.concurrent('one that has waited for a while says for whom', inPod(shell, 'Never', {
    proxy: sidecar(SERVE, { startup: 'false', startup_every: '0 1 1000 30' }),
    app: main('echo unexpected'),
  }, async pod => {
    pod.startAll();
    await pod.error('app', 'sidecar-runtime: app: waiting for proxy, which is running\n');
    expect(pod.state('app')).toBe('waiting');
  }));
});
