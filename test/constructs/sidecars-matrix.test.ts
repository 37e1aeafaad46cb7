import { ApiObject, JsonPatch, Testing, Yaml } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import {
  BY_HAND, comparable, KINDS, KPLUS_MINORS, L1_MINORS, podSpecPointer, podTemplates, withApiObject, withHelm, withInclude, withKplus, withL1,
} from './every-way';
import { NativeSidecar, Sidecars, TargetCluster } from '../../src';
import { Container, PodSpec } from '../../src/manifest/types';

const WAYS = [
  ...KPLUS_MINORS.map(minor => [`cdk8s-plus-${minor}`, withKplus(minor)] as const),
  ...L1_MINORS.map(minor => [`classes of Kubernetes 1.${minor}`, withL1(minor)] as const),
  ['ApiObject', withApiObject] as const,
  ['Include', withInclude] as const,
  ['Helm', withHelm] as const,
];
const TARGETS = { native: '1.36', lowered: '1.27' };

const sidecar = () => {
  const chart = Testing.chart();
  const logs = kplus.Volume.fromEmptyDir(chart, 'logs', 'logs');
  return new NativeSidecar({
    name: 'shipper',
    image: 'fluent-bit:3',
    command: ['fluent-bit'],
    portNumber: 2020,
    volumeMounts: [{ path: '/logs', volume: logs }],
    appMounts: [{ path: '/var/log/app', volume: logs }],
    appEnvironment: { LOG_FOLDER: kplus.EnvValue.fromValue('/var/log/app') },
    podAnnotations: { 'example.com/logs': 'shipped' },
    fsGroup: 2000,
    startsAfter: ['by-hand'],
  });
};

function templateOf(make: (typeof WAYS)[number][1], kind: (typeof KINDS)[number], target: keyof typeof TARGETS) {
  const chart = Testing.chart();
  Sidecars.of(make(chart, kind)).target(TargetCluster.version(TARGETS[target])).add(sidecar());
  const [template, ...others] = podTemplates(chart);
  expect(others).toEqual([]);
  return comparable(template);
}

const [[, first], ...others] = WAYS;

// Its sidecar that was written by hand has no requests, which is said each time.
beforeEach(() => { jest.spyOn(process.stderr, 'write').mockReturnValue(true); });
afterEach(() => jest.restoreAllMocks());

test('a sidecar and all that it brings are in the Pod of a Job, behind the sidecar that was there', () => {
  expect(templateOf(first, 'Job', 'native')).toMatchSnapshot();
});

describe.each(KINDS)('the Pod template of a %s', kind => {
  test('from cdk8s-plus-27, native, is that of a Job but for the restart policy', () => {
    const { metadata, spec } = templateOf(first, kind, 'native');
    const ofJob = templateOf(first, 'Job', 'native');
    expect(metadata).toEqual(ofJob.metadata);
    expect(spec).toEqual({ ...ofJob.spec as PodSpec, restartPolicy: kind.endsWith('Job') ? 'Never' : 'Always' });
  });

  test('from cdk8s-plus-27, lowered, has all containers under a supervisor, and what the sidecar brings', () => {
    const { metadata, spec } = templateOf(first, kind, 'lowered');
    const { initContainers, containers, volumes, securityContext } = spec as PodSpec;
    expect(initContainers!.map(({ name }) => name)).toEqual(['sidecar-runtime']);
    expect(containers.map(({ name, restartPolicy }: Container & { restartPolicy?: string }) => [name, restartPolicy]))
      .toEqual([['by-hand', undefined], ['shipper', undefined], ['main', undefined]]);
    expect(containers[2].env).toContainEqual({ name: 'LOG_FOLDER', value: '/var/log/app' });
    expect(containers[2].volumeMounts).toContainEqual({ name: 'logs', mountPath: '/var/log/app' });
    expect(volumes!.map(({ name }) => name)).toEqual(['logs', 'sidecar-runtime']);
    expect(securityContext!.fsGroup).toBe(2000);
    expect(Object.keys(metadata!.annotations as object)).toEqual(['kubectl.kubernetes.io/default-container', 'cdk8s-sidecars/supervised-for', 'example.com/logs']);
  });

  test.each(Object.keys(TARGETS) as (keyof typeof TARGETS)[])('%s, has no part in two places, which YAML would write as an alias', target => {
    const chart = Testing.chart();
    const second = { ...BY_HAND, name: 'second', restartPolicy: undefined };
    const workload = withApiObject(chart, kind) as ApiObject;
    workload.addJsonPatch(JsonPatch.add(`${podSpecPointer(kind)}/containers/-`, second));
    Sidecars.of(workload).target(TargetCluster.version(TARGETS[target])).add(sidecar());
    expect(Yaml.stringify(...Testing.synth(chart))).not.toMatch(/(^|\s)[&*]a\d/);
  });

  describe.each(others)('from %s', (_, make) => {
    test.each(Object.keys(TARGETS) as (keyof typeof TARGETS)[])('%s, is the same as from cdk8s-plus-27', target => {
      expect(templateOf(make, kind, target)).toEqual(templateOf(first, kind, target));
    });
  });
});
