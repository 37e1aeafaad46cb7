import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, Chart, Duration, JsonPatch, Lazy, Testing, Yaml, YamlOutputType } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import * as kplus33 from 'cdk8s-plus-33';
import { podTemplates } from './every-way';
import { JobWithSidecar, LifecycleScenario, NativeSidecar, SidecarFallback, SidecarOptions, Sidecars, TargetCluster } from '../../src';
import { Container, KubernetesObject, PodSpec } from '../../src/manifest/types';

const IMAGE = { image: 'busybox:1.37', command: ['work'] };
const MAIN = { name: 'main', ...IMAGE };
const sidecar = (name = 'proxy', options: SidecarOptions = {}) => new NativeSidecar({ name, ...IMAGE, ...options });
const byHand = (name: string, rest: object = {}) => ({ name, ...IMAGE, restartPolicy: 'Always', ...rest });
const RESOURCES = { resources: { requests: { cpu: '10m', memory: '16Mi' } } };
const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
beforeEach(() => stderr.mockClear());

function job(chart: Chart, id: string, podSpec: object = {}): ApiObject {
  const spec: object = { template: { spec: { restartPolicy: 'Never', containers: [MAIN], ...podSpec } } };
  return new ApiObject(chart, id, { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: id }, spec } as never);
}

const initNames = (chart: Chart) => podTemplates(chart).map(({ spec }) => ((spec as PodSpec).initContainers ?? []).map(({ name }) => name));
const initContainers = (chart: Chart) => (podTemplates(chart)[0].spec as PodSpec).initContainers as Container[];

describe('a scope', () => {
  test('of a whole App has what is there and what is added later, and nothing else', () => {
    const app = new App();
    const [chart, other] = [new Chart(app, 'chart'), new Chart(app, 'other')];
    job(chart, 'before');
    Sidecars.of(chart).add(sidecar());
    job(chart, 'after');
    job(new Chart(chart, 'nested'), 'deeper');
    job(other, 'elsewhere');
    app.synthYaml();
    expect(initNames(chart)).toEqual([['proxy'], ['proxy']]);
    expect(initNames(chart.node.findChild('nested') as Chart)).toEqual([['proxy']]);
    expect(initNames(other)).toEqual([[]]);
  });

  test('may be in another, and sidecars of the outer one come first, in whatever order it was said', () => {
    const names = (...steps: ((scopes: { app: App; chart: Chart; object: ApiObject }) => unknown)[]) => {
      const app = new App();
      const chart = new Chart(app, 'chart');
      const object = job(chart, 'job');
      steps.forEach(step => step({ app, chart, object }));
      return initNames(chart);
    };
    const steps = [
      ({ object }: { object: ApiObject }) => Sidecars.of(object).add(sidecar('inner')),
      ({ chart }: { chart: Chart }) => Sidecars.of(chart).add(sidecar('middle-1'), sidecar('middle-2')),
      ({ app }: { app: App }) => Sidecars.of(app).add(sidecar('outer')),
    ];
    expect(names(...steps)).toEqual([['outer', 'middle-1', 'middle-2', 'inner']]);
    expect(names(...steps.reverse())).toEqual(names(...steps));
  });

  test('takes the nearest target and fallback', () => {
    const app = new App();
    const chart = new Chart(app, 'chart');
    const [old, current] = [job(chart, 'old'), job(chart, 'current')];
    Sidecars.of(app).target(TargetCluster.version('1.27')).fallback(SidecarFallback.refuse());
    Sidecars.of(chart).fallback(SidecarFallback.supervised()).add(sidecar());
    Sidecars.of(current).target(TargetCluster.version('1.36'));
    expect(old.toJson().spec.template.spec.containers.map(({ name }: Container) => name)).toEqual(['proxy', 'main']);
    expect(current.toJson().spec.template.spec.initContainers[0].restartPolicy).toBe('Always');
    Sidecars.of(old).fallback(SidecarFallback.refuse());
    expect(() => old.toJson()).toThrow(/^chart\/old, container 'proxy', .*SC101/);
  });

  test('without sidecars leaves everything as it is, broken or not', () => {
    const build = (attach: (app: App) => unknown) => {
      const app = new App();
      const chart = new Chart(app, 'chart');
      job(chart, 'job', { initContainers: [{ name: 'main' }] });
      job(chart, 'broken', { containers: 'none' });
      new kplus33.Deployment(chart, 'deployment', { containers: [MAIN], spread: true });
      new ApiObject(chart, 'config', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'config' } });
      attach(app);
      return app.synthYaml();
    };
    expect(build(app => Sidecars.of(app).target(TargetCluster.version('1.20')))).toBe(build(() => undefined));
    expect(stderr.mock.calls).toEqual([]);
  });

  test('in which nothing makes Pods is an error for sidecars', () => {
    const app = new App();
    const chart = new Chart(app, 'chart');
    new ApiObject(chart, 'config', { apiVersion: 'v1', kind: 'ConfigMap' });
    Sidecars.of(chart).add(sidecar());
    expect(() => app.synthYaml()).toThrow('[chart] nothing in it makes Pods, so there is nowhere to put sidecar \'proxy\'. '
      + 'Add them to what does, or say with podTemplate where its kind keeps its Pod template.');
  });

  test('counts the same sidecar once, and shares it among workloads', () => {
    const chart = Testing.chart();
    const proxy = sidecar();
    [job(chart, 'a'), job(chart, 'b')].forEach(object => Sidecars.of(object).add(proxy).add(proxy));
    Sidecars.of(chart).add(proxy);
    expect(initNames(chart)).toEqual([['proxy'], ['proxy']]);
  });

  test('with two sidecars of a name is an error that names the object', () => {
    const chart = Testing.chart();
    Sidecars.of(chart).add(sidecar());
    Sidecars.of(job(chart, 'a')).add(sidecar());
    expect(() => Testing.synth(chart)).toThrow(/^test\/a, container 'proxy', .*SC106/);
  });
});

