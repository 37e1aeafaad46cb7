import { check, init, main, sidecar } from './workloads';
import { sharedVolumeMissing } from '../../src/checks/shared-volume-missing';
import { DiagnosticSeverity } from '../../src/diagnostics/diagnostic';
import { applyPatch } from '../../src/manifest/json-patch';
import { Container, PodSpec } from '../../src/manifest/types';
import { Workload, workloadsOf } from '../../src/manifest/workloads';

const VOLUMES = { volumes: [{ name: 'logs', emptyDir: {} }] };
const MOUNT = { volumeMounts: [{ name: 'logs', mountPath: '/logs' }] };
const SHARED = { ...VOLUMES, containers: [main(MOUNT)] };

function deployed(podSpec: Partial<PodSpec>, object: object = {}, spec: object = { selector: {} }): Workload {
  return workloadsOf({
    apiVersion: 'apps/v1', kind: 'Deployment', ...object, spec: { ...spec, template: { spec: { ...VOLUMES, containers: [main()], ...podSpec } } },
  })[0];
}

function script(text: string): Partial<Container> {
  return { command: ['sh', '-c', text] };
}

function messages(workload: Workload): string[] {
  return check(sharedVolumeMissing, workload).map(({ message }) => message);
}

const NOBODY = "tail follows /logs/app.log in the volume 'logs', which is empty at first and which no other container mounts: nobody writes that file.";
const NOWHERE = 'tail follows /var/log/app.log, which is in no volume: in the file system of this container nobody writes that file.';

test('nobody writes to a volume that is mounted once', () => {
  expect(check(sharedVolumeMissing, deployed({ initContainers: [sidecar({ command: ['tail', '-F', '/logs/app.log'], ...MOUNT })] }))).toEqual([{
    container: 'proxy',
    field: 'spec.template.spec.initContainers[0].volumeMounts[0].name',
    message: NOBODY,
    fix: 'Mount the volume in the container that writes the file, too.',
  }]);
});

test('a hook of the same container may write the file', () => {
  const lifecycle = { postStart: { exec: { command: ['sh', '-c', 'date > /var/log/app.log'] } } };
  expect(check(sharedVolumeMissing, deployed({ containers: [main(), main({ name: 'logs', command: ['tail', '-F', '/var/log/app.log'], lifecycle })] }))).toEqual([]);
});

test('nobody writes to the file system of a container that only reads', () => {
  const workload = deployed({ containers: [main(), main({ name: 'logs', args: ['/bin/sh', '-c', 'tail -n+1 -f /var/log/app.log'], ...MOUNT })] });
  expect(check(sharedVolumeMissing, workload)).toEqual([{
    container: 'logs',
    field: 'spec.template.spec.containers[1].volumeMounts',
    message: NOWHERE,
    fix: 'Mount one volume in both containers, where the one writes the file and where the other reads it.',
  }]);
});

test('Fluent Bit follows files that its arguments name', () => {
  const fluentBit = { image: 'fluent/fluent-bit:4.0', args: ['-i', 'tail', '-p', 'path=/logs/*.log', '-o', 'stdout'] };
  const nobody = "Fluent Bit follows /logs/*.log in the volume 'logs', which is empty at first and which no other container mounts: nobody writes that file.";
  expect(messages(deployed({ initContainers: [sidecar({ ...fluentBit, ...MOUNT })] }))).toEqual([nobody]);
  expect(messages(deployed({ initContainers: [sidecar({ ...fluentBit, ...MOUNT })], ...SHARED }))).toEqual([]);
  expect(messages(deployed({ initContainers: [sidecar({ ...fluentBit, args: ['-i', 'cpu', '-p', 'path=/logs/x.log', 'tail'] })] }))).toEqual([]);
});

test.each<[string, string]>([
  ['with other options', 'tail -n +1 -F /logs/app.log'],
  ['after harmless commands', '# logs\nset -e; echo start && mkdir -p /logs; exec tail -F /logs/app.log'],
  ['into another program', 'tail -F /logs/app.log 2>/dev/null | grep error'],
  ['by its long option', 'tail --follow=name --retry "/logs/app.log"'],
  ['by its full path', '/usr/bin/tail -qF /logs/app.log /logs/other.log'],
])('a script may follow a file %s', (_, text) => {
  expect(messages(deployed({ initContainers: [sidecar({ ...script(text), ...MOUNT })] }))).toEqual([NOBODY]);
});

