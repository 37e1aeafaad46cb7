import { check, deployment, init, job, main, sidecar } from './workloads';
import { supervisedNeedsCommand } from '../../src/checks/supervised-needs-command';
import { Container } from '../../src/manifest/types';

test.each<[string, string[], string[] | undefined]>([
  ['kubexit', ['/kubexit/kubexit'], undefined],
  ['tini', ['/sbin/tini', '--'], undefined],
  ['tini', ['tini', '-g', '--'], undefined],
  ['tini', ['tini'], ['--']],
  ['dumb-init', ['/usr/bin/dumb-init', '--'], []],
  ['linkerd-await', ['/linkerd-await', '--shutdown', '--'], undefined],
  ['scuttle', ['scuttle'], undefined],
  ["the script 'exec \"$@\"'", ['sh', '-c', 'exec "$@"', '--'], undefined],
  ["the script '\"$@\"'", ['/bin/bash', '-ec', ' "$@" '], undefined],
])('%s is to start nothing: %j %j', (wrapper, command, args) => {
  expect(check(supervisedNeedsCommand, job({ initContainers: [init(), sidecar({ command, args })] }))).toEqual([{
    container: 'proxy',
    field: 'spec.template.spec.initContainers[1].command',
    message: `${wrapper} is not told what to start: command takes the place of what the image would start by itself, and nothing comes after it.`,
    fix: 'Write behind it what the image starts (its ENTRYPOINT and, unless args is set, its CMD).',
  }]);
});

test.each<[string, Partial<Container>]>([
  ['a wrapper with a command', { command: ['/sbin/tini', '--', '/app'] }],
  ['a wrapper with arguments', { command: ['/kubexit/kubexit'], args: ['/app'] }],
  ['a wrapper without a mark', { command: ['dumb-init', '/app'] }],
  ['a wrapper that is only asked', { command: ['tini', '--version'] }],
  ['two marks', { command: ['tini', '--', 'app', '--'] }],
  ['the wrapper of the image', { args: ['--'] }],
  ['a script with parameters', { command: ['sh', '-c', 'exec "$@"', '--', '/app'] }],
  ['a script with parameters in args', { command: ['sh', '-c', 'exec "$@"'], args: ['--', '/app'] }],
  ['a script that sets its parameters', { command: ['sh', '-c', 'set -- /app; exec "$@"'] }],
  ['a script that hands them to something else', { command: ['sh', '-c', 'app "$@"'] }],
  ['a shell with a file', { command: ['sh', '/entrypoint.sh'] }],
  ['a shell', { command: ['sh'] }],
  ['a copy of a wrapper', { command: ['cp', '/bin/kubexit', '/kubexit/kubexit'] }],
  ['nothing', {}],
])('nothing is said of %s', (_, fields) => {
  expect(check(supervisedNeedsCommand, deployment({ containers: [main(fields)] }))).toEqual([]);
});

test('nothing is said of a patch of a container, which may have arguments', () => {
  expect(check(supervisedNeedsCommand, job({ containers: [main({ image: undefined, command: ['tini', '--'] })] }))).toEqual([]);
});
