import { deployment, job, MAIN, pod, PROXY } from './workloads';
import { TargetCluster } from '../../src/cluster/target-cluster';
import { BEST_FALLBACK, Fallback } from '../../src/lowering/fallback';
import { lower } from '../../src/lowering/lower';
import { Container, PodSpec } from '../../src/manifest/types';
import { podMetadata, workloadsOf } from '../../src/manifest/workloads';

const rule = { action: 'FailJob', onPodConditions: [], onExitCodes: { operator: 'In', values: [137] } };
const podFailurePolicy = { rules: [rule] };
const namedPolicy = { rules: [{ ...rule, onExitCodes: { containerName: 'main', operator: 'In', values: [137] } }] };
const COMMAND = { command: ['run'] };
const idsOf = ({ diagnostics }: ReturnType<typeof lower>) => diagnostics.map(({ id }) => id);

test.each([
  ['a Job without init containers', job([])],
  ['a Job with a plain init container, and a rule that names no container', job([{ name: 'init' }], [MAIN], { podFailurePolicy })],
  ['a Deployment whose main container has a restartPolicy', deployment([], [{ ...MAIN, restartPolicy: 'Always' }])],
])('%s is no matter of the target', (_, workload) => {
  for (const version of ['1.27', '1.28', '1.29.1', '1.37']) {
    const lowered = lower(workload, TargetCluster.version(version));
    expect(lowered.workload).toBe(workload);
    expect(lowered).toEqual({ workload, diagnostics: [], form: 'none' });
  }
});

test('sidecars stay native on a target that runs them, and rules of the Job do not hit them', () => {
  const lowered = lower(job([PROXY], [MAIN], { podFailurePolicy }), TargetCluster.newest());
  expect(lowered).toEqual({ workload: job([PROXY], [MAIN], { podFailurePolicy: namedPolicy }), diagnostics: [], form: 'native' });
});

test('a workload is refused as it is on a target that does not run its sidecars, if there is no fallback for it', () => {
  const workload = job([PROXY], [MAIN], { podFailurePolicy });
  const lowered = lower(workload, TargetCluster.version('1.27'));
  expect(lowered.workload).toBe(workload);
  expect(lowered.form).toBe('none');
  expect(lowered.diagnostics.map(({ id, severity, container, field }) => [id, severity, container, field])).toEqual([
    ['SC101', 'error', 'proxy', 'spec.template.spec.initContainers[0].restartPolicy'],
    ['SC802', 'error', 'proxy', 'spec.template.spec.initContainers[0].command'],
    ['SC802', 'error', 'main', 'spec.template.spec.containers[0].command'],
  ]);
});

test.each([
  [false, 'supervised', []],
  [true, 'native', ['SC407']],
])('the alpha of 1.28, with acceptUnorderedTermination %s, gives the %s form and %j', (acceptUnorderedTermination, form, ids) => {
  const target = TargetCluster.version('1.28', { featureGates: { SidecarContainers: true }, acceptUnorderedTermination });
  const lowered = lower(job([{ ...PROXY, ...COMMAND }], [{ ...MAIN, ...COMMAND }]), target);
  expect([lowered.form, idsOf(lowered)]).toEqual([form, ids]);
});

const STRATEGIES = ['best', 'supervised', 'plain', 'refuse'] as const;
const TARGETS = ['1.37', '1.29.3', '1.29.2', '1.29.0', '1.33,node=1.29.1', '1.28', '1.27'];
const POLICIES = ['Never', 'OnFailure', 'Always', undefined] as const;

type Choice = 'any' | 'yes' | 'no';

/** Which native sidecars the target has, for a Pod that ends or not. */
const support = (target: string, ends: boolean) =>
  target === '1.28' || target === '1.27' ? 'none' : ends && /1\.29\.[012]$/.test(target) ? 'faulty' : 'good';

/** Strategy, native support, whether the Pod ends, whether the sidecar's command is known, whether an init container comes after it. */
const DECISIONS: [Fallback['strategy'], 'good' | 'faulty' | 'none', Choice, Choice, Choice, string, string[]][] = [
  ['best', 'good', 'any', 'any', 'any', 'native', []],
  ['best', 'faulty', 'yes', 'yes', 'any', 'supervised', []],
  ['best', 'faulty', 'yes', 'no', 'any', 'native', []],
  ['best', 'none', 'any', 'yes', 'any', 'supervised', []],
  ['best', 'none', 'no', 'no', 'no', 'plain', ['SC821', 'SC802']],
  ['best', 'none', 'no', 'no', 'yes', 'none', ['SC101', 'SC802']],
  ['best', 'none', 'yes', 'no', 'any', 'none', ['SC101', 'SC802']],
  ['supervised', 'good', 'any', 'any', 'any', 'native', []],
  ['supervised', 'faulty', 'yes', 'yes', 'any', 'supervised', []],
  ['supervised', 'faulty', 'yes', 'no', 'any', 'none', ['SC802']],
  ['supervised', 'none', 'any', 'yes', 'any', 'supervised', []],
  ['supervised', 'none', 'any', 'no', 'any', 'none', ['SC101', 'SC802']],
  ['plain', 'good', 'any', 'any', 'any', 'native', []],
  ['plain', 'faulty', 'yes', 'any', 'any', 'none', ['SC822']],
  ['plain', 'none', 'no', 'any', 'any', 'plain', ['SC821']],
  ['plain', 'none', 'yes', 'any', 'any', 'none', ['SC101', 'SC822']],
  ['refuse', 'good', 'any', 'any', 'any', 'native', []],
  ['refuse', 'faulty', 'yes', 'any', 'any', 'native', []],
  ['refuse', 'none', 'any', 'any', 'any', 'none', ['SC101']],
];

