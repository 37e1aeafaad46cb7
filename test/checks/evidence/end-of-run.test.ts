import { certainlyEnds, endOfRun, EndOfRun, probablyEnds, probablyStays } from '../../../src/checks/evidence/end-of-run';
import { Container } from '../../../src/manifest/types';

const container = (fields: Partial<Container>): Container => ({ name: 'it', image: 'registry.example.com/it:1', ...fields });
const sh = (script: string) => container({ command: ['sh', '-c', script] });
const direct = (...command: string[]) => container({ command });
const image = (name: string, ...args: string[]) => container({ image: name, ...args.length > 0 && { args } });
const end = (it: Container): EndOfRun => endOfRun(it).end;

test.each<[string, string[]]>([
  ['nginx', ['nginx', '-g', 'daemon off;']],
  ['nginx', ['/usr/sbin/nginx', '-c', '/etc/nginx.conf', '-g', 'daemon off;']],
  ['Apache HTTP Server', ['httpd-foreground']],
  ['Fluent Bit', ['/fluent-bit/bin/fluent-bit', '-c', '/etc/fluent-bit.conf']],
  ['Cloud SQL Auth Proxy', ['/cloud_sql_proxy', '-instances=a:b:c=tcp:5432']],
  ['Cloud SQL Auth Proxy', ['/cloud-sql-proxy', '--port=5432', 'a:b:c']],
  ['Envoy', ['envoy', '-c', '/etc/envoy.yaml']],
  ['Redis', ['redis-server']],
  ['MySQL', ['mysqld', '--user=mysql']],
  ['PostgreSQL', ['docker-entrypoint.sh', 'postgres', '-c', 'fsync=off']],
  ['the HTTP server of Python', ['python3', '-u', '-m', 'http.server', '8000']],
  ['vLLM', ['vllm', 'serve', '/models/it']],
  ['vLLM', ['python3', '-m', 'vllm.entrypoints.openai.api_server', '--model=x']],
  ['Gunicorn', ['gunicorn', '--timeout', '60', 'app:app']],
  ['the development server of Django', ['python', 'manage.py', 'runserver']],
  ['kubectl proxy', ['/usr/bin/kubectl', 'proxy', '--port=8001']],
  ['socat', ['socat', 'TCP-LISTEN:5432,fork', 'TCP:db:5432']],
  ['Istio proxy', ['pilot-agent', 'proxy', 'sidecar']],
  ['Redis', ['tini', '--', 'redis-server', '/etc/redis.conf']],
  ['PHP with Apache', ['php-fpm', '-F']],
  ['nginx', ['sh', '-c', "echo ready; exec nginx -g 'daemon off;'"]],
  ['nginx', ['/bin/bash', '-ec', 'envsubst < a > b && nginx -g "daemon off;"']],
  ['Redis', ['bash', '-o', 'pipefail', '-c', 'set -e\nmigrate\nif [ -z "$X" ]; then exit 1; fi\nA=b redis-server | tee /log']],
  ['Redis', ['sh', '-c', 'helper & redis-server']],
])('%s is known by what starts it, and stays: %j', (name, command) => {
  expect(endOfRun(direct(...command))).toEqual({ end: 'never', because: `it runs ${name}, which goes on until it is stopped` });
});

test.each([
  ['sleep infinity'],
  ['exec sleep inf'],
  ['tail -f /dev/null'],
  ['touch /log; tail -n +1 -F /log'],
  ['tail --follow=name /log'],
  ['while true; do date; sleep 1; done'],
  ['while :\ndo\n  if check; then echo yes; fi\n  sleep 1\ndone'],
  ['while sleep 30; do sync; done'],
  ['while [ 1 ]; do sync; done'],
  ['until false; do sync; done'],
  ['for ((;;)); do sync; done'],
  ['(while true; do sync; done)'],
  ['while true; do sync; done | tee /log'],
  ['cat <<EOF > /conf\nexit 0\nEOF\nsleep infinity'],
  ['inotifywait -m /data | while read x; do echo $x; done; sleep infinity'],
  ['test -f /x && sleep infinity'],
  ['bash -c "sleep infinity"'],
])('a script goes on for ever: %s', script => {
  expect(endOfRun(sh(script))).toEqual({ end: 'never', because: 'its command goes on for ever' });
});

