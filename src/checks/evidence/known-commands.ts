import { ASKS, startedProgram, staysUp } from './known-programs';

/** Programs that run until they are stopped, besides those that are known by their images. Matched against `name arguments`. */
const SERVERS: readonly { readonly name: string; readonly command: RegExp; readonly unless?: RegExp }[] = [
  { name: 'the HTTP server of Python', command: /^python[\d.]* (-\S+ )*-m (http\.server|SimpleHTTPServer)\b/ },
  { name: 'vLLM', command: /^vllm serve\b|^python[\d.]* (-\S+ )*-m vllm\.entrypoints\.(openai\.)?api_server\b/ },
  { name: 'the development server of Django', command: /^(python[\d.]* )?(\S*\/)?manage\.py runserver\b/ },
  { name: 'Gunicorn', command: /^gunicorn /, unless: /--(check-config|daemon|print-config)\b|(^|\s)-D(\s|$)/ },
  { name: 'Uvicorn', command: /^uvicorn \S+/ },
  { name: 'Flask', command: /^flask (.* )?run\b/ },
  { name: 'a Celery worker', command: /^celery (.* )?(worker|beat)\b/, unless: /--detach|(^|\s)-D(\s|$)/ },
  { name: 'Rails', command: /^rails (server|s)\b/, unless: /--daemon|(^|\s)-d(\s|$)/ },
  { name: 'Prometheus', command: /^prometheus( -|$)/ },
  { name: 'Caddy', command: /^caddy run\b/ },
  { name: 'MinIO', command: /^minio server\b/ },
  { name: 'etcd', command: /^etcd( -|$)/ },
  { name: 'a Vault server', command: /^vault server\b/ },
  { name: 'a Consul agent', command: /^consul agent\b/ },
  { name: 'Triton', command: /^tritonserver\b/ },
  { name: 'TensorBoard', command: /^tensorboard --/, unless: /--inspect/ },
  { name: 'Jupyter', command: /^jupyter[ -](lab|notebook|server)\b/, unless: /(^|\s)(list|stop|build|--generate-config|password)(\s|$)/ },
  { name: 'an SSH server', command: /^sshd (.* )?-\w*D/ },
  { name: 'cron', command: /^(crond? (.* )?-f|supercronic )/ },
  { name: 'kubectl proxy', command: /^kubectl proxy\b/ },
  { name: 'socat', command: /^socat .*\bTCP[46]?-L(ISTEN)?:\S*\bfork\b/i },
  { name: 'pause', command: /^pause$/ },
];

/** Commands that go on for ever. */
const ENDLESS: readonly RegExp[] = [
  /^sleep inf(inity)?$/,
  /^tail(?=.*\s(-\w*[fF]|--follow))(?!.*--pid)/,
  /^yes( |$)/,
  /^watch(?!.* (-[a-z]*[ge][a-z]*|--chgexit|--errexit)( |$))( |$)/,
  /^inotifywait (.* )?(-\w*m|--monitor)/,
];

/** Commands that do what they are told and then end, whatever their arguments. */
const ENDING = new Set((
  'echo printf true false : [ test touch mkdir date set cd export unset umask cp mv rm rmdir ln ls cat chown chmod chgrp install head wc sort grep '
  + 'sed awk tee cut tr find tar gzip gunzip unzip base64 basename dirname id whoami hostname uname pwd sysctl iptables iptables-restore modprobe '
  + 'istio-iptables istio-clean-iptables nslookup dig getent pg_isready pg_dump pg_restore mysqldump openssl keytool update-ca-certificates jq yq envsubst '
  + 'createdb dropdb exit shift let'
).split(' '));

/** What goes on as long as somebody writes to it: devices, named pipes, and for `cat` alone what its input is led to. */
const NEVER_READ_TO_THE_END = /\/dev\/(u?random|zero|stdin|tty|kmsg|fd\/0)|\/\S*(fifo|pipe)|^cat$/i;

/** Commands that do what they are told and then end, by their first arguments. Matched against `name arguments`. */
const ENDING_COMMANDS: readonly RegExp[] = [
  /^ip (?!.*\bmonitor\b)/,
  /^wget\s(?!(.*\s)?(-b|--background))/,
  /^curl\s(?!(.*\s)?(-N|--no-buffer))/,
  /^git (clone|checkout|pull|fetch|config|init|reset)\b/,
  /^(apk (--\S+ )*add|apt(-get)? (-\S+ )*(install|update|upgrade)|pip[\d.]* install|npm (ci|install))\b/,
  /^(python[\d.]* )?(\S*\/)?manage\.py (migrate|collectstatic|loaddata|check|createsuperuser|compilemessages)\b/,
  /^(alembic|flask db) (.* )?upgrade\b/,
  /^flyway (.* )?(migrate|info|validate|repair|baseline)\b/,
  /^liquibase (.* )?update\b/,
  /^((bundle exec )?(rails|rake)) (.* )?db:(migrate|create|setup|seed|prepare|schema:load)\b/,
  /^kubectl\s(?!(.*\s)?(-w|--watch|--follow))(.* )?(apply|create|delete|patch|label|annotate|get|wait|rollout status)\b/,
  /^aws (.* )?s3 (cp|sync|mv|rm|ls)\b/,
  /^(gsutil|gcloud storage) (.* )?(cp|rsync|mv|rm|ls)\b/,
  /^pilot-agent (istio-iptables|istio-clean-iptables|version)\b/,
  /^psql (.* )?(-\w*[cf]|--command|--file)/,
  /^(mysql|mariadb) (.* )?(-\w*e|--execute)/,
];

/** Commands that ask whether something answers. */
const ASKING = /^(nslookup|dig|getent|host|ping|nc|ncat|curl|wget|pg_isready|mysqladmin (.* )?(ping|status)|(redis-cli|mongosh?) .*ping.*)( |$)/;

/**
 * Who runs until it is stopped, where a command starts such a program.
 */
export function serverStartedBy(words: readonly string[]): string | undefined {
  const program = startedProgram(words);
  if (program) {
    return staysUp(program, words) && !program.mayEnd ? program.name : undefined;
  }
  const text = textOf(words);
  return SERVERS.find(({ command, unless }) => command.test(text) && !unless?.test(text) && !ASKS.test(text))?.name;
}

/**
 * Whether a command goes on for ever.
 */
export function isEndless(words: readonly string[]): boolean {
  const text = textOf(words);
  return ENDLESS.some(command => command.test(text));
}

/**
 * Whether a command does what it is told, and then ends.
 */
export function isEnding(words: readonly string[]): boolean {
  const text = textOf(words);
  const [name] = text.split(' ', 1);
  return !NEVER_READ_TO_THE_END.test(text) && ENDING.has(name) || ENDING_COMMANDS.some(command => command.test(text));
}

/**
 * Whether a command only asks if something answers over the network.
 */
export function asksForAnswer(words: readonly string[]): boolean {
  return ASKING.test(textOf(words));
}

/** Longer than what tells a command. */
const MOST = 10_000;

/** A command with the name of its executable file in place of the path. */
function textOf([executable = '', ...args]: readonly string[]): string {
  return [executable.slice(executable.lastIndexOf('/') + 1), ...args].join(' ').slice(0, MOST);
}