describe('an object', () => {
  test('comes out the same in every output mode, added late or not', () => {
    const outdir = mkdtempSync(join(tmpdir(), 'modes-'));
    const written = Object.values(YamlOutputType).filter(mode => typeof mode === 'string').map(mode => {
      const app = new App({ outdir: join(outdir, String(mode)), yamlOutputType: YamlOutputType[mode as keyof typeof YamlOutputType] });
      Sidecars.of(app).add(sidecar());
      job(new Chart(app, 'chart'), 'job');
      app.synth();
      const [file] = readdirSync(app.outdir, { recursive: true, encoding: 'utf8' }).filter(path => path.endsWith('.yaml'));
      return readFileSync(join(app.outdir, file), 'utf8');
    });
    rmSync(outdir, { recursive: true });
    expect(written.length).toBe(4);
    expect(new Set(written).size).toBe(1);
    expect(written[0]).toContain('restartPolicy: Always');
  });

  test('that is rendered again gives the same bytes, in spite of spread, and adds its terms once', () => {
    const chart = Testing.chart();
    const deployment = new kplus33.Deployment(chart, 'deployment', { containers: [MAIN], spread: true });
    Sidecars.of(deployment).add(sidecar());
    const [first, second] = [Yaml.stringify(...Testing.synth(chart)), Yaml.stringify(...Testing.synth(chart))];
    expect(second).toBe(first);
    expect(first.match(/topologyKey/g)).toHaveLength(2);
  });

  test('has its late values asked for once a rendering', () => {
    const chart = Testing.chart();
    const produce = jest.fn(() => [MAIN]);
    const object = job(chart, 'job', { containers: Lazy.any({ produce }) });
    Sidecars.of(object).add(sidecar());
    object.toJson();
    expect(produce).toHaveBeenCalledTimes(1);
  });

  test('is patched before the sidecars are put in, whenever the patch was added', () => {
    const chart = Testing.chart();
    const object = job(chart, 'job');
    const path = '/spec/template/spec';
    object.addJsonPatch(JsonPatch.add(`${path}/initContainers`, [{ name: 'early', ...IMAGE }]));
    Sidecars.of(object).add(sidecar('proxy', { startsAfter: ['early'] }));
    object.addJsonPatch(JsonPatch.add(`${path}/initContainers/-`, { name: 'late', ...IMAGE }));
    expect(initNames(chart)).toEqual([['early', 'proxy', 'late']]);
  });

  test('that is a list has sidecars in all its items, and errors say which', () => {
    const chart = Testing.chart();
    const item = (name: string, command?: string[]) =>
      ({ apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { containers: [{ name: 'main', image: 'x', command }], restartPolicy: 'Never' } });
    const list = { apiVersion: 'v1', kind: 'List', items: [item('a', ['run']), item('b')] };
    Sidecars.of(new ApiObject(chart, 'list', list as never)).add(sidecar());
    const [{ items }] = Testing.synth(chart);
    expect(items.map(({ spec }: { spec: PodSpec }) => spec.initContainers!.map(({ name }) => name))).toEqual([['proxy'], ['proxy']]);
    Sidecars.of(chart).target(TargetCluster.version('1.27'));
    expect(() => Testing.synth(chart)).toThrow(/^test\/list, container 'main', items\[1\]\.spec\.containers\[0\]\.command: .*SC802/m);
  });

  test('of a custom kind that has several Pod templates gets sidecars in all of them', () => {
    const chart = Testing.chart();
    const replicated = (name: string) => ({ name, template: { spec: { template: { spec: { restartPolicy: 'Never', containers: [MAIN] } } } } });
    const spec: object = { replicatedJobs: [replicated('driver'), replicated('workers')] };
    const jobSet = new ApiObject(chart, 'set', { apiVersion: 'jobset.x-k8s.io/v1alpha2', kind: 'JobSet', spec } as never);
    Sidecars.of(jobSet).add(sidecar());
    expect(initNames(chart)).toEqual([['proxy'], ['proxy']]);
  });

  test('of a kind that is not known gets sidecars where its Pod template is said to be', () => {
    const chart = Testing.chart();
    const worker: object = { workers: [{ template: { spec: { containers: [MAIN] } } }] };
    const object = new ApiObject(chart, 'fleet', { apiVersion: 'example.com/v1', kind: 'Fleet', spec: worker } as never);
    Sidecars.of(object).add(sidecar()).podTemplate({ apiGroup: 'example.com', kind: 'Fleet', path: 'spec.workers[*].template' });
    const [{ spec }] = Testing.synth(chart);
    expect(spec.workers[0].template.spec.initContainers[0].name).toBe('proxy');
  });

  test('that does not have the form of a workload is refused by the field that is wrong', () => {
    const chart = Testing.chart();
    Sidecars.of(job(chart, 'job', { containers: [{ name: 'main', command: 'run' }] })).add(sidecar());
    expect(() => Testing.synth(chart)).toThrow('test/job: spec.template.spec.containers[0].command must be a list, not "run".');
  });

  test('of this library takes sidecars from around it, too', () => {
    const chart = Testing.chart();
    new JobWithSidecar(chart, 'job', { containers: [MAIN], sidecars: [sidecar('own')] });
    Sidecars.of(chart).add(sidecar('of-all'));
    expect(initNames(chart)).toEqual([['of-all', 'own']]);
  });

  test('of a copy of this library is treated once, though two copies are told about it', () => {
    const chart = Testing.chart();
    const object = job(chart, 'job');
    Sidecars.of(object).add(sidecar('one'));
    jest.isolateModules(() => {
      const copy = jest.requireActual<typeof import('../../src')>('../../src');
      expect(copy.Sidecars).not.toBe(Sidecars);
      copy.Sidecars.of(object).add(new copy.NativeSidecar({ name: 'two', ...IMAGE }));
    });
    expect(initNames(chart)).toEqual([['one', 'two']]);
  });
});