test.each<[string, Container]>([
  ['one that it does not know', direct('./app')],
  ['nginx that goes to the background', direct('nginx')],
  ['nginx that tests its configuration', direct('nginx', '-t', '-g', 'daemon off;')],
  ['a server that is asked for its version', direct('redis-server', '--version')],
  ['a server that is asked for help', direct('vllm', 'serve', '--help')],
  ['a server that goes to the background', direct('mongod', '--fork')],
  ['a server that initialises', direct('mysqld', '--initialize-insecure')],
  ['a proxy that waits for another', direct('/cloud-sql-proxy', 'wait')],
  ['a limit of time', direct('timeout', '60', 'nginx', '-g', 'daemon off;')],
  ['a wrapper', direct('/kubexit/kubexit', 'nginx', '-g', 'daemon off;')],
  ['a program that has only part of the name', direct('redis-server-exporter')],
  ['a wrapper in a script', sh("sleep 10\n/kubexit/kubexit nginx -g 'daemon off;'")],
  ['a limit of time in a script', sh('timeout 60 redis-server')],
  ['a script that kills it', sh('redis-server & PID=$!; work; kill $PID')],
  ['a script that kills it from a subshell', sh('(sleep 60; pkill redis) & redis-server')],
  ['a script with a trap', sh("trap 'exit 0' TERM; while true; do sleep 1; done")],
  ['a server in the background', sh('redis-server & work')],
  ['a loop that is left', sh('while true; do if [ -f /done ]; then break; fi; sleep 1; done')],
  ['a loop that leaves the script', sh('while true; do test -f /done && exit 0; sleep 1; done')],
  ['a loop that waits for a file', sh('while [ ! -f /done ]; do sleep 1; done')],
  ['a loop that waits for a file, the other way round', sh('until [ -f /done ]; do sleep 1; done')],
  ['a script that may end before', sh('if [ -f /done ]; then exit 0; fi; redis-server')],
  ['a script that may end before in a function', sh('f() { exit; }; f; redis-server')],
  ['a script that hands over before', sh('exec ./app; redis-server')],
  ['a script that reads another', sh('. /env.sh; redis-server')],
  ['an alternative', sh('./app || redis-server')],
  ['what runs only under a condition', sh('test -f /x && redis-server; echo done')],
  ['a test whether a program is there', sh('command -v redis-server')],
  ['a log that is read until something shows', sh('tail -f /log | grep -q done')],
  ['a log that is read until a process ends', sh('tail -f --pid=1 /log')],
  ['a log that is read once', sh('tail -n 5 /log')],
  ['a script of its own', direct('sh', '/run.sh')],
  ['a script that cannot be read', sh('while true; do')],
  ['shells in shells', sh('sh -c "sh -c \\"sh -c \'sh -c true\'\\""')],
  ['a server under a condition', sh('if a; then redis-server; fi')],
  ['a shell without a script', direct('sh', '-c')],
  ['no shell', direct('busybox')],
])('nothing is concluded of %s', (_, it) => {
  expect(endOfRun(it)).toEqual({ end: 'unknown', because: '' });
});

