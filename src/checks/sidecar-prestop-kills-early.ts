import { Rule } from './rule';
import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { sidecarsOf } from '../manifest/containers';
import { Container } from '../manifest/types';

/** What a script says rather than does, or does to containers elsewhere: comments, and commands with all their arguments. */
const HARMLESS = /(^|\s)#.*$|(?<![\w.-])(echo|printf|logger|docker|podman|kubectl)\s("[^"]*"|'[^']*'|[^;&|\n"'])*/gm;
/** A program that sends a signal, unless it only asks whether a process is there, or makes it reload or reopen its files. */
const KILL = /(^|[\s/;&|("'`])(kill|pkill|killall)\s+(?!(-s\s*|--signal[\s=]|-)(SIG)?([01lL]|HUP|USR[12]|WINCH)\b)/;
const STOPPING_ARGUMENT = /(^|[\s;&|("'`])(--)?(shutdown|quit|stop|graceful-stop|quitquitquit)($|[\s;&|)"'`])/i;
/** A quit endpoint of the Pod itself. */
const STOPPING_URL = /\/quitquitquit\b|(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(\/[\w./-]*)?\/(quit|shutdown|stop|exit)\/?($|[\s?;&|)"'`])/;
const STOPPING_PATH = /^[^?]*\/(quitquitquit|quit|shutdown|stop|exit)\/?(\?|$)/;

/** The preStop hooks of all containers run when termination begins; only SIGTERM waits for a sidecar's turn (KEP-753). */
export const sidecarPrestopKillsEarly: Rule = {
  id: 'SC401',
  slug: 'sidecar-prestop-kills-early',
  severity: DiagnosticSeverity.WARNING,
  basis: 'judgement',
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
  if (!hook) {
    return false;
  }
  const command = hook.exec?.command?.join(' ') ?? '';
  const script = command.replace(HARMLESS, '');
  return KILL.test(script) || STOPPING_ARGUMENT.test(script) || STOPPING_URL.test(command) || STOPPING_PATH.test(hook.httpGet?.path ?? '');
}
