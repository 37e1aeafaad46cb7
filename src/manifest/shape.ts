import { PodSpec } from './types';

/** A field that does not have the form that the API server would accept. */
export interface ShapeFault {
  /** Its path in the Pod's spec. */
  readonly field: string;
  readonly message: string;
}

type Check = (value: unknown, field: string) => ShapeFault[];

/**
 * What is wrong with the form of a Pod's spec that came from outside, as far as anything here reads it.
 */
export function shapeFaults(podSpec: PodSpec): ShapeFault[] {
  return POD_SPEC(podSpec, '').map(fault => ({ ...fault, field: fault.field.replace(/^\./, '') }));
}

const is = (type: 'string' | 'number' | 'boolean', what: string): Check => (value, field) =>
  typeof value === type ? [] : [{ field, message: `${shown(field)} must be ${what}, not ${JSON.stringify(value)}.` }];
const text = is('string', 'a text');
const number = is('number', 'a number');

const eitherOf = (a: Check, b: Check): Check => (value, field) => a(value, field).length === 0 ? [] : b(value, field);

const listOf = (item: Check): Check => (value, field) => Array.isArray(value)
  ? value.flatMap((element, i) => item(element, `${field}[${i}]`))
  : [{ field, message: `${shown(field)} must be a list, not ${JSON.stringify(value)}.` }];

const object = (fields: { readonly [name: string]: Check }, required: readonly string[] = []): Check => (value, field) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return [{ field, message: `${shown(field)} must be an object, not ${JSON.stringify(value)}.` }];
  }
  const entries = value as { [name: string]: unknown };
  return [
    ...required.filter(name => entries[name] === undefined).map(name => ({ field, message: `${shown(field)} has no ${name}.` })),
    ...Object.entries(fields).flatMap(([name, check]) => entries[name] === undefined ? [] : check(entries[name], `${field}.${name}`)),
  ];
};

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
const container = object({
  name: text,
  command: listOf(text),
  args: listOf(text),
  env: listOf(object({ name: text }, ['name'])),
  ports: listOf(object({ name: text, containerPort: number })),
  volumeMounts: listOf(object({ name: text, mountPath: text }, ['name', 'mountPath'])),
  resources: object({ requests: object({}), limits: object({}) }),
  lifecycle: object({ postStart: object(handler), preStop: object(handler), stopSignal: text }),
  startupProbe: probe,
  livenessProbe: probe,
  readinessProbe: probe,
  securityContext: object({ capabilities: object({ drop: listOf(text), add: listOf(text) }) }),
}, ['name']);
const POD_SPEC = object({
  initContainers: listOf(container),
  containers: listOf(container),
  volumes: listOf(object({ name: text }, ['name'])),
  restartPolicy: text,
  terminationGracePeriodSeconds: number,
  nodeSelector: object({}),
  os: object({ name: text }),
}, ['containers']);

function shown(field: string): string {
  return field === '' ? 'the Pod\'s spec' : field.replace(/^\./, '');
}