test.each([
  ['nginx', 'nginx'],
  ['nginx', 'docker.io/library/nginx:1.27@sha256:abc'],
  ['nginx', 'nginxinc/nginx-unprivileged:1.27'],
  ['Istio proxy', 'registry.istio.io/testing/proxyv2:latest', 'proxy', 'sidecar'],
  ['Linkerd proxy', 'cr.l5d.io/linkerd/proxy:stable'],
  ['Cloud SQL Auth Proxy', 'gcr.io/cloud-sql-connectors/cloud-sql-proxy:2', '--port=5432', 'a:b:c'],
  ['Fluent Bit', 'public.ecr.aws/aws-observability/aws-for-fluent-bit:2'],
  ['MySQL', 'mysql:8', '--default-authentication-plugin=x'],
  ['Redis', 'bitnami/redis:7'],
  ['Docker daemon', 'docker:27-dind'],
  ['PHP with Apache', 'php:7.0-apache'],
  ['git-sync', 'registry.k8s.io/git-sync/git-sync:v4.2.1', '--repo=x'],
])('%s is known by its image, and stays: %s %j', (name, ...[of, ...args]) => {
  expect(endOfRun(image(of, ...args))).toEqual({ end: 'never', because: `its image (${name}) is of a program that runs until it is stopped` });
});

test('arguments of an image that runs them are its command', () => {
  expect(endOfRun(image('redis:7', 'redis-server', '--save', ''))).toEqual({ end: 'never', because: 'it runs Redis, which goes on until it is stopped' });
  expect(end(image('busybox:1.37', '/bin/sh', '-c', 'while true; do date; sleep 1; done'))).toBe('never');
  expect(end(image('python:3.12', 'python', '-m', 'http.server'))).toBe('never');
  expect(end(image('alpine', 'echo', 'hello'))).toBe('by itself');
});

test.each<[string, Container]>([
  ['an image that is not known', image('registry.example.com/app:1', 'sleep', 'infinity')],
  ['another command in the image of a server', image('mysql:8', 'mysql', '-h', 'db')],
  ['another command in the image of a cache', image('redis:7', 'redis-cli', 'flushall')],
  ['an image of a server that somebody else published', image('registry.example.com/shop/redis:1')],
  ['a mesh proxy without arguments', image('istio/proxyv2:1.26')],
  ['a mesh proxy that prepares the network', image('istio/proxyv2:1.26', 'istio-iptables', '-p', '15001')],
  ['a command of Vault', image('hashicorp/vault:1.17', 'kv', 'get', 'x')],
  ['an agent that may exit once it has logged in', image('hashicorp/vault:1.17', 'agent', '-config=/vault/agent.hcl')],
  ['git-sync that runs once', image('registry.k8s.io/git-sync/git-sync:v4', '--one-time')],
  ['git-sync that runs once by its environment', container({ image: 'registry.k8s.io/git-sync/git-sync:v4', env: [{ name: 'GITSYNC_ONE_TIME', value: 'true' }] })],
  ['the client of docker', image('docker:27-cli')],
  ['an image that is called just proxy', image('registry.example.com/proxy:1')],
  ['no image', container({ image: undefined })],
])('nothing is concluded of %s, by the image', (_, it) => {
  expect(end(it)).toBe('unknown');
});

test.each<[string, Container, string | undefined]>([
  ['an image of a server that somebody else published', image('registry.example.com/shop/redis:1'), 'Redis'],
  ['an agent that may exit once it has logged in', image('hashicorp/vault:1.17', 'agent', '-config=/vault/agent.hcl'), 'Vault agent'],
  ['one that will', image('hashicorp/vault:1.17', 'agent', '-exit-after-auth=true'), undefined],
  ['another command', container({ image: 'registry.example.com/shop/redis:1', command: ['redis-cli'] }), undefined],
  ['an image that is not known', image('registry.example.com/app:1'), undefined],
])('it is said whether %s probably stays', (_, it, name) => {
  expect(probablyStays(it)).toBe(name && `its image (${name}) is of a program that runs until it is stopped`);
});

