import { check, deployment, init, job, main, sidecar } from './workloads';
import { sidecarPrestopKillsEarly } from '../../src/checks/sidecar-prestop-kills-early';
import { Container } from '../../src/manifest/types';

type Lifecycle = Container['lifecycle'];

function exec(...command: string[]): Lifecycle {
  return { preStop: { exec: { command } } };
}

function script(text: string): Lifecycle {
  return exec('/bin/sh', '-c', text);
}

function get(path: string): Lifecycle {
  return { preStop: { httpGet: { path, port: 15020 } } };
}

const KILLS = exec('kill', '1');

test('the finding names the sidecar and its hook', () => {
  expect(check(sidecarPrestopKillsEarly, deployment({ initContainers: [init(), sidecar({ lifecycle: KILLS })] }))).toEqual([{
    container: 'proxy',
    field: 'spec.template.spec.initContainers[1].lifecycle.preStop',
    message: 'this hook stops the sidecar, and it runs at the start of the Pod\'s termination, while the main containers still need the sidecar.',
    fix: 'Take the hook out: a sidecar gets SIGTERM by itself once the main containers have ended.',
    patch: [{ op: 'remove', path: '/spec/template/spec/initContainers/1/lifecycle' }],
  }]);
});

test('what else is in its lifecycle stays there', () => {
  const lifecycle: Lifecycle = { ...KILLS, postStart: { exec: { command: ['/wait'] } } };
  expect(check(sidecarPrestopKillsEarly, deployment({ initContainers: [sidecar({ lifecycle })] })).map(({ patch }) => patch))
    .toEqual([[{ op: 'remove', path: '/spec/template/spec/initContainers/0/lifecycle/preStop' }]]);
});

test.each<[Lifecycle]>([
  [KILLS],
  [exec('/bin/kill', '-s', 'TERM', '1')],
  [exec('kill', '-15', '1')],
  [exec('pkill', 'envoy')],
  [exec('/usr/bin/pkill', '-f', 'envoy')],
  [exec('killall', 'nginx')],
  [exec('/cloud-sql-proxy', 'shutdown')],
  [exec('nginx', '-s', 'quit')],
  [exec('/usr/sbin/nginx', '-s', 'stop')],
  [exec('apachectl', '-k', 'graceful-stop')],
  [exec('kong', 'quit', '--wait=10')],
  [exec('pg_ctl', 'stop', '-m', 'fast')],
  [exec('redis-cli', 'SHUTDOWN', 'NOSAVE')],
  [exec('linkerd-await', '--shutdown', '--', 'true')],
  [exec('pilot-agent', 'request', 'POST', 'quitquitquit')],
  [exec('curl', '-X', 'POST', 'localhost:15020/quitquitquit')],
  [exec('wget', '--post-data=', 'http://127.0.0.1:9091/quitquitquit')],
  [exec('curl', '-X', 'POST', 'http://[::1]:4191/shutdown')],
  [script('kill 1')],
  [script('sleep 5; kill -QUIT 1')],
  [script('sleep 5;kill 1')],
  [script('sleep 5 && pkill envoy')],
  [script('kill -TERM $(cat /run/proxy.pid)')],
  [script('kill -9 -1')],
  [script('if pidof envoy; then (kill 1); fi')],
  [script('# give the app some time\nsleep 5\nkill 1')],
  [script('echo "it\'s over" > /dev/stderr; kill 1')],
  [script('until ! pgrep app; do sleep 1; done; kill 1')],
  [script('psql -p 6432 pgbouncer -c "SHUTDOWN"')],
  [script('curl -X POST "http://localhost:3500/v1.0/shutdown"')],
  [script('curl -fsX POST http://$POD_IP:15020/quitquitquit')],
  [script('curl "localhost:8080/quit?delay=1"')],
  [script('exec 3<>/dev/tcp/127.0.0.1/15020; echo "POST /quitquitquit HTTP/1.1" >&3')],
  [get('/quitquitquit')],
  [get('/shutdown')],
  [get('/shutdown?delay=5')],
  [get('/agent/v1/quit')],
  [get('/stop/')],
])('this stops a sidecar: %j', lifecycle => {
  expect(check(sidecarPrestopKillsEarly, job({ initContainers: [sidecar({ lifecycle })] })).map(({ container }) => container)).toEqual(['proxy']);
});

test.each<[Lifecycle]>([
  [undefined],
  [{ postStart: { exec: { command: ['kill', '1'] } } }],
  [{ preStop: { sleep: { seconds: 5 } } as object }],
  [{ preStop: { tcpSocket: { port: 80 } } }],
  [exec('/drain')],
  [exec('sleep', '5')],
  [exec('/unstoppable')],
  [exec('/opt/unstoppable/bin/drain')],
  [exec('/scripts/pre-stop')],
  [exec('/scripts/on-stop.sh')],
  [exec('skill', '1')],
  [exec('backup', 'stop-words.txt')],
  [exec('drain', '--stop-timeout', '5')],
  [exec('drain', '--shutdown=false')],
  [exec('nginx', '-s', 'reload')],
  [exec('redis-cli', 'shutdown-later')],
  [exec('kill', '-0', '1')],
  [exec('kill', '-1', '1')],
  [exec('kill', '-HUP', '1')],
  [exec('kill', '-s', 'HUP', '1')],
  [exec('kill', '-SIGUSR1', '1')],
  [exec('pkill', '--signal', 'HUP', 'envoy')],
  [script('while kill -0 7; do sleep 1; done')],
  [script('echo stop; sleep 5')],
  [script('/bin/echo "about to stop; then quit" > /proc/1/fd/1; sleep 10')],
  [script("printf 'shutdown\\n' >> /dev/stderr && sleep 3")],
  [script('# wait before the kill 1\nsleep 5')],
  [script('sleep 5 # then stop')],
  [script('sleep 5; exit 0')],
  [script('touch /tmp/stop')],
  [script('while [ ! -f /tmp/stop ]; do sleep 1; done')],
  [script('timeout -s KILL 10 /drain')],
  [script('docker stop $(docker ps -q)')],
  [script('curl -X POST localhost:15000/drain_listeners?graceful')],
  [script('wget -qO- localhost:15000/healthcheck/fail')],
  [script('curl -X POST http://balancer.example/nodes/$HOSTNAME/shutdown')],
  [script('curl localhost:8080/exit-status')],
  [script('curl localhost:8080/stop/status')],
  [get('/drain')],
  [get('/prestop')],
  [get('/wait-for-drain')],
  [get('/healthz/stop-words')],
  [get('/unstoppable')],
  [get('/stop/status')],
  [get('/healthz?next=/stop')],
])('this does not: %j', lifecycle => {
  expect(check(sidecarPrestopKillsEarly, job({ initContainers: [sidecar({ lifecycle })] }))).toEqual([]);
});

test('a main container may stop itself', () => {
  expect(check(sidecarPrestopKillsEarly, deployment({ initContainers: [sidecar()], containers: [main({ lifecycle: KILLS })] }))).toEqual([]);
});