describe('native sidecars that are there already', () => {
  test('are lowered to the target, with what is said of their images', () => {
    const chart = Testing.chart();
    const object = job(chart, 'job', { initContainers: [{ name: 'nginx', image: 'nginx:1.30', restartPolicy: 'Always' }] });
    Sidecars.of(chart).target(TargetCluster.version('1.27'));
    expect(() => object.toJson()).toThrow(/^test\/job, container 'nginx', .*SC802/m);
    Sidecars.of(chart).describe('nginx', { entrypoint: ['nginx', '-g', 'daemon off;'] }).describe('nginx', { stopSignal: 'SIGQUIT' });
    const [nginx] = object.toJson().spec.template.spec.containers as Container[];
    expect(nginx.command!.slice(-3)).toEqual(['nginx', '-g', 'daemon off;']);
    expect(nginx.command!.slice(0, -3).join(' ')).toMatch(/\bQUIT\b/);
  });

  test('of cdk8s-plus-33 are lowered as those of this library are', () => {
    const [theirs, ours] = [Testing.chart(), Testing.chart()];
    const proxy = { name: 'proxy', ...IMAGE, resources: {} };
    new kplus33.Job(theirs, 'job', { containers: [MAIN] }).addInitContainer({ ...proxy, restartPolicy: kplus33.ContainerRestartPolicy.ALWAYS });
    const target = TargetCluster.version('1.27');
    Sidecars.of(theirs).target(target);
    new JobWithSidecar(ours, 'job', { containers: [MAIN], sidecars: [new NativeSidecar(proxy)], target });
    const specOf = (chart: Chart) =>
      Object.fromEntries(Object.entries(podTemplates(chart)[0].spec as PodSpec).filter(([, value]) => value !== false));
    expect(specOf(theirs)).toEqual(specOf(ours));
  });

  test('get a gate, another place and what they bring, where that is said of them', () => {
    const chart = Testing.chart();
    job(chart, 'job', { initContainers: [{ name: 'fetch', ...IMAGE }, byHand('proxy', { ports: [{ containerPort: 5000 }] })] });
    const appEnvironment = { PROXY: kplus.EnvValue.fromValue('localhost:5000') };
    Sidecars.of(chart).describe('proxy', { startsBefore: ['fetch'], startGate: true, appEnvironment });
    expect(initContainers(chart).map(({ name, startupProbe }) => [name, startupProbe])).toEqual([
      ['proxy', { tcpSocket: { port: 5000 }, periodSeconds: 1, failureThreshold: 300 }], ['fetch', undefined],
    ]);
    expect((podTemplates(chart)[0].spec as PodSpec).containers[0].env).toEqual([{ name: 'PROXY', value: 'localhost:5000' }]);
  });

  test('of a name that is not there are an error for the very object that they were described for', () => {
    const chart = Testing.chart();
    const object = job(chart, 'job', { initContainers: [{ name: 'fetch', ...IMAGE }, byHand('proxy')] });
    Sidecars.of(object).describe('porxy', { startGate: true });
    expect(() => Testing.synth(chart)).toThrow('test/job, container \'porxy\': it is described, but there is no native sidecar of that name. '
      + 'Use one of: proxy. [SC121 described-sidecar-missing]');
  });

  test('of a name that only some have may be described for all', () => {
    const chart = Testing.chart();
    job(chart, 'with', { initContainers: [byHand('proxy')] });
    job(chart, 'without', { initContainers: [byHand('other')] });
    Sidecars.of(chart).describe('proxy', { drain: Duration.seconds(1) });
    expect(initNames(chart)).toEqual([['proxy'], ['other']]);
  });

  test('are held to the grace period that they are said to need', () => {
    const chart = Testing.chart();
    job(chart, 'job', { initContainers: [byHand('proxy', RESOURCES)], terminationGracePeriodSeconds: 10 });
    Sidecars.of(chart).describe('proxy', { drain: Duration.seconds(20) });
    Testing.synth(chart);
    expect(Sidecars.of(chart).diagnostics.map(({ id, constructPath, container }) => [id, constructPath, container])).toEqual([['SC403', 'test/job', 'proxy']]);
  });
});

