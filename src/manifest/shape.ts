import { fieldAt, pathSegments, pathText } from './fields';
import { parseQuantity } from './quantity';
import { Workload } from './workloads';

/** A field that does not have the form that the API server would accept. */
export interface ShapeFault {
  /** Its path in the object, such as `spec.template.spec.containers[0].args`. */
  readonly field: string;
  readonly message: string;
}

type Check = (value: unknown, field: string) => ShapeFault[];

/**
 * What is wrong with the form of a workload that came from outside, as far as anything here reads it.
 */
export function workloadFaults({ object: whole, podSpecPath, jobSpec, jobSpecPath }: Workload): ShapeFault[] {
  const template = pathSegments(podSpecPath).slice(0, -1);
  return [
    ...POD_TEMPLATE(fieldAt(whole, template), pathText(template)),
    ...jobSpecPath === undefined ? [] : JOB_SPEC(jobSpec, jobSpecPath),
  ];
}

/**
 * What is wrong with the form of a container that came from outside.
 *
 * @param field the path that it is called by
 */
export function containerFaults(value: unknown, field: string): ShapeFault[] {
  return CONTAINER(value, field);
}

const fault = (field: string, wanted: string, value: unknown): ShapeFault[] =>
  [{ field, message: `${field || 'it'} must be ${wanted}, not ${shown(value)}.` }];

const is = (type: 'string' | 'number', wanted: string): Check => (value, field) => typeof value === type ? [] : fault(field, wanted, value);
const text = is('string', 'a text');
const number = is('number', 'a number');

const quantity: Check = (value, field) => {
  try {
    parseQuantity(value as string | number);
    return [];
  } catch {
    return fault(field, 'a quantity such as 100m, 0.5 or 64Mi', value);
  }
};

const eitherOf = (a: Check, b: Check): Check => (value, field) => a(value, field).length === 0 ? [] : b(value, field);

const listOf = (item: Check): Check => (value, field) => Array.isArray(value)
  ? value.flatMap((element, i) => item(element, `${field}[${i}]`))
  : fault(field, 'a list', value);

const mapOf = (entry: Check): Check => (value, field) => isObject(value)
  ? Object.entries(value).flatMap(([name, nested]) => entry(nested, within(field, name)))
  : fault(field, 'an object', value);

const object = (fields: { readonly [name: string]: Check }, required: readonly string[] = []): Check => (value, field) => isObject(value)
  ? [
    ...required.filter(name => value[name] === undefined).map(name => ({ field, message: `${field || 'it'} has no ${name}.` })),
    ...Object.entries(fields).flatMap(([name, check]) => value[name] === undefined ? [] : check(value[name], within(field, name))),
  ]
  : fault(field, 'an object', value);

const port = eitherOf(number, text);
const command = object({ command: listOf(text) });
const http = object({ port, path: text, host: text, scheme: text, httpHeaders: listOf(object({ name: text, value: text }, ['name'])) }, ['port']);
const handler = {
  exec: command,
  httpGet: http,
  tcpSocket: object({ port, host: text }, ['port']),
  grpc: object({ port: number }, ['port']),
  sleep: object({ seconds: number }, ['seconds']),
};
const probe = object({
  ...handler,
  initialDelaySeconds: number,
  periodSeconds: number,
  timeoutSeconds: number,
  failureThreshold: number,
  terminationGracePeriodSeconds: number,
});
const resources = object({ requests: mapOf(quantity), limits: mapOf(quantity) });
const CONTAINER = object({
  name: text,
  image: text,
  command: listOf(text),
  args: listOf(text),
  env: listOf(object({ name: text }, ['name'])),
  ports: listOf(object({ name: text, containerPort: number })),
  volumeMounts: listOf(object({ name: text, mountPath: text }, ['name', 'mountPath'])),
  resources,
  lifecycle: object({ postStart: object(handler), preStop: object(handler), stopSignal: text }),
  startupProbe: probe,
  livenessProbe: probe,
  readinessProbe: probe,
  securityContext: object({ capabilities: object({ drop: listOf(text), add: listOf(text) }) }),
}, ['name']);
const POD_SPEC = object({
  initContainers: listOf(CONTAINER),
  containers: listOf(CONTAINER),
  volumes: listOf(object({ name: text }, ['name'])),
  restartPolicy: text,
  terminationGracePeriodSeconds: number,
  nodeSelector: object({}),
  os: object({ name: text }),
  resources,
  overhead: mapOf(quantity),
}, ['containers']);
const POD_TEMPLATE = object({ metadata: object({ annotations: object({}) }), spec: POD_SPEC });
const JOB_SPEC = object({ podFailurePolicy: object({ rules: listOf(object({ onExitCodes: object({ containerName: text }) })) }) });

function isObject(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function within(field: string, name: string): string {
  return field === '' ? name : `${field}.${name}`;
}

function shown(value: unknown): string {
  return Array.isArray(value) ? 'a list' : isObject(value) ? 'an object' : JSON.stringify(value);
}
