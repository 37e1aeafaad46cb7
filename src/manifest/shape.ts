import { fieldAt, isObject, pathSegments, pathText } from './fields';
import { isPlaceholder } from './placeholder';
import { isQuantity } from './quantity';
import { Workload } from './workloads';

/** A field that does not have the form that the API server would accept. */
export interface ShapeFault {
  /** Its path in the object, such as `spec.template.spec.containers[0].args`. */
  readonly field: string;
  readonly message: string;
  /** Whether it is a text that is still to be replaced, such as `<PORT>` or `${PORT}`. */
  readonly isPlaceholder?: boolean;
  /** Whether it is that something is missing. */
  readonly isMissing?: boolean;
}

/** Where a value is: put together as a text only where something is wrong with it. */
interface Place {
  readonly within?: Place;
  readonly key: string;
}

/** Tells faults of a value. It runs over every workload there is, so it makes nothing where nothing is wrong. */
type Check = (value: unknown, place: Place, report: (fault: ShapeFault) => void) => void;

/**
 * What is wrong with the form of a workload that came from outside, as far as anything here reads it.
 */
export function workloadFaults({ object: whole, podSpecPath, jobSpec, jobSpecPath }: Workload): ShapeFault[] {
  const template = pathSegments(podSpecPath).slice(0, -1);
  const faults: ShapeFault[] = [];
  POD_TEMPLATE(fieldAt(whole, template), { key: pathText(template) }, fault => faults.push(fault));
  if (jobSpecPath !== undefined) {
    JOB_SPEC(jobSpec, { key: jobSpecPath }, fault => faults.push(fault));
  }
  return faults;
}

/**
 * What is wrong with the form of a container that came from outside.
 */
export function containerFaults(value: unknown): ShapeFault[] {
  const faults: ShapeFault[] = [];
  CONTAINER(value, { key: '' }, fault => faults.push(fault));
  return faults;
}

function mustBe(wanted: string, value: unknown, place: Place): ShapeFault {
  return {
    field: fieldOf(place),
    message: `${fieldOf(place) || 'it'} must be ${wanted}, not ${shown(value)}.`,
    ...isPlaceholder(value) && { isPlaceholder: true },
  };
}

const is = (type: 'string' | 'number', wanted: string): Check => (value, place, report) => {
  if (typeof value !== type) {
    report(mustBe(wanted, value, place));
  }
};
const text = is('string', 'a text');
const number = is('number', 'a number');

const count: Check = (value, place, report) => {
  number(value, place, report);
  if (typeof value === 'number' && value < 0) {
    report({ field: fieldOf(place), message: `${fieldOf(place)} must not be negative.` });
  }
};

const port: Check = (value, place, report) => typeof value === 'number' || text(value, place, report);

const quantity: Check = (value, place, report) => {
  if (!isQuantity(value)) {
    report(mustBe('a quantity such as 100m, 0.5 or 64Mi', value, place));
  }
};

const listOf = (item: Check): Check => (value, place, report) => {
  if (!Array.isArray(value)) {
    report(mustBe('a list', value, place));
    return;
  }
  value.forEach((element, i) => item(element, { within: place, key: `[${i}]` }, report));
};

const mapOf = (entry: Check): Check => (value, place, report) => {
  if (!isObject(value)) {
    report(mustBe('an object', value, place));
    return;
  }
  for (const key of Object.keys(value)) {
    entry(value[key], { within: place, key }, report);
  }
};

const object = (fields: { readonly [name: string]: Check }, required: readonly string[] = []): Check => {
  const checks = Object.entries(fields);
  return (value, place, report) => {
    if (!isObject(value)) {
      report(mustBe('an object', value, place));
      return;
    }
    for (const name of required) {
      if (value[name] === undefined) {
        report({ field: fieldOf(place), message: `${fieldOf(place) || 'it'} has no ${name}.`, isMissing: true });
      }
    }
    for (const [key, check] of checks) {
      if (value[key] !== undefined) {
        check(value[key], { within: place, key }, report);
      }
    }
  };
};

const command = object({ command: listOf(text) });
const http = object({ port, path: text, host: text, scheme: text, httpHeaders: listOf(object({ name: text, value: text }, ['name'])) }, ['port']);
const handler = {
  exec: command,
  httpGet: http,
  tcpSocket: object({ port, host: text }, ['port']),
  grpc: object({ port: number }, ['port']),
  sleep: object({ seconds: count }, ['seconds']),
};
const probe = object({
  ...handler,
  initialDelaySeconds: count,
  periodSeconds: count,
  timeoutSeconds: count,
  failureThreshold: count,
  terminationGracePeriodSeconds: count,
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
  activeDeadlineSeconds: count,
  nodeSelector: object({}),
  os: object({ name: text }),
  resources,
  overhead: mapOf(quantity),
}, ['containers']);
const POD_TEMPLATE = object({ metadata: object({ annotations: object({}) }), spec: POD_SPEC });
const JOB_SPEC = object({
  backoffLimit: count,
  activeDeadlineSeconds: count,
  podFailurePolicy: object({ rules: listOf(object({ onExitCodes: object({ containerName: text, values: listOf(number) }, ['values']) })) }, ['rules']),
});

function fieldOf({ within, key }: Place): string {
  const before = within ? fieldOf(within) : '';
  return before === '' || key.startsWith('[') ? `${before}${key}` : `${before}.${key}`;
}

function shown(value: unknown): string {
  return Array.isArray(value) ? 'a list' : isObject(value) ? 'an object' : JSON.stringify(value);
}
