import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ContainerSpec, inPod, main, OBEY, SERVE, SHELLS, sidecar, step } from './pod';

jest.setTimeout(60_000);

/** Other users, mounts and roots are only root's to give. */
const asRoot = process.getuid!() === 0 ? test.concurrent : test.skip;
const NORMAL = ['proxy runs', 'migrate runs', 'app runs', 'proxy stops'];

/** Nothing but the folder of the Pod can be written to. */
const READ_ONLY = ['unshare', '--mount', 'sh', '-c', 'mount --bind "$POD" "$POD" && mount -o remount,bind,ro / && exec "$@"', 'sh'];
/** Nothing is there but the folder of the Pod, what is in its folder `image`, and what every container has. */
const IMAGE = ['unshare', '--mount', 'sh', '-c', `
cd "$POD/image" && mkdir -p proc dev "./$POD" && mount --rbind /proc proc && mount --rbind /dev dev && mount --bind "$POD" "./$POD" && exec chroot . "$@"`, 'sh'];

describe.each(SHELLS)('in %s', shell => {
  asRoot('containers of different users start and stop in their order', inPod(shell, 'Never', {
    proxy: { ...sidecar(SERVE), uid: 1001 },
    migrate: { ...step(OBEY), uid: 1002 },
    app: { ...main(OBEY), uid: 1003 },
  }, async pod => {
    const { proxy, migrate, app } = pod.startAll();
    [migrate, app].forEach(each => each.input('0'));
    expect(await Promise.all([proxy.end, migrate.end, app.end])).toEqual([0, 0, 0]);
    expect(pod.lines()).toEqual(NORMAL);
  }));

  asRoot('so do containers with a read-only root', inPod(shell, 'Never', {
    proxy: { ...sidecar(SERVE), wrapper: READ_ONLY },
    migrate: { ...step(`(: > /written) 2> /dev/null || ${OBEY}`), wrapper: READ_ONLY },
    app: { ...main(OBEY), wrapper: READ_ONLY },
  }, async pod => {
    const { proxy, migrate, app } = pod.startAll();
    [migrate, app].forEach(each => each.input('0'));
    expect(await Promise.all([proxy.end, migrate.end, app.end])).toEqual([0, 0, 0]);
    expect(pod.lines()).toEqual(NORMAL);
  }));

  const seeing = (command: readonly string[], more: Partial<ContainerSpec> = {}): ContainerSpec => ({ role: 'main', command, ...more });
  const ENV = { PATH: process.env.PATH, SIDECAR_RUNTIME_POD_IP: '10.0.0.1', _name: 'its own', name: 'a b\nc', POLICY: '$POLICY' };

  test.concurrent('a program has the environment and working directory of its container', inPod(shell, 'Never', {
    app: seeing(['sh', '-c', 'pwd; env'], { env: ENV, cwd: '/usr/bin' }),
  }, async pod => {
    expect(await pod.start('app').end).toBe(0);
    const [folder, ...lines] = pod.lines();
    expect(folder).toBe('/usr/bin');
    expect(lines).toEqual(expect.arrayContaining([`PATH=${ENV.PATH}`, 'name=a b', 'c', 'POLICY=$POLICY']));
    expect(lines.filter(line => line.startsWith('SIDECAR_RUNTIME'))).toEqual([]);
  }));

  test.concurrent('a program has no open files but its standard ones', inPod(shell, 'Never', {
    app: seeing(['sh', '-c', 'ls /proc/$$/fd; read -r line; echo "$line"; echo err >&2']),
  }, async pod => {
    const app = pod.start('app');
    app.input('from its standard input');
    expect(await app.end).toBe(0);
    // those above 9 are of whoever runs this test, and of the shell that reads the program
    expect(pod.lines().filter(line => !/^\d\d+$/.test(line))).toEqual(['0', '1', '2', 'from its standard input']);
    expect(pod.errors('app')).toBe('err\n');
  }));

  test.concurrent.each([
    ['is not there', ['/no/such/program'], 127],
    ['cannot be run', ['/etc/passwd'], 126],
  ] as const)('a program that %s has the exit code that shells give it: %j, %i', async (_, command, code) =>
    inPod(shell, 'Never', { proxy: sidecar(SERVE), app: seeing(command) }, async pod => {
      const { proxy, app } = pod.startAll();
      expect(await app.end).toBe(code);
      expect(await proxy.end).toBe(0);
    })());

  test.concurrent('words of a command stay as they are', inPod(shell, 'Never', {
    app: seeing(['printf', '<%s>\\n', '', ' ', "it's", '"$HOME"', '*', 'a\nb', '-n', '--']),
  }, async pod => {
    expect(await pod.start('app').end).toBe(0);
    expect(pod.lines()).toEqual(['<>', '< >', "<it's>", '<"$HOME">', '<*>', '<a', 'b>', '<-n>', '<-->']);
  }));
});

asRoot('an image needs neither a shell nor anything else', inPod('busybox', 'Never', {
  proxy: { role: 'sidecar', command: ['/bin/sleep', '600'], wrapper: IMAGE },
  app: { role: 'main', command: ['/bin/sleep', '0'], wrapper: IMAGE },
}, async pod => {
  mkdirSync(pod.path('image/bin'), { recursive: true });
  copyFileSync(join(pod.runtime, 'busybox'), pod.path('image/bin/sleep'));
  const { proxy, app } = pod.startAll();
  expect(await app.end).toBe(0);
  expect(await proxy.end).toBe(0);
  expect(pod.errors('proxy')).toBe('sidecar-runtime: proxy: ended with 143\n');
  expect(readdirSync(pod.path('image/bin'))).toEqual(['sleep']);
}));
