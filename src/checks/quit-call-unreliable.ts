import { imageParts, knownProgram } from './evidence/known-programs';
import { QuitCall, quitCallsIn } from './evidence/quit-calls';
import { Script, Statement } from './evidence/shell-script';
import { Finding, Rule } from './rule';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { containersOf } from '../manifest/containers';
import { endsByItself } from '../manifest/pod-ends';
import { Container } from '../manifest/types';

const FIX = 'Make the container that is to quit a native sidecar, which is stopped without a call (with the constructs: give it to the workload as a sidecar)';

/** What is wrong with a call, and what would be right as long as it is needed. */
type Fault = Pick<Finding, 'message'> & { readonly otherwise: string };

/** The call was the way out before native sidecars, and is easily written so that it is not made when it matters. */
export const quitCallUnreliable: Rule = {
  id: 'SC204',
  slug: 'quit-call-unreliable',
  severity: DiagnosticSeverity.WARNING,
  basis: 'judgement',
  text: {
    summary: 'A call that is to make a sidecar quit is not always made, is not answered, or hides how the work ended.',
    details: `Before native sidecars, the container that does the work had to tell the proxy beside it to quit. Such a call does not work
- after \`&&\` or \`set -e\`, where it is left out if the work fails, and a Pod that is not restarted hangs (under \`OnFailure\` that is as it should be);
- as the last command after \`;\`, where its own exit code is that of the container, so that failed work counts as done;
- with a client that the image does not have, such as \`curl\` in busybox;
- with GET, where the proxy takes only POST (Istio, Linkerd);
- if the proxy does not listen to it: the Cloud SQL and AlloyDB proxies do only with \`--quitquitquit\`;
- in a folded YAML scalar (\`>\`), which puts the call on the line of the command before it, as an argument.

A native sidecar needs no call. Where it has to be one, make it in a \`trap … EXIT\`, which keeps the exit code.`,
    versions: 'all',
    sources: ['GoogleCloudPlatform/cloud-sql-proxy examples/k8s-sidecar/job_with_shutdown_hook.yaml', 'istio/istio#6324', 'KEP-753'],
    example: `apiVersion: batch/v1
kind: Job
metadata:
  name: import
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: import
          image: registry.example.com/import:1.4
          command: [sh, -c, './import && curl -X POST http://localhost:9091/quitquitquit']
        - name: cloud-sql-proxy
          image: gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.14.1
          args: ['--port=5432', '--quitquitquit', 'project:region:instance']
          resources:
            requests: { cpu: 100m, memory: 128Mi }
`,
    corrected: `apiVersion: batch/v1
kind: Job
metadata:
  name: import
spec:
  template:
    spec:
      restartPolicy: Never
      initContainers:
        - name: cloud-sql-proxy
          image: gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.14.1
          restartPolicy: Always
          args: ['--port=5432', '--health-check', '--http-address=0.0.0.0', 'project:region:instance']
          startupProbe:
            httpGet: { path: /startup, port: 9090 }
          resources:
            requests: { cpu: 100m, memory: 128Mi }
      containers:
        - name: import
          image: registry.example.com/import:1.4
          command: ['./import']
`,
  },
  check: ({ jobSpec, podSpec, podSpecPath }) => {
    if (!jobSpec && !endsByItself(podSpec)) {
      return [];
    }
    const containers = containersOf(podSpec);
    const mains = containers.filter(({ role }) => role === 'main');
    const calls = mains.flatMap(({ container, path }) => quitCallsIn(container).map(call => ({ container, path, call })));
    if (calls.length === 0 || containers.some(({ container, role }) => role === 'sidecar' && knownProgram(container)?.quitPath)) {
      return [];
    }
    const deaf = mains.filter(({ container }) => isDeaf(container)).map(({ container }) => container.name);
    return calls.flatMap(({ container, path, call }) =>
      faultsOf(call, container, podSpec.restartPolicy !== 'OnFailure', deaf).map(({ message, otherwise }) => ({
        container: container.name, field: `${podSpecPath}.${path}.${call.path}`, message, fix: `${FIX}; or ${otherwise}.`,
      })));
  },
};