describe('a warning', () => {
  const talkative = () => {
    const chart = Testing.chart();
    const object = job(chart, 'job', {
      containers: [{ ...MAIN, env: [{ name: 'PROXY', value: 'http://localhost:5000' }] }],
      initContainers: [byHand('proxy', { ports: [{ containerPort: 5000 }], ...RESOURCES })],
    });
    return { chart, object };
  };

  test('is written to stderr once, with the construct that it is about', () => {
    const { chart } = talkative();
    Sidecars.of(chart);
    Testing.synth(chart);
    Testing.synth(chart);
    expect(stderr.mock.calls).toEqual([[expect.stringMatching(/^warning: test\/job, container 'proxy', .*\[SC301 no-start-gate\]\n$/)]]);
  });

  test.each<[string, { id: string; reason: string; container?: string }, boolean]>([
    ['for all containers', { id: 'SC301', reason: 'it retries' }, true],
    ['for its container', { id: 'SC301', reason: 'it retries', container: 'proxy' }, true],
    ['for another container', { id: 'SC301', reason: 'it retries', container: 'other' }, false],
    ['for another rule', { id: 'SC302', reason: 'it retries' }, false],
  ])('that is acknowledged %s: %j', (_, acknowledgement, silenced) => {
    const { chart } = talkative();
    Sidecars.of(chart).acknowledge(acknowledgement);
    Testing.synth(chart);
    expect(stderr.mock.calls.length).toBe(silenced ? 0 : 1);
    expect(Sidecars.of(chart).diagnostics.map(({ id, acknowledged }) => [id, acknowledged])).toEqual([['SC301', silenced ? 'it retries' : undefined]]);
  });

  test.each([{}, { container: 'proxy' }])('that is an error of judgement ends synthesis, unless it is acknowledged: %j', where => {
    const chart = Testing.chart();
    const proxy = { name: 'proxy', image: 'gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.18.0' };
    job(chart, 'import', { containers: [MAIN, proxy] });
    Sidecars.of(chart);
    expect(() => Testing.synth(chart)).toThrow(/^test\/import, container 'proxy', spec\.template\.spec\.containers\[1\].*\[SC201 job-never/);
    Sidecars.of(chart).acknowledge({ id: 'SC201', reason: 'it is killed from outside', ...where });
    expect(Testing.synth(chart)[0].spec.template.spec.containers.map(({ name }: Container) => name)).toEqual(['main', 'proxy']);
    expect(Sidecars.of(chart).diagnostics).toMatchObject([{ id: 'SC201', acknowledged: 'it is killed from outside' }]);
  });

  test('of a workload without sidecars is one that is about them, and nothing else', () => {
    const chart = Testing.chart();
    job(chart, 'import', { initContainers: [{ name: 'main', image: 'a', command: ['sleep', 'infinity'] }] });
    Sidecars.of(chart);
    expect(() => Testing.synth(chart)).toThrow(/\[SC109 init-restart-missing\]$/);
    expect(Sidecars.of(chart).diagnostics.map(({ id }) => id)).toEqual(['SC109']);
  });

  test('can be acknowledged, an error of the API server or of a fallback cannot', () => {
    const { chart } = talkative();
    Sidecars.of(chart).acknowledge({ id: 'SC101', reason: 'never mind' }).target(TargetCluster.version('1.27')).fallback(SidecarFallback.refuse());
    expect(() => Testing.synth(chart)).toThrow(/SC101/);
    expect(Sidecars.of(chart).diagnostics.find(({ id }) => id === 'SC101')!.acknowledged).toBeUndefined();
  });
});

describe('what will happen', () => {
  const explained = (target: string, options = {}) => {
    const chart = Testing.chart();
    job(chart, 'import');
    job(chart, 'second');
    new ApiObject(chart, 'config', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'config' } });
    return Sidecars.of(chart).add(sidecar()).target(TargetCluster.version(target)).explain({ ascii: true, ...options });
  };

  test('is told of every workload, with a lane for each container', () => {
    const text = explained('1.36');
    expect(text.match(/^Job \w+ on .*$/gm)).toEqual([
      'Job import on Kubernetes 1.36: The main containers come to their end.', 'Job second on Kubernetes 1.36: The main containers come to their end.',
    ]);
    expect(text.match(/^proxy .*exit 0$/gm)).toHaveLength(2);
    expect(text).toContain('Succeeded: all main containers have ended with 0');
    expect(text.split('\n').every(line => line.length <= 80)).toBe(true);
  });

  test('is told of the form that comes out for the target, and of the scenario that is asked for', () => {
    expect(explained('1.27', { scenario: LifecycleScenario.FAILURE, width: 120 }).split('\n')[0])
      .toBe('Job import on Kubernetes 1.27 (supervised): The first main container fails.');
  });

  test('is not told in too few columns', () => {
    expect(() => explained('1.36', { width: 39 })).toThrow('The text of explain needs a width of 40 columns or more, not 39.');
  });

  test('leaves synthesis as it is', () => {
    const chart = Testing.chart();
    const deployment = new kplus33.Deployment(chart, 'deployment', { containers: [MAIN], spread: true });
    const sidecars = Sidecars.of(deployment).add(sidecar());
    const before = Yaml.stringify(...Testing.synth(chart));
    sidecars.explain();
    expect(Yaml.stringify(...Testing.synth(chart))).toBe(before);
  });
});

