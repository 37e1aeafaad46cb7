import fc from 'fast-check';
import { effectiveResources, qosClass } from '../../src/manifest/pod-resources';
import { Container, PodSpec, ResourceRequirements } from '../../src/manifest/types';

type Amounts = { readonly [resource: string]: string };

const container = (requests?: Amounts, limits?: Amounts): Container => ({ name: 'any', resources: { requests, limits } });
const sidecar = (requests?: Amounts, limits?: Amounts): Container => ({ ...container(requests, limits), restartPolicy: 'Always' });
const pod = (initContainers: Container[], containers: Container[], rest: Partial<PodSpec> & { resources?: ResourceRequirements } = {}): PodSpec =>
  ({ initContainers, containers, ...rest });
const cpu = (amount: string) => ({ cpu: amount });

// The first four have the names and numbers of the cases in Kubernetes' own helpers_test.go.
test.each<[string, PodSpec, Amounts]>([
  ['restartable init container', pod([sidecar(cpu('1'))], [container(cpu('1'))]), { cpu: '2' }],
  ['multiple restartable init containers',
    pod([container(cpu('5')), sidecar(cpu('1')), sidecar(cpu('2')), sidecar(cpu('3'))], [container(cpu('1'))]), { cpu: '7' }],
  ['multiple restartable and regular init containers',
    pod([container(cpu('5')), sidecar(cpu('1')), sidecar(cpu('2')), container(cpu('5')), sidecar(cpu('3'))], [container(cpu('1'))]),
    { cpu: '8' }],
  ['restartable-init, init and regular', pod([sidecar(cpu('10')), container(cpu('200'))], [container(cpu('100'))]), { cpu: '210' }],
  ['no containers at all', pod([], []), {}],
  ['containers without resources', pod([{ name: 'init' }], [{ name: 'main' }]), {}],
  ['each resource has its own peak',
    pod([container({ cpu: '4', memory: '1Mi' }), sidecar({ memory: '64Mi' })], [container({ cpu: '1', memory: '1Gi' })]),
    { cpu: '4', memory: '1088Mi' }],
  ['a request that is missing is the limit', pod([sidecar({}, cpu('2'))], [container(cpu('100m'), { cpu: '1', memory: '1Gi' })]),
    { cpu: '2100m', memory: '1Gi' }],
  ['the runtime\'s overhead is added, also to what nobody requests',
    pod([], [container(cpu('1'))], { overhead: { cpu: '250m', memory: '120Mi' } }), { cpu: '1250m', memory: '120Mi' }],
  ['requests of the Pod replace those of its containers, and overhead comes on top',
    pod([sidecar({ cpu: '1', memory: '1Gi' })], [container(cpu('1'))], { resources: { requests: cpu('1500m') }, overhead: cpu('500m') }),
    { cpu: '2', memory: '1Gi' }],
  ['only cpu, memory and huge pages may be requested for the Pod',
    pod([], [container({ 'example.org/gpu': '1' })], { resources: { requests: { 'example.org/gpu': '9', 'hugepages-2Mi': '4Mi' } } }),
    { 'example.org/gpu': '1', 'hugepages-2Mi': '4Mi' }],
  ['a request of the Pod that is missing is that of its containers, else its limit',
    pod([sidecar(cpu('1'))], [container(cpu('1'))], { resources: { limits: { cpu: '4', memory: '1Gi' } } }), { cpu: '2', memory: '1Gi' }],
])('requests: %s', (_, podSpec, expected) => {
  expect(effectiveResources(podSpec, 'requests')).toEqual(expected);
});

test.each<[string, PodSpec, Amounts]>([
  ['restartable init container', pod([sidecar({}, cpu('1'))], [container({}, cpu('1'))]), { cpu: '2' }],
  ['restartable-init, init and regular',
    pod([sidecar({}, cpu('10')), container({}, cpu('200'))], [container({}, cpu('100'))]), { cpu: '210' }],
  ['requests are no limits, and a container without a limit adds none',
    pod([sidecar(cpu('1'))], [container(cpu('5'), cpu('6'))]), { cpu: '6' }],
  ['the runtime\'s overhead makes no limit where there is none',
    pod([], [container({}, { cpu: '1', memory: '0' })], { overhead: { 'cpu': '250m', 'memory': '120Mi', 'ephemeral-storage': '1Gi' } }),
    { cpu: '1250m', memory: '0' }],
  ['limits of the Pod replace those of its containers',
    pod([], [container({}, { cpu: '1', memory: '1Gi' })], { resources: { limits: cpu('3') } }), { cpu: '3', memory: '1Gi' }],
])('limits: %s', (_, podSpec, expected) => {
  expect(effectiveResources(podSpec, 'limits')).toEqual(expected);
});

test('resources are listed in alphabetical order, whatever the order in the Pod', () => {
  const podSpec = pod([sidecar({ memory: '1Mi', cpu: '1' })], [container({ 'pods': '1', 'ephemeral-storage': '1Gi', 'cpu': '1' })]);
  expect(Object.keys(effectiveResources(podSpec, 'requests'))).toEqual(['cpu', 'ephemeral-storage', 'memory', 'pods']);
});