test('the deepest mount around a path counts, and a volume without a source is empty, too', () => {
  const volumeMounts = [{ name: 'host', mountPath: '/' }, { name: 'logs', mountPath: '/logs/' }, { name: 'host', mountPath: '/log' }];
  const volumes = [{ name: 'host', hostPath: { path: '/' } }, { name: 'logs' }];
  expect(messages(deployed({ initContainers: [sidecar({ command: ['tail', '-F', '/logs/app.log'], volumeMounts })], volumes }))).toEqual([NOBODY]);
});

test('tail -f ends if a file is not there when a sidecar starts', () => {
  const workload = deployed({ ...SHARED, initContainers: [sidecar({ command: ['tail', '-f', '/logs/app.log'], ...MOUNT })] });
  expect(check(sharedVolumeMissing, workload)).toEqual([{
    container: 'proxy',
    field: 'spec.template.spec.initContainers[0].command[1]',
    message: 'tail -f ends with an error if /logs/app.log is not there yet, and the volume is empty when the Pod starts, which it does with the sidecars.',
    fix: 'Use tail -F, which waits for the file.',
    patch: [{ op: 'replace', path: '/spec/template/spec/initContainers/0/command/1', value: '-F' }],
  }]);
});

test.each<[string, Partial<Container>, unknown]>([
  ['an argument', { command: ['tail'], args: ['-f', '/logs/app.log'] }, { command: ['tail'], args: ['-F', '/logs/app.log'] }],
  ['a script', script('tail -n +1 -f /logs/app.log'), script('tail -n +1 -F /logs/app.log')],
  ['a script that is an argument', { command: ['sh', '-c'], args: ['tail -f /logs/app.log'] }, { command: ['sh', '-c'], args: ['tail -F /logs/app.log'] }],
])('the option is changed where it is in %s', (_, before, after) => {
  const workload = deployed({ ...SHARED, initContainers: [sidecar({ ...before, ...MOUNT })] });
  const [{ patch }] = check(sharedVolumeMissing, workload);
  expect(workloadsOf(applyPatch(workload.object, patch!))[0].podSpec.initContainers).toMatchObject([after as object]);
});

test.each([
  ['tail -fn 5 /logs/app.log'],
  ['tail --follow /logs/app.log'],
  ['echo tail -f it; tail -f /logs/app.log'],
])('the option is not changed where it is written otherwise: %s', text => {
  const findings = check(sharedVolumeMissing, deployed({ ...SHARED, initContainers: [sidecar({ ...script(text), ...MOUNT })] }));
  expect(findings.map(({ patch, message }) => [patch, message.slice(0, 17)])).toEqual([[undefined, 'tail -f ends with']]);
});

test.each<[string, Partial<PodSpec>, DiagnosticSeverity | undefined]>([
  ['after the one that writes', { containers: [main(MOUNT), main({ name: 'logs', command: ['tail', '-f', '/logs/app.log'], ...MOUNT })] }, DiagnosticSeverity.INFO],
  ['before the one that writes', { containers: [main({ name: 'logs', command: ['tail', '-f', '/logs/app.log'], ...MOUNT }), main(MOUNT)] }, undefined],
  ['in a Pod that fails with it', {
    containers: [main(MOUNT), main({ name: 'logs', command: ['tail', '-f', '/logs/app.log'], ...MOUNT })], restartPolicy: 'Never',
  }, undefined],
])('a main container is restarted: it is less serious only %s', (_, podSpec, severity) => {
  expect(check(sharedVolumeMissing, deployed(podSpec)).map(finding => finding.severity)).toEqual([severity]);
});

