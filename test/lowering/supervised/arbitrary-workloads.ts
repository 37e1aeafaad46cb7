import fc from 'fast-check';
import { DEFAULT_SETTINGS, SupervisedSettings } from '../../../src/lowering/supervised/settings';
import { Container, KubernetesObject, PodSpec } from '../../../src/manifest/types';
import { Workload, workloadsOf } from '../../../src/manifest/workloads';
import { deepFreeze } from '../../deep-freeze';

type Fields = { readonly [field: string]: fc.Arbitrary<unknown> };

/** An object with or without each of some fields. */
const some = (fields: Fields): fc.Arbitrary<object> => fc.record(fields, { requiredKeys: [] });
const both = (...parts: fc.Arbitrary<object>[]): fc.Arbitrary<object> => fc.tuple(...parts).map(objects => Object.assign({}, ...objects));
const few = <T>(item: fc.Arbitrary<T>) => fc.array(item, { maxLength: 2 });
/** Mostly one thing, now and then another. */
const mostly = <T>(usual: fc.Arbitrary<T>, ...others: T[]) => others.length === 0 ? usual
  : fc.oneof({ weight: 19, arbitrary: usual }, fc.constantFrom(...others));

const words = fc.array(fc.oneof(fc.constantFrom('run', "it's", '$(A)', '$$', '$', '-c', ''), fc.string()), { minLength: 1, maxLength: 3 });
const seconds = fc.integer({ min: 0, max: 60 });
const names = fc.stringMatching(/^[a-z]([a-z0-9-]{0,6}[a-z0-9])?$/);

const exec = fc.record({ exec: fc.record({ command: words }) });
const handlers = (fit: boolean) => {
  const port = mostly(fc.constantFrom<(number | string)[]>(80, '80', 'http'), ...fit ? [] : ['nowhere']);
  const httpGet = both(fc.record({ port }), some({
    path: fc.constantFrom('/up', 'up?a=$(A)', ''),
    host: fc.constantFrom('localhost', ''),
    scheme: fc.constantFrom('HTTP', 'HTTPS'),
    httpHeaders: few(fc.record({ name: fc.constant('X'), value: fc.string() })),
  }));
  const tcpSocket = both(fc.record({ port }), some({ host: fc.constant('db') }));
  return fc.oneof<fc.Arbitrary<object>[]>(exec, fc.record({ httpGet }), fc.record({ tcpSocket }));
};
const hook = fc.oneof(handlers(true), fc.record({ sleep: fc.record({ seconds }) }));
const probe = (fit: boolean) => both(
  mostly(handlers(fit), ...fit ? [] : [{ grpc: { port: 50 } }]),
  some({ initialDelaySeconds: seconds, periodSeconds: seconds, timeoutSeconds: seconds, failureThreshold: seconds }),
  some({ terminationGracePeriodSeconds: seconds }),
);

const amounts = some({ cpu: fc.constantFrom<(string | number)[]>('1', '100m', '1500m', 2), memory: fc.constantFrom('64Mi', '1Gi', '100M', '1e6') });
const resources = fc.oneof(some({ requests: amounts, limits: amounts }), fc.constant({ limits: { cpu: '1', memory: '1Gi' } }));

/** @param fit whether it can be supervised for sure */
const container = (fit: boolean) => both(
  fc.record({
    image: fc.constantFrom('image:1', 'image:2'),
    command: mostly(words, ...fit ? [] : [[]]),
    ports: fc.constantFrom([{ name: 'http', containerPort: 8080 }], [{ containerPort: 1 }, { name: 'http', containerPort: 2 }]),
  }),
  some({
    args: words,
    env: few(mostly(
      fc.constantFrom<object[]>({ name: 'A', value: '1' }, { name: 'B', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }),
      ...fit ? [] : [{ name: 'SIDECAR_RUNTIME_POD_IP', value: '' }],
    )),
    volumeMounts: few(fc.record({ name: fc.constant('data'), mountPath: mostly(fc.constant('/data'), ...fit ? [] : ['/sidecar-runtime/data']) })),
    startupProbe: probe(fit),
    livenessProbe: probe(fit),
    readinessProbe: probe(false),
    lifecycle: some({ postStart: hook, preStop: hook, stopSignal: fc.constantFrom('SIGINT', 'SIGQUIT') }),
    securityContext: some({ runAsUser: fc.constantFrom(0, 1000), runAsNonRoot: fc.boolean(), privileged: fc.boolean() }),
    resources,
    workingDir: fc.constant('/work'),
  }),
  mostly<object>(fc.constant({}), ...fit ? [] : [{ restartPolicyRules: [] }]),
) as fc.Arbitrary<Container>;