test.each<[string, (sidecars: Sidecars) => unknown, string]>([
  ['an acknowledgement of something else', sidecars => sidecars.acknowledge({ id: 'no-start-gate', reason: 'x' }),
    'test: \'no-start-gate\' is no identifier of a rule. It stands at the end of a warning: SC and three digits.'],
  ['an acknowledgement without a reason', sidecars => sidecars.acknowledge({ id: 'SC301', reason: ' ' }),
    'test: the acknowledgement of SC301 has no reason. Say why it does not matter here.'],
  ['a JSON pointer for a path', sidecars => sidecars.podTemplate({ apiGroup: 'example.com', kind: 'Fleet', path: '/spec/template' }),
    'test: \'/spec/template\' is no path of a Pod template. Write it as spec.template or spec.workers[*].template.'],
])('bad input is refused: %s', (_, call, text) => {
  expect(() => call(Sidecars.of(Testing.chart()))).toThrow(text);
});

test('what is no volume of cdk8s-plus is refused where a volume is to be mounted', () => {
  const chart = Testing.chart();
  Sidecars.of(job(chart, 'job')).add(sidecar('proxy', { appMounts: [{ path: '/data', volume: chart }] }));
  expect(() => Testing.synth(chart)).toThrow('\'test\' is no volume of cdk8s-plus. Give what Volume.fromEmptyDir and its like make, of any release.');
});

