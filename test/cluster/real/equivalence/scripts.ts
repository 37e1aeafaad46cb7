import type { Container, Probe } from 'kubernetes-types/core/v1';

/** Mounted in every container of a scenario; its file `events` has what all containers of all scenarios say, as it happens. */
export const EVENTS_FOLDER = '/equivalence';

/** `say` is for the test to hear; `await` waits until a container of the same Pod has said something that many times. */
const PRELUDE = `
say() { read -r now rest < /proc/uptime; echo "$now $SCENARIO $HOSTNAME $CONTAINER $*" >> ${EVENTS_FOLDER}/events; }
count() { grep -c " $SCENARIO $HOSTNAME $1\\$" ${EVENTS_FOLDER}/events; }
await() { until [ "$(count "$1")" -ge "\${2:-1}" ]; do sleep 0.2; done; }
`;

/** Starts at once and goes on until it is told to stop. */
export const SERVE = serve();

/** Says when it starts, is ready after `delay` seconds, and takes `stop` seconds to end when it is told to. */
export function serve({ delay = 0, stop = 0, code = 0 } = {}): string {
  return `
trap 'say term; sleep ${stop}; say end; exit ${code}' TERM
rm -f /tmp/ready; say start; sleep ${delay} & wait $!
touch /tmp/ready; say ready; sleep 1000 & wait $!`;
}

/** A main container that works for some seconds. */
export function work(seconds: number = 1): string {
  return `say start; sleep ${seconds}; say end`;
}

/** A main container that goes on until it is told to stop. */
export const WORK_ON = 'trap \'say term; sleep 1; say end; exit 0\' TERM; say start; sleep 1000 & wait $!';

/** Does one thing the first time and another the next. */
export function atFirst(name: string, first: string, then: string): string {
  return `say start; if [ "$(count '${name} start')" -eq 1 ]; then ${first}; else ${then}; fi`;
}

export function shell(script: string): string[] {
  return ['sh', '-c', PRELUDE + script];
}

export function container(name: string, script: string, more: Partial<Container> = {}): Container {
  return { name, image: 'busybox:1.37', command: shell(script), ...more };
}

export function sidecar(name: string, script: string, more: Partial<Container> = {}): Container {
  return container(name, script, { restartPolicy: 'Always', ...more });
}

/** A sidecar that holds back what follows until it is ready. */
export function gated(name: string, script: string = SERVE, more: Partial<Container> = {}): Container {
  return sidecar(name, script, { startupProbe: WHEN_READY, ...more });
}

const WHEN_READY: Probe = { exec: { command: ['test', '-e', '/tmp/ready'] }, periodSeconds: 1, failureThreshold: 100 };

export function hook(script: string): { exec: { command: string[] } } {
  return { exec: { command: shell(script) } };
}
