import { Chart, Duration, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { CloudSqlAuthProxy, CloudSqlAuthProxyProps, JobWithSidecar } from '../../src';
import { usePreset } from './use-preset';

const instances = [{ connectionName: 'shop:europe-west1:orders' }];
const proxy = (chart: Chart, props: Partial<CloudSqlAuthProxyProps> = {}) => new CloudSqlAuthProxy(chart, 'database', { instances, ...props });

function graceOf(drain?: Duration, ofPod?: Duration): number {
  const chart = Testing.chart();
  new JobWithSidecar(chart, 'job', {
    terminationGracePeriod: ofPod,
    containers: [{ name: 'main', image: 'busybox:1.37', command: ['true'], securityContext: { user: 1000 } }],
    sidecars: [proxy(chart, { drain })],
  });
  return chart.toJson().find(({ kind }) => kind === 'Job').spec.template.spec.terminationGracePeriodSeconds;
}

test('the grace period of the Pod is long enough for the drain, and for ten seconds of the main containers before', () => {
  expect(graceOf()).toBe(30);
  expect(graceOf(Duration.seconds(45))).toBe(55);
  expect(graceOf(Duration.seconds(5), Duration.seconds(3))).toBe(15);
  expect(graceOf(Duration.seconds(45), Duration.minutes(2))).toBe(120);
});

test('what was asked for comes on top of the preset', () => {
  const { sidecar } = usePreset(chart => proxy(chart, {
    name: 'db',
    image: 'mirror.example.com/cloud-sql-proxy:2.20.0',
    extraArgs: ['--debug-logs'],
    envVariables: { CSQL_PROXY_QUOTA_PROJECT: kplus.EnvValue.fromValue('shop') },
    resources: { cpu: { request: kplus.Cpu.millis(200) } },
    user: 1001,
    group: 1002,
  }));
  expect(sidecar).toMatchObject({
    name: 'db',
    image: 'mirror.example.com/cloud-sql-proxy:2.20.0',
    env: [{ name: 'CSQL_PROXY_QUOTA_PROJECT', value: 'shop' }],
    resources: { requests: { cpu: '200m' } },
    securityContext: { runAsUser: 1001, runAsGroup: 1002 },
  });
  expect(sidecar.args.at(-1)).toBe('--debug-logs');
});

test.each([
  ['--http-address=127.0.0.1', "sidecar 'cloud-sql-proxy', extraArgs: '--http-address=127.0.0.1' is set by the preset. "
    + 'Leave it out: the kubelet looks from outside the Pod, and could not reach a loopback address.'],
  ['--max-sigterm-delay', "sidecar 'cloud-sql-proxy', extraArgs: '--max-sigterm-delay' is set by the preset. Use drain."],
])('the extra argument %s is an error', (argument, text) => {
  expect(() => proxy(Testing.chart(), { extraArgs: [argument] })).toThrow(new Error(text));
});