function faultsOf(call: QuitCall, container: Container, isFinal: boolean, deaf: readonly string[]): Fault[] {
  const { client, swallowedBy } = call;
  return [
    ...swallowedBy === undefined ? orderFaults(call, isFinal) : [{
      message: `'${client}' and its address are arguments of '${swallowedBy}' here, so the quit call is never made: there is no new line, ';' or '&&' between them, `
        + "as it happens in a folded YAML scalar ('>').",
      otherwise: "write the script as a literal YAML scalar ('|'), with each command on a line of its own",
    }],
    ...client !== undefined && lacks(container, client, call.shell?.text ?? '') ? [{
      message: `the image ${container.image} has no ${client}, so the quit call is never made.`, otherwise: `use an image that has ${client}`,
    }] : [],
    ...client !== undefined && isGet(call) && swallowedBy === undefined ? [{
      message: 'it asks with GET, but this address takes only POST, so the quit call is refused.',
      otherwise: client === 'curl' ? 'add -X POST' : "add --post-data=''",
    }] : [],
    ...isForMesh(call) ? [] : deaf.map(name => ({
      message: `'${name}' does not listen to quit calls, since it is started without --quitquitquit.`, otherwise: `start '${name}' with --quitquitquit`,
    })),
  ];
}

/** A proxy of Google that was not told to listen. */
function isDeaf({ image = '', command = [], args = [], env = [] }: Container): boolean {
  return /(^|\/)(cloud-sql-proxy|alloydb-auth-proxy)$/.test(imageParts(image).repository)
    && ![...command, ...args].some(word => /quitquitquit|--config-file|^sh$|\/sh$/.test(word))
    && !env.some(({ name }) => /QUITQUITQUIT|CONFIG_FILE/.test(name));
}

const WITHOUT_CURL = /^(busybox|alpine|debian|ubuntu)$/;
const WITHOUT_WGET = /^(debian|ubuntu)$/;

function lacks({ image = '' }: Container, client: string, script: string): boolean {
  return (client === 'curl' ? WITHOUT_CURL : WITHOUT_WGET).test(imageParts(image).repository) && !/\b(apk|apt|apt-get)\b|\/curl\b/.test(script);
}

/** Istio and Linkerd. */
const POST_ONLY = /:15020\/quitquitquit|:15000\/quitquitquit|:4191\/shutdown/;
const POSTS = /^(-X|--request=?|--method=?)?POST$|^(-d|--data|--json|--form|-F|--post-)/;

function isForMesh({ command: { words } }: QuitCall): boolean {
  return words.some(word => POST_ONLY.test(word));
}

function isGet(call: QuitCall): boolean {
  const { words } = call.command;
  return isForMesh(call) && !words.some(word => POSTS.test(word) || /^-\w*XPOST$/.test(word));
}

/** What is wrong with where the call stands in its script. Nothing is said of scripts that are more than a list. */
function orderFaults({ command, shell }: QuitCall, isFinal: boolean): Fault[] {
  const { text = '', script = [], errexit = false } = shell ?? {};
  const at = script.findIndex(({ steps }) => steps.some(({ pipeline }) => pipeline.includes(command)));
  if (at < 0 || /\btrap\b|\|\|/.test(text) || script.some(({ background }) => background)) {
    return [];
  }
  const { steps } = script[at];
  const place = steps.findIndex(({ pipeline }) => pipeline.includes(command));
  const before: Script = script.slice(0, at);
  const afterAnd = steps[place].joint === '&&' && isWork([{ steps: steps.slice(0, place), background: false }]);
  const afterError = (errexit || before.some(isErrexit)) && isWork(before);
  const otherwise = 'make the call in a trap, as in trap \'curl …\' EXIT';
  return afterAnd || afterError
    ? isFinal ? [{ message: `the quit call is left out if what stands before it fails (${afterAnd ? '&&' : 'set -e'}), and then this Pod never ends.`, otherwise }] : []
    : at === script.length - 1 && place === steps.length - 1 && isWork(before)
      ? [{ message: 'the exit code of the quit call is that of the container, so it counts as done even if what stands before it has failed.', otherwise }] : [];
}

function isErrexit({ steps }: Statement): boolean {
  return steps.some(({ pipeline }) => pipeline.some(command => command.kind === 'simple' && command.words[0] === 'set'
    && command.words.slice(1).some(word => /^-\w*e/.test(word) || word === 'errexit')));
}

/** What cannot fail, or does not matter. */
const TRIVIAL = /^(echo|printf|sleep|date|true|:|set|export|cd|mkdir|\w+=.*)$/;

/** Whether a script does something that can fail and matters. Waiting does not. */
function isWork(script: Script): boolean {
  return script.some(({ steps }) => steps.some(({ pipeline }) => pipeline.some(command => command.kind === 'simple' ? !TRIVIAL.test(command.words[0])
    : command.kind === 'group' ? isWork(command.body) : command.kind === 'if' || command.kind === 'for')));
}