test.each<[string, Partial<PodSpec>]>([
  ['it waits for the file', { ...SHARED, initContainers: [sidecar({ command: ['tail', '-F', '/logs/app.log'], ...MOUNT })] }],
  ['it tries again', { ...SHARED, initContainers: [sidecar({ command: ['tail', '-f', '--retry', '/logs/app.log'], ...MOUNT })] }],
  ['it makes the file', { ...SHARED, initContainers: [sidecar({ ...script('touch /logs/app.log && tail -f /logs/app.log'), ...MOUNT })] }],
  ['it looks for the file', { ...SHARED, initContainers: [sidecar({ ...script('until [ -f /logs/app.log ]; do sleep 1; done; tail -f /logs/app.log'), ...MOUNT })] }],
  ['it waits for a while', { ...SHARED, initContainers: [sidecar({ ...script('sleep 30; tail -f /logs/app.log'), ...MOUNT })] }],
  ['it does so in a loop', { ...SHARED, initContainers: [sidecar({ ...script('while true; do tail -f /logs/app.log; sleep 1; done'), ...MOUNT })] }],
  ['it goes on otherwise', { ...SHARED, initContainers: [sidecar({ ...script('tail -f /logs/app.log || sleep 5'), ...MOUNT })] }],
  ['there may be several files', { ...SHARED, initContainers: [sidecar({ ...script('tail -f /logs/*.log'), ...MOUNT })] }],
  ['an init container may have made the file', { ...SHARED, initContainers: [init(MOUNT), sidecar({ command: ['tail', '-f', '/logs/app.log'], ...MOUNT })] }],
  ['only an init container mounts the volume, too', { initContainers: [init(MOUNT), sidecar({ command: ['tail', '-F', '/logs/app.log'], ...MOUNT })] }],
  ['the volume is one of the node', {
    initContainers: [sidecar({ command: ['tail', '-f', '/logs/app.log'], ...MOUNT })], volumes: [{ name: 'logs', hostPath: { path: '/logs' } }],
  }],
  ['the volume is not there, which is another fault', { initContainers: [sidecar({ command: ['tail', '-F', '/logs/app.log'], ...MOUNT })], volumes: [] }],
  ['it follows nothing', { initContainers: [sidecar({ command: ['tail', '-f', '/dev/null'] })] }],
  ['it only looks once', { initContainers: [sidecar({ command: ['tail', '/var/log/app.log'] })] }],
  ['it makes that file in order to wait', { initContainers: [sidecar(script('touch /var/log/x.log; tail -f /var/log/x.log'))] }],
  ['it starts a program that writes', { initContainers: [sidecar(script('nginx && tail -F /var/log/nginx/access.log'))] }],
  ['it starts a program after it', { initContainers: [sidecar(script('tail -F /var/log/nginx/access.log & nginx'))] }],
  ['it starts a program before it', { initContainers: [sidecar(script('echo $(nginx); tail -F /var/log/nginx/access.log'))] }],
  ['the path is not known', { initContainers: [sidecar(script('tail -F $LOG_DIR/app.log /$X/app.log'))] }],
  ['the path is relative', { initContainers: [sidecar({ command: ['tail', '-F', 'app.log'] })] }],
  ['it is no file for logs', { initContainers: [sidecar({ command: ['tail', '-f', '/opt/keep-alive'] })] }],
  ['its command is another one', { initContainers: [sidecar({ command: ['fluentd', '--tail', '/var/log/app.log'] })] }],
  ['the script is missing', { initContainers: [sidecar({ command: ['sh'], args: ['tail'] })] }],
  ['it is alone', { containers: [main({ command: ['tail', '-F', '/var/log/app.log'] })] }],
  ['the manifest is a patch', { initContainers: [sidecar({ command: ['tail', '-F', '/var/log/app.log'] })], containers: [{ name: 'main' }] }],
])('nothing is said where %s', (_, podSpec) => {
  expect(check(sharedVolumeMissing, deployed(podSpec))).toEqual([]);
});

test('nothing is said of a volume that a StatefulSet claims', () => {
  const workload = deployed(
    { initContainers: [sidecar({ command: ['tail', '-F', '/logs/app.log'], ...MOUNT })] }, { kind: 'StatefulSet' },
    { selector: {}, volumeClaimTemplates: [{ metadata: { name: 'logs' } }] },
  );
  expect(check(sharedVolumeMissing, workload)).toEqual([]);
});
