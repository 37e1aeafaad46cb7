import { Rule } from './rule';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { sidecarsOf } from '../manifest/containers';
import { Container } from '../manifest/types';

/** Programs and words that end a process, and the quit endpoints of well-known proxies. */
const STOPPING_COMMAND = /(^|[\s/;&|'"-])(kill|pkill|killall|shutdown|quit|quitquitquit|stop)($|[\s;&|'"?])/;
const STOPPING_PATH = /\/(quitquitquit|quit|shutdown|stop|exit)(\/|\?|$)/;

/** The preStop hooks of all containers run when termination begins; only SIGTERM waits for a sidecar's turn (KEP-753). */
export const sidecarPrestopKillsEarly: Rule = {
  id: 'SC401',
  slug: 'sidecar-prestop-kills-early',
  severity: DiagnosticSeverity.WARNING,
  check: ({ podSpec, podSpecPath }) => sidecarsOf(podSpec)
    .filter(({ container }) => stops(container))
    .map(({ container, path }) => ({
      container: container.name,
      field: `${podSpecPath}.${path}.lifecycle.preStop`,
      message: 'this hook stops the sidecar, and it runs at the start of the Pod\'s termination, while the main containers still need the sidecar.',
      fix: 'Take the hook out: a sidecar gets SIGTERM by itself once the main containers have ended.',
    })),
};

function stops({ lifecycle }: Container): boolean {
  const hook = lifecycle?.preStop;
  const command = hook?.exec?.command?.join(' ') ?? '';
  return STOPPING_COMMAND.test(command) || STOPPING_PATH.test(command) || STOPPING_PATH.test(hook?.httpGet?.path ?? '');
}