test('volumes and mounts of any cdk8s-plus come along, with what is said of the mount', () => {
  const chart = Testing.chart();
  const volume = kplus33.Volume.fromEmptyDir(chart, 'data', 'data');
  const spare = kplus33.Volume.fromHostPath(chart, 'spare', 'spare', { path: '/spare' });
  const mount = { path: '/data', volume, readOnly: true, subPath: 'a' };
  Sidecars.of(job(chart, 'job')).add(sidecar('proxy', { appMounts: [mount, { path: '/again', volume }], podVolumes: [spare] }));
  const { containers, volumes } = podTemplates(chart)[0].spec as PodSpec;
  expect(containers[0].volumeMounts).toEqual([{ name: 'data', mountPath: '/data', readOnly: true, subPath: 'a' }, { name: 'data', mountPath: '/again' }]);
  expect(volumes!.map(({ name }) => name)).toEqual(['data', 'spare']);
});

test('classes of old schemas still drop restartPolicy: once they do not, unfiltered rendering can go', () => {
  const chart = Testing.chart();
  const rendered = new kplus.k8s.KubePod(chart, 'pod', { spec: { containers: [MAIN], initContainers: [byHand('proxy')] } }).toJson() as KubernetesObject;
  expect((rendered.spec as PodSpec).initContainers![0].restartPolicy).toBeUndefined();
});
