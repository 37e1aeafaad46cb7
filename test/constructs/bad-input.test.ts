import { Chart, Duration, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import {
  JobWithSidecar, JobWithSidecarProps, NativeSidecar, NativeSidecarProps, PodFailurePolicyAction, PodFailurePolicyOperator,
} from '../../src';

const IMAGE = { image: 'busybox:1.37' };
const MAIN = { name: 'main', ...IMAGE };
const proxy = (props: Partial<NativeSidecarProps> = {}) => new NativeSidecar({ name: 'proxy', ...IMAGE, ...props });
const job = (props: JobWithSidecarProps) => (chart: Chart) => new JobWithSidecar(chart, 'job', { containers: [MAIN], sidecars: [proxy()], ...props });

const NAMES = 'init containers, sidecars and main containers of a Pod share one set of names. Give one of them another name. [SC106 duplicate-container-name]';
const FORBIDDEN = 'the API server rejects it ("may not be set for init containers without restartPolicy=Always").';
const onExit137 = {
  rules: [{ action: PodFailurePolicyAction.FAIL_JOB, onExitCodes: { operator: PodFailurePolicyOperator.IN, values: [137] } }],
};

test.each<[string, (chart: Chart) => unknown, string]>([
  ['a sidecar with the name of a main container', job({ sidecars: [proxy({ name: 'main' })] }),
    `test/job, container 'main', name: the name is taken by a main container; ${NAMES}`],
  ['two sidecars of one name', job({ sidecars: [proxy(), proxy()] }),
    `test/job, container 'proxy', name: the name is taken by another sidecar; ${NAMES}`],
  ['two main containers of one name', job({ containers: [MAIN, MAIN] }),
    `test/job, container 'main', name: the name is taken by a main container; ${NAMES}`],
  ['an init container with the name of a sidecar', chart => job({})(chart).addInitContainer({ name: 'proxy', ...IMAGE }),
    `test/job, container 'proxy', name: the name is taken by another sidecar; ${NAMES}`],
  ['a main container whose name is no DNS label', job({ containers: [{ name: 'Main', ...IMAGE }] }),
    'test/job, container \'Main\', name: \'Main\' is not a valid container name. '
    + 'Use at most 63 lower-case letters, digits and dashes, with a letter or digit at both ends. [SC111 invalid-container-name]'],
  ['a readiness probe on an init container', job({ initContainers: [{ ...IMAGE, readiness: kplus.Probe.fromCommand(['true']) }] }),
    `test/job, container 'init-0', readiness: a plain init container may not have readinessProbe; ${FORBIDDEN} `
    + 'If it is to keep running, give it restartPolicy: Always (in the constructs: make it a NativeSidecar); else take readinessProbe off. [SC105 probe-or-lifecycle-on-plain-init]'],
  ['a lifecycle hook on an init container', job({ initContainers: [{ ...IMAGE, lifecycle: { preStop: kplus.Handler.fromCommand(['true']) } }] }),
    `test/job, container 'init-0', lifecycle: a plain init container may not have lifecycle; ${FORBIDDEN} `
    + 'If it is to keep running, give it restartPolicy: Always (in the constructs: make it a NativeSidecar); else take lifecycle off. [SC105 probe-or-lifecycle-on-plain-init]'],
  ['a port number on an init container', job({ initContainers: [{ ...IMAGE, portNumber: 80 }] }),
    `test/job, container 'init-0', portNumber: a plain init container may not have startupProbe; ${FORBIDDEN} `
    + 'If it is to keep running, give it restartPolicy: Always (in the constructs: make it a NativeSidecar); '
    + 'else take startupProbe off, which cdk8s-plus adds where portNumber is set. '
    + '[SC105 probe-or-lifecycle-on-plain-init]'],
  ['the Pod restart policy Always', job({ restartPolicy: kplus.RestartPolicy.ALWAYS }),
    'test/job, restartPolicy: the Pods of a Job may not have the restart policy Always. '
    + 'Set it to Never or OnFailure. Sidecars have a restartPolicy of their own, which stays Always. [SC107 job-pod-restart-policy]'],
  ['a sidecar attached as a main container', chart => job({})(chart).attachContainer(proxy({ name: 'other' })),
    'test/job, container \'other\': a NativeSidecar that is attached as a main container would not be a sidecar: '
    + 'it would neither start before the others nor stop after them, and keep a Job from completing. Use addSidecar.'],
  ['a podFailurePolicy with OnFailure', job({ restartPolicy: kplus.RestartPolicy.ON_FAILURE, podFailurePolicy: onExit137 }),
    'test/job, podFailurePolicy: it needs the Pod restart policy Never, not OnFailure. Set restartPolicy to Never. [SC118 job-field-invalid]'],
  ['half a completion', job({ completions: 0.5 }),
    'test/job, completions: it is 0.5. Give a whole number, 0 or more. [SC118 job-field-invalid]'],
])('an error at construction: %s', (_, construct, text) => {
  expect(() => construct(Testing.chart())).toThrow(new Error(text));
});

test.each<[string, (chart: Chart) => unknown, string]>([
  ['an order that names nothing', job({ sidecars: [proxy({ startsAfter: ['fetch'] })] }),
    'test/job, container \'proxy\', startsAfter: \'fetch\' is neither an init container nor a sidecar of this Pod. '
    + 'Use one of: (there is no other). [SC113 order-unknown-name]'],
  ['an order that names a main container', job({ sidecars: [proxy({ startsBefore: ['main'] })] }),
    'test/job, container \'proxy\', startsBefore: \'main\' is one of the main containers, and those always start after all sidecars and '
    + 'init containers. Take \'main\' out of startsBefore. [SC113 order-unknown-name]'],
  ['an order that goes round', job({
    initContainers: [{ name: 'fetch', ...IMAGE }, { name: 'migrate', ...IMAGE }],
    sidecars: [proxy({ startsAfter: ['migrate'], startsBefore: ['fetch'] })],
  }),
  'test/job, container \'proxy\', startsBefore/startsAfter: there is no order in which these can start: \'proxy\' waits for \'migrate\' (startsAfter), '
    + '\'migrate\' waits for \'fetch\' (order of initContainers), \'fetch\' waits for \'proxy\' (startsBefore of \'proxy\'). '
    + 'Take one link out of the chain. [SC114 order-cycle]'],
  ['a podFailurePolicy for a container that is not there', job({
    podFailurePolicy: { rules: [{ ...onExit137.rules[0], onExitCodes: { ...onExit137.rules[0].onExitCodes, containerName: 'other' } }] },
  }),
  'test/job, container \'other\', spec.podFailurePolicy.rules[0].onExitCodes.containerName: the Pod has no container of this name, '
    + 'so the API server rejects the Job. Set containerName to one of: proxy, main. [SC117 pod-failure-policy-unknown-container]'],
  ['two volumes of one name', chart => job({
    volumes: [kplus.Volume.fromEmptyDir(chart, 'a', 'data')],
    sidecars: [proxy({ volumeMounts: [{ path: '/data', volume: kplus.Volume.fromHostPath(chart, 'b', 'data', { path: '/srv' }) }] })],
  })(chart),
  'test/job, container \'proxy\', volumeMounts: it brings a volume \'data\', and the Pod has another volume of that name. '
    + 'Rename one of the two, or mount the same volume in both. [SC116 volume-conflict]'],
])('an error at synthesis: %s', (_, construct, text) => {
  const chart = Testing.chart();
  construct(chart);
  expect(() => Testing.synth(chart)).toThrow(new Error(text));
});

test.each<[string, (chart: Chart) => JobWithSidecar, string]>([
  ['a port twice', job({ containers: [{ ...MAIN, portNumber: 5000 }], sidecars: [proxy({ portNumber: 5000 })] }),
    'test/job, container \'main\', spec.template.spec.containers[0].ports[0].containerPort: \'proxy\' also has port 5000/TCP, and the containers of a '
    + 'Pod share one network: only the first to listen gets it. Let one of them listen on another port. [SC601 port-conflict]'],
  ['too short a grace period', job({ sidecars: [proxy({ drain: Duration.seconds(20) }), proxy({ name: 'logs', drain: Duration.seconds(15) })] }),
    'test/job, container \'proxy\', spec.template.spec.terminationGracePeriodSeconds: it is 30 s, but sidecars stop one after the other and need 35 s '
    + 'to drain (proxy: 20 s, logs: 15 s). Set terminationGracePeriod to 35 s or more, and add the time that the main containers need to stop. '
    + '[SC403 grace-too-short]'],
  ['a preStop hook that stops the sidecar', job({ sidecars: [proxy({ lifecycle: { preStop: kplus.Handler.fromCommand(['kill', '1']) } })] }),
    'test/job, container \'proxy\', spec.template.spec.initContainers[0].lifecycle.preStop: this hook stops the sidecar, and it runs at the start of the '
    + 'Pod\'s termination, while the main containers still need the sidecar. Take the hook out: a sidecar gets SIGTERM by itself once the main '
    + 'containers have ended. [SC401 sidecar-prestop-kills-early]'],
  ['exit codes of any container, with several mains', job({ containers: [MAIN, { name: 'second', ...IMAGE }], podFailurePolicy: onExit137 }),
    'test/job, container \'proxy\', spec.podFailurePolicy.rules[0].onExitCodes.containerName: it is not set, so the rule also matches the exit codes of '
    + 'sidecars, which often end with 137 or 143 when the Pod is stopped. Write one such rule for each main container, with its name as containerName: main, second. '
    + '[SC211 pod-failure-policy-hits-sidecar]'],
  ['no start gate where the main talks to the port', job({
    containers: [{ ...MAIN, envVariables: { PROXY: kplus.EnvValue.fromValue('http://localhost:5000') } }],
    sidecars: [proxy({ portNumber: 5000, startGate: false })],
  }),
  'test/job, container \'proxy\', spec.template.spec.initContainers[0].startupProbe: \'main\' talks to port 5000 of this sidecar, but nothing makes it '
    + 'wait until that port answers: without a startup probe a sidecar counts as started as soon as its process runs, and a readiness probe does not '
    + 'hold anything back. Give the sidecar a startup probe. [SC301 no-start-gate]'],
])('a warning: %s', (_, construct, text) => {
  const written = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const chart = Testing.chart();
  construct(chart);
  Testing.synth(chart);
  const lines = written.mock.calls.map(([line]) => line);
  written.mockRestore();
  expect(lines).toEqual([`warning: ${text}\n`]);
});

test('the exit-code rules of a Job with one main container get its name', () => {
  const chart = Testing.chart();
  job({ podFailurePolicy: onExit137 })(chart);
  expect(Testing.synth(chart)[0].spec.podFailurePolicy).toEqual({
    rules: [{ action: 'FailJob', onExitCodes: { containerName: 'main', operator: 'In', values: [137] } }],
  });
});