test('a quantity that is none is an error', () => {
  expect(() => effectiveResources(pod([], [container(cpu('1 core'))]), 'requests'))
    .toThrow(new Error('\'1 core\' is not a Kubernetes quantity. Write it as 100m, 0.5, 64Mi or 1e3.'));
});

test('the effective resources are the most that run at one time, from the first init container to the end', () => {
  type Simulated = { restartPolicy?: string; cpu?: number; memory?: number };
  const amount = fc.option(fc.nat(50), { nil: undefined });
  const some = (restartPolicy: fc.Arbitrary<string | undefined>) =>
    fc.array(fc.record({ restartPolicy, cpu: amount, memory: amount }), { maxLength: 5 });
  const inits = some(fc.constantFrom('Always', undefined));
  const mains = some(fc.constant(undefined));
  const render = ({ restartPolicy, ...amounts }: Simulated, kind: string): Container => {
    const written = Object.entries(amounts).filter(([, value]) => value !== undefined).map(([name, value]) => [name, `${value}`]);
    return { name: 'any', restartPolicy, resources: { [kind]: Object.fromEntries(written) } };
  };
  const runningAt = (moment: number, init: Simulated[], main: Simulated[]) =>
    [...init.slice(0, moment).filter(({ restartPolicy }) => restartPolicy === 'Always'), ...moment < init.length ? [init[moment]] : main];

  fc.assert(fc.property(inits, mains, fc.constantFrom('requests', 'limits'), (init, main, kind) => {
    const moments = [...init.keys(), init.length].map(moment => runningAt(moment, init, main));
    const peak = (name: 'cpu' | 'memory') => Math.max(...moments.map(running => running.reduce((sum, each) => sum + (each[name] ?? 0), 0)));
    const effective = effectiveResources(pod(init.map(each => render(each, kind)), main.map(each => render(each, kind))), kind);
    expect({ cpu: '0', memory: '0', ...effective }).toEqual({ cpu: `${peak('cpu')}`, memory: `${peak('memory')}` });
  }));
});

const FULL = { cpu: '1', memory: '1Gi' };
const NONE = { cpu: '0', memory: '0' };
const guaranteed = container(FULL, FULL);

test.each<[string, PodSpec, ReturnType<typeof qosClass>]>([
  ['no resources', pod([sidecar()], [{ name: 'main' }]), 'BestEffort'],
  ['only other resources', pod([], [container({ 'ephemeral-storage': '1Gi' }, { 'example.org/gpu': '1' })]), 'BestEffort'],
  ['zero requests and limits', pod([], [container(NONE, NONE)]), 'BestEffort'],
  ['requests only', pod([], [container(FULL)]), 'Burstable'],
  ['limits above requests', pod([], [container({ cpu: '1', memory: '1Gi' }, { cpu: '2', memory: '1Gi' })]), 'Burstable'],
  ['a request of zero under a limit', pod([], [container({ cpu: '0' }, FULL)]), 'Burstable'],
  ['a limit of cpu only', pod([], [container(cpu('1'), cpu('1'))]), 'Burstable'],
  ['limits equal to requests', pod([], [guaranteed]), 'Guaranteed'],
  ['limits equal to requests, written otherwise', pod([], [container({ cpu: '1000m', memory: '1024Mi' }, FULL)]), 'Guaranteed'],
  ['limits, from which the requests are made', pod([], [container(undefined, FULL)]), 'Guaranteed'],
  ['a sidecar with limits equal to requests', pod([sidecar(FULL, FULL)], [guaranteed]), 'Guaranteed'],
  ['a sidecar with requests but no limits', pod([sidecar(cpu('10m'))], [guaranteed]), 'Burstable'],
  ['a sidecar without resources', pod([sidecar()], [guaranteed]), 'Burstable'],
  ['a sidecar with zero limits', pod([sidecar(NONE, NONE)], [guaranteed]), 'Burstable'],
  ['an init container without limits', pod([container(FULL)], [guaranteed]), 'Burstable'],
  ['an init container that alone has resources', pod([container(cpu('1'))], [container()]), 'Burstable'],
  ['resources of the Pod that are equal, and a sidecar without',
    pod([sidecar()], [container()], { resources: { requests: FULL, limits: FULL } }), 'Guaranteed'],
  ['limits of the Pod, from which the requests are made', pod([sidecar()], [container()], { resources: { limits: FULL } }), 'Guaranteed'],
  ['limits of the Pod, and smaller requests of its containers',
    pod([sidecar(cpu('10m'))], [container()], { resources: { limits: FULL } }), 'Burstable'],
  ['requests of the Pod, and containers that would be guaranteed', pod([], [guaranteed], { resources: { requests: FULL } }), 'Burstable'],
])('quality of service: %s', (_, podSpec, expected) => {
  expect(qosClass(podSpec)).toBe(expected);
});
