import { inPod, main, OBEY, Pod, SERVE, SHELLS, sidecar } from './pod';

jest.setTimeout(60_000);

/** Stops when it is told to by a file. */
const DRAIN = (code: number) => `trap 'echo "$NAME drains"; until test -e "$POD/$NAME-drained"; do sleep 0.05; done; echo "$NAME drained"; exit ${code}' TERM
  echo "$NAME runs"; while :; do sleep 0.05; done`;
const STUBBORN = 'trap \'echo "$NAME ignores it"\' TERM; echo "$NAME runs"; while :; do sleep 0.05; done';

/** As the kubelet deletes a Pod: all of its containers at once. */
function remove<N extends string>(containers: ReturnType<Pod<N>['startAll']>): void {
  Object.values<{ signal: (signal: NodeJS.Signals) => void }>(containers).forEach(each => each.signal('SIGTERM'));
}

describe.each(SHELLS)('in %s', shell => {
  test.concurrent('a sidecar that takes its time to stop holds up those before it', inPod(shell, 'Never', {
    first: sidecar(SERVE),
    second: sidecar(DRAIN(9)),
    app: main(OBEY),
  }, async pod => {
    const { first, second, app } = pod.startAll();
    app.input('0');
    expect(await app.end).toBe(0);
    await pod.line('second drains');
    pod.touch('second-drained');
    expect(await second.end).toBe(0);
    expect(await first.end).toBe(0);
    expect(pod.lines()).toEqual(['first runs', 'second runs', 'app runs', 'second drains', 'second drained', 'first stops']);
    expect(pod.errors('second')).toBe('sidecar-runtime: second: ended with 9\n');
  }));

  test.concurrent.each(['Never', 'OnFailure', 'Always'] as const)(
    'on deletion every sidecar gets its signal when the mains and the sidecars after it are gone, with policy %s', async policy =>
      inPod(shell, policy, {
        first: sidecar(SERVE), second: sidecar(DRAIN(0)), app: main(DRAIN(6)), other: main(DRAIN(0)),
      }, async pod => {
        const all = pod.startAll();
        await Promise.all((['app', 'other'] as const).map(async name => pod.inState(name, 'up')));
        await Promise.all((['app', 'other'] as const).map(async name => pod.line(`${name} runs`)));
        remove(all);
        await pod.line('app drains');
        await pod.line('other drains');
        pod.touch('other-drained');
        expect(await all.other.end).toBe(0);
        pod.touch('app-drained');
        expect(await all.app.end).toBe(6);
        await pod.line('second drains');
        pod.touch('second-drained');
        expect(await Promise.all([all.first.end, all.second.end])).toEqual([0, 0]);
        expect(pod.lines().slice(-5)).toEqual(['other drained', 'app drained', 'second drains', 'second drained', 'first stops']);
      })());

  test.concurrent('mains that end during a deletion, and a second deletion, do not signal a sidecar twice', inPod(shell, 'Never', {
    proxy: sidecar(DRAIN(0)),
    app: main(OBEY),
  }, async pod => {
    const all = pod.startAll();
    await pod.line('app runs');
    all.proxy.signal('SIGTERM');
    all.app.input('0');
    expect(await all.app.end).toBe(0);
    await pod.line('proxy drains');
    all.proxy.signal('SIGTERM');
    pod.touch('proxy-drained');
    expect(await all.proxy.end).toBe(0);
    expect(pod.lines()).toEqual(['proxy runs', 'app runs', 'proxy drains', 'proxy drained']);
  }));

  test.concurrent('a sidecar stops 2 seconds before the end of the grace period if a main does not', inPod(shell, 'Never', {
    first: sidecar(SERVE),
    second: sidecar(SERVE),
    app: main(STUBBORN),
  }, async pod => {
    const all = pod.startAll();
    await pod.line('app runs');
    const deleted = performance.now();
    remove(all);
    await pod.line('first stops');
    await pod.line('second stops');
    // the supervisor counts in whole seconds: the end of the grace period is 5 to 6 after the start of the current one
    expect(performance.now() - deleted).toBeGreaterThan(1900);
    expect(performance.now() - deleted).toBeLessThan(5000);
    expect(await Promise.all([all.first.end, all.second.end])).toEqual([0, 0]);
    expect(pod.state('app')).toBe('up');
  }, 5));

  test.concurrent('a sidecar that ignores its signal is killed at the end of the grace period', inPod(shell, 'Never', {
    proxy: sidecar(STUBBORN),
    app: main(OBEY),
  }, async pod => {
    const { proxy, app } = pod.startAll();
    app.input('0');
    expect(await app.end).toBe(0);
    const ended = performance.now();
    expect(await proxy.end).toBe(0);
    expect(performance.now() - ended).toBeGreaterThan(2900);
    expect(pod.lines()).toEqual(['proxy runs', 'app runs', 'proxy ignores it']);
    expect(pod.errors('proxy')).toBe([
      'sidecar-runtime: proxy: killed 4 seconds after SIGTERM',
      'sidecar-runtime: proxy: ended with 137',
      '',
    ].join('\n'));
  }, 4));

  test.concurrent('a sidecar has two seconds to stop even if the grace period is shorter', inPod(shell, 'Never', {
    proxy: sidecar(STUBBORN),
    app: main(OBEY),
  }, async pod => {
    const { proxy, app } = pod.startAll();
    app.input('0');
    expect(await app.end).toBe(0);
    expect(await proxy.end).toBe(0);
    expect(pod.errors('proxy')).toContain('killed 2 seconds after SIGTERM\n');
  }, 1));

  test.concurrent('a Pod that is deleted while it starts runs nothing more', inPod(shell, 'Never', {
    first: sidecar(SERVE, { startup: 'test -e "$POD/ready"', startup_every: '0 1 1000 30' }),
    second: sidecar('echo unexpected'),
    app: main('echo unexpected'),
  }, async pod => {
    const all = pod.startAll();
    await pod.line('first runs');
    await pod.inState('second', 'waiting');
    await pod.inState('app', 'waiting');
    remove(all);
    expect(await Promise.all([all.first.end, all.second.end, all.app.end])).toEqual([0, 0, 143]);
    expect(pod.lines()).toEqual(['first runs', 'first stops']);
  }));

  test.concurrent('a sidecar that is deleted in a pause after crashes ends', inPod(shell, 'Never', { proxy: sidecar(OBEY) }, async pod => {
    const proxy = pod.start('proxy');
    proxy.input('1');
    await pod.line('proxy runs', 2);
    proxy.input('1');
    await pod.error('proxy', 'starts again in 10 s\n');
    proxy.signal('SIGTERM');
    expect(await proxy.end).toBe(0);
    expect(pod.lines()).toEqual(['proxy runs', 'proxy runs']);
  }));
});
