import { hookCommand, needsPodIp, portNumber, probeCommand, probeTiming } from '../../../src/lowering/supervised/probe-command';
import { Container, Probe } from '../../../src/manifest/types';
import { deepFreeze } from '../../deep-freeze';

const CONTAINER: Container = deepFreeze({
  name: 'proxy',
  ports: [{ containerPort: 1 }, { name: 'http', containerPort: 8080 }, { name: 'p2', containerPort: 2 }],
});

test.each<[string, Probe, string]>([
  ['exec', { exec: { command: ['cat', "it's", '$A'] } }, '"$_bb" timeout 1 \'cat\' \'it\'\\\'\'s\' \'$A\''],
  ['exec with a timeout', { exec: { command: ['true'] }, timeoutSeconds: 7 }, '"$_bb" timeout 7 \'true\''],
  ['a timeout of 0 is none that was set', { exec: { command: ['true'] }, timeoutSeconds: 0 }, '"$_bb" timeout 1 \'true\''],
  ['http', { httpGet: { port: 80 } }, '"$_bb" timeout 1 "$_bb" wget -q -O /dev/null http://"$_ip":80\'/\''],
  ['http with a path', { httpGet: { port: 80, path: '/up?a=b&c' }, timeoutSeconds: 2 },
    '"$_bb" timeout 2 "$_bb" wget -q -O /dev/null http://"$_ip":80\'/up?a=b&c\''],
  ['http with a path that lacks its slash', { httpGet: { port: 80, path: 'up' } }, '"$_bb" timeout 1 "$_bb" wget -q -O /dev/null http://"$_ip":80\'/up\''],
  ['http with an empty path', { httpGet: { port: 80, path: '' } }, '"$_bb" timeout 1 "$_bb" wget -q -O /dev/null http://"$_ip":80\'/\''],
  ['http with a host', { httpGet: { port: 80, host: 'localhost', scheme: 'HTTP' } },
    '"$_bb" timeout 1 "$_bb" wget -q -O /dev/null http://\'localhost\':80\'/\''],
  ['http with an empty host', { httpGet: { port: 80, host: '' } }, '"$_bb" timeout 1 "$_bb" wget -q -O /dev/null http://"$_ip":80\'/\''],
  ['http with an IPv6 host', { httpGet: { port: 80, host: '::1' } }, '"$_bb" timeout 1 "$_bb" wget -q -O /dev/null http://\'[::1]\':80\'/\''],
  ['http with headers', { httpGet: { port: 80, httpHeaders: [{ name: 'Host', value: "it's" }, { name: 'X', value: '1' }] } },
    '"$_bb" timeout 1 "$_bb" wget -q -O /dev/null --header \'Host: it\'\\\'\'s\' --header \'X: 1\' http://"$_ip":80\'/\''],
  ['https, of which no certificate is checked', { httpGet: { port: 443, scheme: 'HTTPS', path: '/up', httpHeaders: [{ name: 'X', value: '1' }] } },
    '"$_bb" timeout 1 "$_bb" wget -q -O /dev/null --no-check-certificate --header \'X: 1\' https://"$_ip":443\'/up\''],
  ['http with the name of a port', { httpGet: { port: 'http' } }, '"$_bb" timeout 1 "$_bb" wget -q -O /dev/null http://"$_ip":8080\'/\''],
  ['http with the number of a port as text', { httpGet: { port: '81' } }, '"$_bb" timeout 1 "$_bb" wget -q -O /dev/null http://"$_ip":81\'/\''],
  ['tcp', { tcpSocket: { port: 5432 } }, '"$_bb" nc -w 1 "$_ip" 5432 -e "$_bb" true'],
  ['tcp with a host, a name of a port and a timeout', { tcpSocket: { host: 'db', port: 'p2' }, timeoutSeconds: 3 },
    '"$_bb" nc -w 3 \'db\' 2 -e "$_bb" true'],
  ['tcp with an IPv6 host', { tcpSocket: { host: 'fd00::1', port: 80 } }, '"$_bb" nc -w 1 \'[fd00::1]\' 80 -e "$_bb" true'],
  ['tcp with an IPv6 host in brackets', { tcpSocket: { host: '[::1]', port: 80 } }, '"$_bb" nc -w 1 \'[::1]\' 80 -e "$_bb" true'],
  ['grpc, which becomes tcp', { grpc: { port: 50, service: 'x' }, timeoutSeconds: 4 }, '"$_bb" nc -w 4 "$_ip" 50 -e "$_bb" true'],
])('a probe: %s', (_, probe, expected) => {
  expect(probeCommand(deepFreeze(probe), CONTAINER)).toBe(expected);
});

test.each<[string, Parameters<typeof hookCommand>[0], string]>([
  ['exec', { exec: { command: ['nginx', '-s', 'quit'] } }, '"$_bb" timeout "$_time" \'nginx\' \'-s\' \'quit\''],
  ['exec without a command', { exec: {} }, '"$_bb" timeout "$_time" '],
  ['http', { httpGet: { port: 'http', path: '/quit' } }, '"$_bb" timeout "$_time" "$_bb" wget -q -O /dev/null http://"$_ip":8080\'/quit\''],
  ['tcp', { tcpSocket: { port: 80 } }, '"$_bb" nc -w "$_time" "$_ip" 80 -e "$_bb" true'],
  ['sleep', { sleep: { seconds: 5 } }, '"$_bb" timeout "$_time" "$_bb" sleep 5'],
  ['sleep of no time', { sleep: { seconds: 0 } }, '"$_bb" timeout "$_time" "$_bb" sleep 0'],
])('a hook: %s', (_, hook, expected) => {
  expect(hookCommand(deepFreeze(hook), CONTAINER)).toBe(expected);
});

test.each<[Probe, string]>([
  [{}, '0 10 3 30'],
  [{ initialDelaySeconds: 0, periodSeconds: 0, failureThreshold: 0 }, '0 10 3 30'],
  [{ initialDelaySeconds: 1, periodSeconds: 2, failureThreshold: 4, terminationGracePeriodSeconds: 5 }, '1 2 4 5'],
])('the timing of %j is %s', (probe, expected) => {
  expect(probeTiming(probe, 30)).toBe(expected);
});

test.each<[number | string, number | undefined]>([
  [80, 80],
  ['80', 80],
  ['http', 8080],
  ['p2', 2],
  ['HTTP', undefined],
  ['8o', undefined],
])('the port %j has the number %s', (port, expected) => {
  expect(portNumber(port, CONTAINER)).toBe(expected);
});

test('a container without ports has only numbers', () => {
  expect(portNumber('http', { name: 'proxy' })).toBeUndefined();
  expect(portNumber(80, { name: 'proxy' })).toBe(80);
});

test.each<[Probe, boolean]>([
  [{ tcpSocket: { port: 80 } }, true],
  [{ httpGet: { port: 80 } }, true],
  [{ httpGet: { port: 80, host: 'localhost' } }, false],
  [{ tcpSocket: { port: 80, host: 'localhost' } }, false],
  [{ exec: { command: ['true'] } }, false],
])('the command of %j needs the address of the Pod: %s', (probe, expected) => {
  expect(needsPodIp(probeCommand(probe, CONTAINER))).toBe(expected);
});