const CASES = STRATEGIES.flatMap(strategy => TARGETS.flatMap(target => POLICIES.flatMap(restartPolicy =>
  [true, false].flatMap(known => [true, false].map(step => ({ strategy, target, restartPolicy, known, step }))))));

test.each(CASES)('$strategy on $target, policy $restartPolicy, commands known $known, init container after it $step', each => {
  const { strategy, target, restartPolicy, known, step } = each;
  const ends = restartPolicy === 'Never' || restartPolicy === 'OnFailure';
  const fits = (choice: Choice, fact: boolean) => choice === 'any' || (choice === 'yes') === fact;
  const rows = DECISIONS.filter(([ofStrategy, ofSupport, ofEnds, ofKnown, ofStep]) => ofStrategy === strategy
    && ofSupport === support(target, ends) && fits(ofEnds, ends) && fits(ofKnown, known) && fits(ofStep, step));
  expect(rows.length).toBe(1);
  const initContainers: Container[] = [{ name: 'before' }, { ...PROXY, ...known && COMMAND }, ...step ? [{ name: 'step', ...COMMAND }] : []];
  const podSpec: PodSpec = { initContainers, containers: [{ ...MAIN, ...COMMAND }], ...restartPolicy && { restartPolicy } };
  const workload = pod(podSpec);
  const lowered = lower(workload, TargetCluster.parse(target), { ...BEST_FALLBACK, strategy });
  const [[, , , , , form, ids]] = rows;
  expect([lowered.form, idsOf(lowered)]).toEqual([form, ids]);
  expect(lowered.workload === workload).toBe(form === 'none' || form === 'native');
});

test('where plain containers are the best that can be had, what is against supervised ones is a warning', () => {
  const { diagnostics } = lower(deployment([PROXY], [{ ...MAIN, ...COMMAND }]), TargetCluster.version('1.27'));
  expect(diagnostics.map(({ id, severity, container }) => [id, severity, container])).toEqual([
    ['SC821', 'warning', 'proxy'],
    ['SC802', 'warning', 'proxy'],
  ]);
});

test('what was asked for at the price of a warning is still supervised, with the warning', () => {
  const proxy: Container = { ...PROXY, ...COMMAND, startupProbe: { grpc: { port: 50 } } };
  const step: Container = { name: 'step', ...COMMAND, resources: { requests: { cpu: '1' } } };
  const fallback: Fallback = { strategy: 'best', supervised: { ...BEST_FALLBACK.supervised, tcpForGrpc: true } };
  const lowered = lower(job([proxy, step], [{ ...MAIN, ...COMMAND }]), TargetCluster.version('1.27'), fallback);
  expect(lowered.form).toBe('supervised');
  expect(lowered.diagnostics.map(({ id, severity }) => [id, severity])).toEqual([['SC811', 'warning']]);
});

test('rules of a Job do not hit supervised sidecars either', () => {
  const workload = job([{ ...PROXY, ...COMMAND }], [{ ...MAIN, ...COMMAND }], { podFailurePolicy });
  const { jobSpec } = lower(workload, TargetCluster.version('1.27')).workload;
  expect(jobSpec!.podFailurePolicy).toEqual(namedPolicy);
});

test.each<[string, Fallback['strategy'], string]>([
  ['supervised', 'supervised', '1.28'],
  ['plain', 'plain', '1.28'],
  ['native', 'best', '1.30'],
])('a %s workload declares the native sidecars that it has, and no other', (form, strategy, version) => {
  const { object } = deployment([{ ...PROXY, ...COMMAND }], [{ ...MAIN, ...COMMAND }]);
  const { spec } = (object.spec as { template: { spec: PodSpec } }).template;
  const annotations = { 'cdk8s-sidecars/native-sidecars': 'proxy,injected' };
  const [declaring] = workloadsOf({ ...object, spec: { template: { metadata: { annotations }, spec } } });
  const lowered = lower(declaring, TargetCluster.version(version), { ...BEST_FALLBACK, strategy });
  expect(lowered.form).toBe(form);
  expect(podMetadata(lowered.workload).annotations).toMatchObject({ 'cdk8s-sidecars/native-sidecars': form === 'native' ? 'proxy,injected' : 'injected' });
});
