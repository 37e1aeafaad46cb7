import { Size, Testing } from 'cdk8s';
import { usePreset } from './use-preset';
import { ValkeyCache, ValkeyCacheProps, ValkeyEvictionPolicy } from '../../src';

const make = (props?: ValkeyCacheProps, version?: string) => usePreset(chart => new ValkeyCache(chart, 'cache', props), version);
const faultOf = (props: ValkeyCacheProps) => () => new ValkeyCache(Testing.chart(), 'cache', props);

test('it keeps 64 MiB in memory, for the Pod alone', () => {
  const { sidecar, podSpec } = make();
  const ping = { command: ['valkey-cli', '-h', '127.0.0.1', '-p', '6379', '-e', 'ping'] };
  expect(sidecar.args).toEqual([
    '--bind', '127.0.0.1', '--port', '6379', '--maxmemory', '65536kb', '--maxmemory-policy', 'allkeys-lru', '--save', '', '--appendonly', 'no',
  ]);
  expect(sidecar.startupProbe).toEqual({ exec: ping, periodSeconds: 1, failureThreshold: 300 });
  expect(sidecar.livenessProbe).toEqual({ exec: ping, periodSeconds: 10, timeoutSeconds: 10, failureThreshold: 3 });
  expect(sidecar.resources).toEqual({ requests: { cpu: '50m', memory: '96Mi' } });
  expect(sidecar.volumeMounts).toEqual([{ mountPath: '/data', name: 'valkey-data' }]);
  expect(podSpec.containers[0].env).toEqual([
    { name: 'VALKEY_HOST', value: '127.0.0.1' }, { name: 'VALKEY_PORT', value: '6379' }, { name: 'VALKEY_URL', value: 'redis://127.0.0.1:6379' },
  ]);
});

test('memory, policy, port and variables can be chosen', () => {
  const { sidecar, podSpec } = make({ maxMemory: Size.mebibytes(200), evictionPolicy: ValkeyEvictionPolicy.NOEVICTION, port: 7000, envPrefix: 'CACHE' });
  expect(sidecar.args.slice(2, 8)).toEqual(['--port', '7000', '--maxmemory', '204800kb', '--maxmemory-policy', 'noeviction']);
  expect(sidecar.resources.requests.memory).toBe('266Mi');
  expect(podSpec.containers[0].env[2]).toEqual({ name: 'CACHE_URL', value: 'redis://127.0.0.1:7000' });
});

test('a supervisor starts it with its arguments, the empty one included', () => {
  const { sidecar } = make({}, '1.27');
  const words = [...sidecar.command, ...sidecar.args ?? []];
  expect(words.slice(words.indexOf('docker-entrypoint.sh'))).toEqual([
    'docker-entrypoint.sh', 'valkey-server', '--bind', '127.0.0.1', '--port', '6379', '--maxmemory', '65536kb', '--maxmemory-policy', 'allkeys-lru',
    '--save', '', '--appendonly', 'no',
  ]);
});

test('a limit below what it keeps would kill it', () => {
  expect(faultOf({ resources: { memory: { limit: Size.mebibytes(64) } } })).toThrow(new Error(
    "sidecar 'valkey', maxMemory: the container may have no more than 64Mi, and would be killed before it drops keys. "
    + 'Raise the limit in resources, or lower maxMemory.'));
  expect(faultOf({ resources: { memory: { limit: Size.mebibytes(128) } } })).not.toThrow();
});

test('it cannot be opened to the network', () => {
  expect(faultOf({ extraArgs: ['--bind', '0.0.0.0'] })).toThrow(new Error(
    "sidecar 'valkey', extraArgs: '--bind' is set by the preset. Leave it out: the cache has no password, and is for this Pod alone."));
});