const ONE_SHOTS: Container[] = [
  direct('echo', 'hello'),
  sh('echo "starting"; cp /a /b && chown 1000 /b'),
  sh('mkdir -p /x; wget -O /x/y http://z'),
  sh('until nslookup db; do echo waiting; sleep 2; done'),
  sh('until pg_isready -h db; do sleep 1; done; echo ready'),
  sh('while ! nc -z db 5432; do sleep 1; done'),
  sh('for f in /a/*; do cp $f /b; done'),
  sh('if [ ! -f /a ]; then cp /b /a; else echo there; fi'),
  sh('echo "$(date) ready" > /log'),
  sh('true'),
  sh('echo a | tee /b'),
  sh('echo done; exit 0; sleep infinity'),
  sh(''),
  direct('python', 'manage.py', 'migrate'),
  direct('/usr/local/bin/python3', '/app/manage.py', 'migrate', '--noinput'),
  direct('alembic', '-c', 'x.ini', 'upgrade', 'head'),
  direct('bundle', 'exec', 'rails', 'db:migrate'),
  direct('istio-iptables', '-p', '15001'),
  direct('kubectl', 'wait', '--for=condition=Ready', 'pod/x'),
  image('istio/proxyv2:1.26', 'istio-iptables', '-p', '15001'),
  image('busybox', 'cp', '/a', '/b'),
];

test.each(ONE_SHOTS.map(it => [JSON.stringify(it.command ?? it.args), it] as const))('what does one thing and ends is known: %s', (_, it) => {
  expect(certainlyEnds(it)).toBe(true);
});

test.each<[string, Container]>([
  ['a pause, after which it may be meant to run again', sh('echo hello; sleep 3600')],
  ['sleep', direct('sleep', '3600')],
  ['a loop with pauses', sh('for i in 1 2; do sleep 1; done')],
  ['a failure on purpose', sh('echo no; exit 1')],
  ['false', direct('false')],
  ['a loop that waits for a file', sh('until [ -f /done ]; do sleep 1; done')],
  ['a loop that works while it waits', sh('until curl -s x; do ./refresh; done')],
  ['what goes on at the end', sh('cp /a /b; sleep infinity')],
  ['a program that is not known', sh('cp /a /b; ./app')],
  ['a program that is not known, in a substitution', sh('echo $(./app)')],
  ['what goes on in the background', sh('echo a & echo b')],
  ['a watch', direct('kubectl', 'get', 'pods', '--watch')],
  ['a watch that ends with a change', sh('watch -n 1 -g ls /x')],
  ['a stream', direct('curl', '-N', 'http://x')],
  ['an endless file', direct('cat', '/dev/zero')],
  ['a choice', sh('case $X in a) echo a;; esac')],
  ['a choice that hands over', sh('if true; then ./app; fi')],
  ['an image that is not known', image('registry.example.com/app:1')],
  ['a server', image('nginx')],
])('nothing of the kind is concluded of %s', (_, it) => {
  expect(certainlyEnds(it)).toBe(false);
});

test.each<[Container, boolean]>([
  [direct('./migrate'), true],
  [direct('/app/bin/db-migrate.sh', 'up'), true],
  [direct('npm', 'run', 'db:migrate'), true],
  [direct('/wait-for-it.sh', 'db:5432'), true],
  [direct('/wait-for-it.sh', 'db:5432', '--', './app'), false],
  [direct('./app'), false],
  [image('cr.l5d.io/linkerd/proxy-init:v2'), true],
  [image('flyway/flyway:10'), true],
  [container({ name: 'wait-for-db' }), true],
  [container({ name: 'db-migrations' }), true],
  [container({ name: 'db-migrations', ports: [{ containerPort: 80 }] }), false],
  [container({ name: 'db-migrations', image: 'nginx' }), false],
  [container({ name: 'app' }), false],
])('%# by its name, a container probably ends, or it does not', (it, expected) => {
  expect(probablyEnds(it)).toBe(expected);
});

test('a command that ends is known to', () => {
  expect(endOfRun(sh('echo hello; sleep 5; exit 3'))).toEqual({ end: 'by itself', because: 'its command comes to an end' });
});
