import { inPod, main, OBEY, SERVE, SHELLS, sidecar, step } from './pod';

jest.setTimeout(60_000);

describe.each(SHELLS)('in %s', shell => {
  test.concurrent.each(['Never', 'OnFailure'] as const)('a step runs between sidecars, with policy %s', async policy =>
    inPod(shell, policy, { first: sidecar(SERVE), migrate: step(OBEY), second: sidecar(SERVE), app: main(OBEY) }, async pod => {
      const { first, migrate, second, app } = pod.startAll();
      await pod.line('migrate runs');
      await pod.inState('app', 'waiting');
      migrate.input('0');
      expect(await migrate.end).toBe(0);
      expect(pod.state('migrate')).toBe('up');
      app.input('0');
      expect(await Promise.all([first.end, second.end, app.end])).toEqual([0, 0, 0]);
      expect(pod.lines()).toEqual(['first runs', 'migrate runs', 'second runs', 'app runs', 'second stops', 'first stops']);
    })());

  test.concurrent('with policy Never a step that fails is the end: nothing after it starts, and only it fails', inPod(shell, 'Never', {
    first: sidecar(SERVE),
    migrate: step(OBEY),
    check: step('echo unexpected'),
    second: sidecar('echo unexpected'),
    app: main('echo unexpected'),
  }, async pod => {
    const { first, migrate, check, second, app } = pod.startAll();
    migrate.input('3');
    expect(await Promise.all([first.end, migrate.end, check.end, second.end, app.end])).toEqual([0, 3, 0, 0, 0]);
    expect(pod.state('migrate')).toBe('exit 3');
    expect((['check', 'second', 'app'] as const).map(name => pod.state(name))).toEqual(['abort', 'abort', 'abort']);
    expect(pod.errors('app')).toBe('sidecar-runtime: app: not started, since second cannot come up any more\n');
    expect(pod.lines()).toEqual(['first runs', 'migrate runs', 'first stops']);
  }));

  test.concurrent.each(['OnFailure', 'Always'] as const)('a step that fails is started again by the kubelet, and all goes on from there, with policy %s', async policy =>
    inPod(shell, policy, { first: sidecar(SERVE), migrate: step(OBEY), app: main(OBEY) }, async pod => {
      const { migrate } = pod.startAll();
      migrate.input('3');
      expect(await migrate.end).toBe(3);
      expect(pod.state('migrate')).toBe('exit 3');
      const again = pod.start('migrate');
      await pod.line('migrate runs', 2);
      expect(pod.state('app')).toBe('waiting');
      again.input('0');
      await pod.line('app runs');
      expect(pod.state('migrate')).toBe('up');
      expect(pod.lines()).toEqual(['first runs', 'migrate runs', 'migrate runs', 'app runs']);
    })());

  test.concurrent.each(['SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGHUP'] as const)('with policy Always a step stays after its success until %s', async signal =>
    inPod(shell, 'Always', { migrate: step(OBEY), app: main(OBEY) }, async pod => {
      const { migrate } = pod.startAll();
      migrate.input('0');
      await pod.line('app runs');
      migrate.signal(signal);
      expect(await migrate.end).toBe(0);
      expect(pod.state('migrate')).toBe('up');
    })());

  test.concurrent('a step that is killed after its success is not run again by the next container', inPod(shell, 'Always', {
    migrate: step(OBEY),
    app: main(OBEY),
  }, async pod => {
    const { migrate } = pod.startAll();
    migrate.input('0');
    await pod.line('app runs');
    migrate.signal('SIGKILL');
    expect(await migrate.end).toBe('SIGKILL');
    const again = pod.start('migrate');
    await pod.until(() => pod.isSupervised('migrate'));
    again.signal('SIGTERM');
    expect(await again.end).toBe(0);
    expect(pod.lines()).toEqual(['migrate runs', 'app runs']);
    expect(pod.state('migrate')).toBe('up');
  }));

  test.concurrent('a step that is deleted while it runs or waits exits with 143', inPod(shell, 'Never', {
    migrate: step(OBEY),
    check: step('echo unexpected'),
  }, async pod => {
    const { migrate, check } = pod.startAll();
    await pod.line('migrate runs');
    await pod.inState('check', 'waiting');
    [migrate, check].forEach(each => each.signal('SIGTERM'));
    expect(await Promise.all([migrate.end, check.end])).toEqual([143, 143]);
    expect(pod.lines()).toEqual(['migrate runs']);
  }));
});
