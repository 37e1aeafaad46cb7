import { ApiObject, App, Chart, Cron, Duration, JsonPatch, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { podTemplates } from './every-way';
import {
  CronJobWithSidecar, DaemonSetWithSidecar, DeploymentWithSidecar, JobWithSidecar, NativeSidecar, PodWithSidecar, SidecarFallback,
  StatefulSetWithSidecar, TargetCluster, WorkloadSidecarProps,
} from '../../src';
import { Container, PodSpec } from '../../src/manifest/types';

const IMAGE = { image: 'busybox:1.37', command: ['work'] };
const MAIN = { name: 'main', ...IMAGE, portNumber: 8080 };
const sidecar = (name = 'proxy') => new NativeSidecar({ name, ...IMAGE, portNumber: 5000 });

type Props = kplus.AbstractPodProps & WorkloadSidecarProps;
type Own = JobWithSidecar | CronJobWithSidecar | DeploymentWithSidecar | StatefulSetWithSidecar | DaemonSetWithSidecar | PodWithSidecar;
type Make = (chart: Chart, props: Props) => Own;
type MakePlain = (chart: Chart, props: kplus.AbstractPodProps) => kplus.AbstractPod;
const schedule = Cron.daily();

/** Each workload as it is made here, and in cdk8s-plus. */
const WORKLOADS: [string, Make, MakePlain][] = [
  ['Job', (chart, props) => new JobWithSidecar(chart, 'x', props), (chart, props) => new kplus.Job(chart, 'x', props)],
  ['CronJob', (chart, props) => new CronJobWithSidecar(chart, 'x', { schedule, ...props }), (chart, props) => new kplus.CronJob(chart, 'x', { schedule, ...props })],
  ['Deployment', (chart, props) => new DeploymentWithSidecar(chart, 'x', props), (chart, props) => new kplus.Deployment(chart, 'x', props)],
  ['StatefulSet', (chart, props) => new StatefulSetWithSidecar(chart, 'x', props), (chart, props) => new kplus.StatefulSet(chart, 'x', props)],
  ['DaemonSet', (chart, props) => new DaemonSetWithSidecar(chart, 'x', props), (chart, props) => new kplus.DaemonSet(chart, 'x', props)],
  ['Pod', (chart, props) => new PodWithSidecar(chart, 'x', props), (chart, props) => new kplus.Pod(chart, 'x', props)],
];

describe.each(WORKLOADS)('a %sWithSidecar', (kind, make, makePlain) => {
  const podSpec = (chart: Chart) => podTemplates(chart)[0].spec as PodSpec;
  const names = (chart: Chart) => podSpec(chart).initContainers!.map(({ name }) => name);

  test(`without sidecars gives the manifest of a ${kind} of cdk8s-plus`, () => {
    const synth = (build: Make | MakePlain) => {
      const app = new App();
      const chart = new Chart(app, 'chart', { namespace: 'space' });
      const workload = build(chart, {
        containers: [MAIN, { ...MAIN, name: 'second', portNumber: 8081, ports: [{ number: 9, name: 'a' }] }].slice(0, kind === 'StatefulSet' ? 1 : 2),
        initContainers: [{ name: 'init', ...IMAGE }],
        isolate: true,
        spread: true,
        terminationGracePeriod: Duration.seconds(5),
        securityContext: { fsGroup: 1 },
      } as kplus.AbstractPodProps);
      workload.podMetadata.addAnnotation('a', 'b');
      workload.addContainer({ name: 'late', ...IMAGE });
      workload.addInitContainer(IMAGE);
      workload.addVolume(kplus.Volume.fromEmptyDir(chart, 'volume', 'volume'));
      ApiObject.of(workload).addJsonPatch(JsonPatch.add('/metadata/annotations', { c: 'd' }));
      return app.synthYaml();
    };
    expect(synth(make)).toBe(synth(makePlain));
  });

  test('has the sidecars of its props and those that are added, in order, and hands out a copy of them', () => {
    const chart = Testing.chart();
    const workload = make(chart, { containers: [MAIN], sidecars: [sidecar('a')] });
    workload.addSidecar(sidecar('b'));
    workload.addInitContainer({ name: 'init', ...IMAGE });
    workload.sidecars.pop();
    expect(names(chart)).toEqual(['a', 'b', 'init']);
    expect(workload.sidecars.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(podSpec(chart).initContainers!.map(container => (container as Container).restartPolicy)).toEqual(['Always', 'Always', undefined]);
  });

  test('is lowered to its target, or refused, as its props say', () => {
    const [chart, refusing] = [Testing.chart(), Testing.chart()];
    const props = { containers: [MAIN], sidecars: [sidecar()], target: TargetCluster.version('1.27') };
    const workload = make(chart, props);
    expect(podSpec(chart).containers.map(({ name }) => name)).toEqual(['proxy', 'main']);
    expect(workload.target.toString()).toBe('1.27');
    make(refusing, { ...props, fallback: SidecarFallback.refuse() });
    expect(() => Testing.synth(refusing)).toThrow(/^test\/x, container 'proxy', spec\..*SC101/);
  });

  test('says what its Pods count for, and what synthesis found', () => {
    const chart = Testing.chart();
    const talking = { ...MAIN, envVariables: { URL: kplus.EnvValue.fromValue('http://localhost:5000') } };
    const ungated = new NativeSidecar({ name: 'proxy', ...IMAGE, portNumber: 5000, startGate: false });
    const workload = make(chart, { containers: [talking], sidecars: [ungated] });
    expect(workload.podResources().requests).toEqual({ cpu: '1050m', memory: '576Mi' });
    expect(workload.diagnostics.map(({ id, constructPath }) => [id, constructPath])).toEqual([['SC301', 'test/x']]);
  });

  test.each<[string, (workload: Own) => unknown, string]>([
    ['a sidecar with the name of a main container', workload => workload.addSidecar(sidecar('main')), 'test/x, container \'main\', name: '],
    ['a main container with the name of a sidecar', workload => workload.addContainer({ name: 'proxy', ...IMAGE }), 'test/x, container \'proxy\', name: '],
    ['an init container with the name of a sidecar', workload => workload.addInitContainer({ name: 'proxy', ...IMAGE }), 'test/x, container \'proxy\', name: '],
    ['an init container with a port', workload => workload.addInitContainer({ ...MAIN, name: 'init' }), 'test/x, container \'init\', portNumber: '],
    ['a sidecar as a main container', workload => workload.attachContainer(sidecar('other')), 'test/x, container \'other\': a NativeSidecar that is attached'],
  ])('takes no %s', (_, use, text) => {
    const workload = make(Testing.chart(), { containers: [MAIN], sidecars: [sidecar()] });
    expect(() => use(workload)).toThrow(text);
  });
});

describe('a CronJobWithSidecar', () => {
  test('has the fields of its Jobs that cdk8s-plus leaves out, and a suspend of its own', () => {
    const chart = Testing.chart();
    const fields = { suspend: true, parallelism: 2, completions: 4, backoffLimit: 1 };
    new CronJobWithSidecar(chart, 'x', { schedule, containers: [MAIN], sidecars: [sidecar()], ...fields });
    const [{ spec: { suspend, jobTemplate: { spec: { template, ...jobSpec } } } }] = Testing.synth(chart);
    expect(suspend).toBe(true);
    expect(jobSpec).toEqual({ backoffLimit: 1, completions: 4, parallelism: 2 });
    expect(template.spec.initContainers[0].name).toBe('proxy');
  });

  test('takes no Pod restart policy that Jobs cannot have, and no field that cannot be', () => {
    const build = (props: object) => () => new CronJobWithSidecar(Testing.chart(), 'x', { schedule, containers: [MAIN], ...props });
    expect(build({ restartPolicy: kplus.RestartPolicy.ALWAYS })).toThrow(/^test\/x, restartPolicy: .*SC107/);
    expect(build({ completions: 0.5 })).toThrow(/^test\/x, completions: .*SC118/);
  });
});

describe('a DeploymentWithSidecar', () => {
  const QUIET = { name: 'main', ...IMAGE };
  const portsOf = (build: (chart: Chart) => kplus.Service) => {
    const chart = Testing.chart();
    build(chart);
    return Testing.synth(chart).find(({ kind }) => kind === 'Service').spec.ports;
  };
  const deployment = (chart: Chart, containers: kplus.ContainerProps[], sidecars = [sidecar()]) =>
    new DeploymentWithSidecar(chart, 'x', { containers, sidecars });

  test('is exposed by the ports of its sidecars where no main container has one', () => {
    expect(portsOf(chart => deployment(chart, [QUIET]).exposeViaService())).toEqual([{ port: 5000, targetPort: 5000 }]);
  });

  test('is exposed by the ports of its main containers where they have some, as in cdk8s-plus', () => {
    expect(portsOf(chart => deployment(chart, [MAIN]).exposeViaService())).toEqual([{ port: 8080, targetPort: 8080 }]);
  });

  test('is exposed by a port of a sidecar on request, also of one made from a spec', () => {
    const fromSpec = NativeSidecar.fromSpec({ name: 'tls', ...IMAGE, ports: [{ containerPort: 8443 }] });
    expect(portsOf(chart => deployment(chart, [MAIN], [fromSpec]).exposeViaService({ ports: [{ port: 443, targetPort: 8443 }] })))
      .toEqual([{ port: 443, targetPort: 8443 }]);
  });

  test('is not exposed by a port that nobody has, and shows its main containers alone afterwards', () => {
    const workload = deployment(Testing.chart(), [MAIN]);
    expect(() => workload.exposeViaService({ ports: [{ port: 1 }] })).toThrow('Port 1 is not exposed by any container');
    expect(workload.containers.map(({ name }) => name)).toEqual(['main']);
  });

  test('is routed to by an ingress through its sidecar', () => {
    const chart = Testing.chart();
    deployment(chart, [QUIET]).exposeViaIngress('/');
    expect(Testing.synth(chart).map(({ kind }) => kind)).toEqual(['Deployment', 'Service', 'Ingress']);
  });
});

describe.each<[string, (chart: Chart, containers: kplus.ContainerProps[]) => DeploymentWithSidecar | StatefulSetWithSidecar]>([
  ['DeploymentWithSidecar', (chart, containers) => new DeploymentWithSidecar(chart, 'x', { containers, sidecars: [sidecar()] })],
  ['StatefulSetWithSidecar', (chart, containers) => new StatefulSetWithSidecar(chart, 'x', { containers, sidecars: [sidecar()] })],
])('a %s', (_, make) => {
  test('is scaled by its main container alone', () => {
    const chart = Testing.chart();
    const target = make(chart, [MAIN]);
    const { averageUtilization } = kplus.MetricTarget;
    const metrics = [target.mainContainerCpu(averageUtilization(70)), target.mainContainerMemory(averageUtilization(80))];
    new kplus.HorizontalPodAutoscaler(chart, 'scaler', { target, maxReplicas: 5, metrics });
    const [{ spec }] = Testing.synth(chart).filter(({ kind }) => kind === 'HorizontalPodAutoscaler');
    expect(spec.metrics).toEqual(['cpu', 'memory'].map((name, i) => ({
      type: 'ContainerResource', containerResource: { container: 'main', name, target: { type: 'Utilization', averageUtilization: 70 + 10 * i } },
    })));
  });

  test('with several main containers cannot tell which one to scale by', () => {
    const target = make(Testing.chart(), [MAIN, { name: 'second', ...IMAGE }]);
    expect(() => target.mainContainerCpu(kplus.MetricTarget.averageUtilization(70)))
      .toThrow('test/x: which of its 2 main containers? Use kplus.Metric.containerCpu or containerMemory with one of them.');
  });
});

describe('a StatefulSetWithSidecar', () => {
  const serviceOf = (props: Partial<kplus.StatefulSetProps>) => {
    const chart = Testing.chart();
    new StatefulSetWithSidecar(chart, 'x', { containers: [{ name: 'main', ...IMAGE }], sidecars: [sidecar()], ...props });
    const manifests = Testing.synth(chart);
    const [service] = manifests.filter(({ kind }) => kind === 'Service');
    expect(manifests.find(({ kind }) => kind === 'StatefulSet').spec.serviceName).toBe(service.metadata.name);
    return service.spec;
  };

  test('gets a headless service from the ports of its sidecars where no main container has one', () => {
    expect(serviceOf({})).toEqual({
      clusterIP: 'None', externalIPs: [], ports: [{ port: 5000, targetPort: 5000 }], selector: { 'cdk8s.io/metadata.addr': 'test-x-c8d39790' }, type: 'ClusterIP',
    });
  });

  test('gets the service of cdk8s-plus where a main container has a port', () => {
    expect(serviceOf({ containers: [MAIN] }).ports).toEqual([{ port: 8080, targetPort: 8080 }]);
  });
});
