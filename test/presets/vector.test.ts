import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Duration, Testing } from 'cdk8s';
import { usePreset } from './use-preset';
import { Vector, VectorProps } from '../../src';

const SINK = { type: 'console', encoding: { codec: 'json' } };
const COMMON = { folder: '/var/log/app', sinks: { out: SINK } };

const use = (props: Partial<VectorProps> = {}) => usePreset(chart => new Vector(chart, 'logs', { ...COMMON, ...props }));
const make = (props: Partial<VectorProps>) => () => new Vector(Testing.chart(), 'logs', { ...COMMON, ...props });
const configOf = ({ others: [{ data }] }: ReturnType<typeof use>) => JSON.parse(data['vector.json']);

test('reads the files of a shared folder', () => {
  const used = use();
  expect(configOf(used)).toEqual({
    data_dir: '/var/lib/vector',
    api: { enabled: true, address: '127.0.0.1:8686' },
    sources: {
      files: { type: 'file', include: ['/var/log/app/*.log'], read_from: 'beginning', fingerprint: { strategy: 'device_and_inode' } },
    },
    sinks: { out: { inputs: ['files'], type: 'console', encoding: { codec: 'json' } } },
  });
  expect(used.sidecar).toMatchObject({
    command: ['/bin/sh', '-c', expect.any(String), 'sh', '/usr/local/bin/vector'],
    args: ['--config=/etc/vector/vector.json', '--graceful-shutdown-limit-secs=10'],
    startupProbe: {
      exec: { command: ['wget', '-q', '-O', '/dev/null', 'http://127.0.0.1:8686/health'] }, periodSeconds: 1, failureThreshold: 300,
    },
    volumeMounts: [
      { name: 'vector-config', mountPath: '/etc/vector', readOnly: true },
      { name: 'vector-state', mountPath: '/var/lib/vector' },
      { name: 'vector-logs', mountPath: '/var/log/app', readOnly: true },
    ],
  });
  expect(used.sidecar).not.toHaveProperty('livenessProbe');
  expect(used.podSpec.containers[0].volumeMounts).toEqual([{ name: 'vector-logs', mountPath: '/var/log/app' }]);
  expect(used.podSpec.securityContext).toMatchObject({ fsGroup: 65532 });
});

test('what was given is put together with what it has', () => {
  const used = use({
    files: ['**/*.log'],
    apiPort: 8687,
    drain: Duration.seconds(20),
    sources: { metrics: { type: 'internal_metrics' } },
    transforms: { parsed: { type: 'remap', inputs: ['files'], source: '. = parse_json!(.message)' } },
    sinks: { loki: { type: 'loki', inputs: ['parsed', 'parsed.dropped'] }, all: { type: 'console', inputs: ['*'] }, raw: { type: 'file' } },
  });
  const { api, sources, transforms, sinks } = configOf(used);
  expect(api.address).toBe('127.0.0.1:8687');
  expect(sources).toMatchObject({ files: { include: ['/var/log/app/**/*.log'] }, metrics: { type: 'internal_metrics' } });
  expect(transforms).toEqual({ parsed: { type: 'remap', inputs: ['files'], source: '. = parse_json!(.message)' } });
  expect(sinks).toEqual({
    loki: { type: 'loki', inputs: ['parsed', 'parsed.dropped'] }, all: { type: 'console', inputs: ['*'] }, raw: { type: 'file', inputs: ['files'] },
  });
  expect(used.sidecar.args).toContain('--graceful-shutdown-limit-secs=20');
  // The drain, three seconds in which it still reads, and ten for the main containers.
  expect(used.podSpec.terminationGracePeriodSeconds).toBe(33);
});

test.each([0, 7])('still reads for three seconds when it is told to stop, and ends with code %i as the program does', async code => {
  const { command } = use().sidecar;
  const program = `trap 'echo stopped; exit ${code}' TERM; echo started; while :; do sleep 0.1; done`;
  const shell = spawn(command[0], [...command.slice(1, -1), '/bin/sh', '-c', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const said: { text: string; at: number }[] = [];
  shell.stdout.on('data', data => said.push({ text: String(data).trim(), at: performance.now() }));
  await once(shell.stdout, 'data');
  const before = performance.now();
  shell.kill('SIGTERM');
  expect(await once(shell, 'close')).toEqual([code, null]);
  expect(said.map(({ text }) => text)).toEqual(['started', 'stopped']);
  expect(said[1].at - before).toBeGreaterThan(2900);
}, 20_000);

test('ends when the program does', async () => {
  const { command } = use().sidecar;
  const shell = spawn(command[0], [...command.slice(1, -1), '/bin/sh', '-c', 'exit 78'], { stdio: 'ignore' });
  expect(await once(shell, 'close')).toEqual([78, null]);
});

test.each<[string, Partial<VectorProps>, string]>([
  ['no sink', { sinks: {} }, "sidecar 'vector', sinks: there is none. Say where the logs go."],
  ['a sink without a type', { sinks: { out: { inputs: ['files'] } } }, "sidecar 'vector', sinks: 'out' has no type. Set its type, such as 'console'."],
  ['a second source of files', { sources: { files: { type: 'stdin' } } }, "sidecar 'vector', sources: 'files' is the name of something else. Give it another name."],
  ['a transform by the name of a source', { sources: { a: { type: 'stdin' } }, transforms: { a: { type: 'remap', inputs: ['files'] } } },
    "sidecar 'vector', transforms: 'a' is the name of something else. Give it another name."],
  ['an input that is not there', { sinks: { out: { ...SINK, inputs: ['parsed'] } } },
    "sidecar 'vector', sinks: 'out' has the input 'parsed', which is not there. Name a source or a transform; what the preset reads is 'files'."],
  ['a transform of nothing', { transforms: { a: { type: 'remap', inputs: ['b.c'] } } },
    "sidecar 'vector', transforms: 'a' has the input 'b.c', which is not there. Name a source or a transform; what the preset reads is 'files'."],
  ['no time to drain', { drain: Duration.seconds(0) }, "sidecar 'vector', drain: there is no time to deliver the last lines. Set it to at least one second."],
  ['an own flag', { extraArgs: ['--no-graceful-shutdown-limit'] }, "sidecar 'vector', extraArgs: '--no-graceful-shutdown-limit' is set by the preset. Use drain."],
])('%s is an error', (_, props, message) => {
  expect(make(props)).toThrow(new Error(message));
});