const podSpecs = (fit: boolean): fc.Arbitrary<PodSpec> => fc.tuple(
  fc.uniqueArray(mostly(names, ...fit ? [] : ['sidecar-runtime']), { minLength: 8, maxLength: 8 }),
  fc.array(fc.tuple(container(fit), fc.constantFrom('Always', undefined)), { maxLength: 5 }),
  fc.array(fc.tuple(container(fit), mostly(fc.constant(undefined), ...fit ? [] : ['Never'])), { minLength: 1, maxLength: 3 }),
  some({
    restartPolicy: fc.constantFrom('Always', 'OnFailure', 'Never'),
    terminationGracePeriodSeconds: seconds,
    securityContext: some({ runAsNonRoot: fc.boolean(), runAsUser: fc.constant(7) }),
    volumes: fc.constant([{ name: 'data', emptyDir: {} }]),
    nodeSelector: mostly<object>(fc.constant({ disk: 'fast' }), ...fit ? [] : [{ 'kubernetes.io/os': 'windows' }]),
    hostPID: mostly(fc.constant(false), ...fit ? [] : [true]),
  }),
).map(([ownNames, inits, mains, rest]) => {
  const [initContainers, containers] = [inits, mains].map((all, list) => all.map(([fields, restartPolicy], i) =>
    ({ ...fields, name: ownNames[5 * list + i], ...restartPolicy && { restartPolicy } })));
  return { ...rest, ...inits.length > 0 && { initContainers }, containers };
});

const JOB_FIELDS = { podFailurePolicy: { rules: [{ action: 'Ignore', onExitCodes: { operator: 'In', values: [1] } }] } };
const KINDS: { readonly [kind: string]: (template: object) => object } = {
  Pod: template => ({ apiVersion: 'v1', ...template }),
  PodTemplate: template => ({ apiVersion: 'v1', template }),
  ReplicationController: template => ({ apiVersion: 'v1', spec: { template } }),
  Deployment: template => ({ apiVersion: 'apps/v1', spec: { replicas: 2, template } }),
  StatefulSet: template => ({ apiVersion: 'apps/v1', spec: { template } }),
  DaemonSet: template => ({ apiVersion: 'apps/v1', spec: { template } }),
  ReplicaSet: template => ({ apiVersion: 'apps/v1', spec: { template } }),
  Job: template => ({ apiVersion: 'batch/v1', spec: { ...JOB_FIELDS, template } }),
  CronJob: template => ({ apiVersion: 'batch/v1', spec: { schedule: '@daily', jobTemplate: { spec: { ...JOB_FIELDS, template } } } }),
};

const workloadsWith = (podSpec: fc.Arbitrary<PodSpec>): fc.Arbitrary<Workload> => fc.tuple(
  fc.constantFrom(...Object.keys(KINDS)),
  podSpec,
  some({ metadata: some({ labels: fc.constant({ app: 'x' }), annotations: fc.constantFrom({}, { a: 'b' }) }) }),
).map(([kind, spec, metadata]) => workloadsOf(deepFreeze<KubernetesObject>({ kind, ...KINDS[kind]({ ...metadata, spec }) }))[0]);

/** Objects of every kind that makes Pods, with sidecars that can be supervised. */
export const supervisableWorkloads = workloadsWith(podSpecs(true))
  .filter(({ podSpec }) => podSpec.initContainers?.some(({ restartPolicy }) => restartPolicy === 'Always') ?? false);

/** Objects of every kind that makes Pods, with and without sidecars and obstacles. */
export const workloads = fc.oneof(workloadsWith(podSpecs(true)), workloadsWith(podSpecs(false)));

export const settings: fc.Arbitrary<SupervisedSettings> = fc.record({
  runtimeImage: fc.constantFrom('busybox:1', DEFAULT_SETTINGS.runtimeImage),
  entrypoints: fc.dictionary(names, words, { maxKeys: 2 }),
  stopSignals: fc.dictionary(names, fc.constantFrom('SIGINT', 'USR1'), { maxKeys: 2 }),
  tcpForGrpc: fc.boolean(),
});
