import { commandFacts, CommandFacts, hookSeconds } from '../../src/lifecycle/command-facts';

const sh = (script: string) => ['sh', '-c', script];

test.each<[readonly string[], CommandFacts]>([
  [['sleep', '5'], { run: 5, exit: 0, ignoresTerm: true }],
  [['/bin/sleep', '0.5'], { run: 0.5, exit: 0, ignoresTerm: true }],
  [['sleep', 'infinity'], { run: Infinity, ignoresTerm: true }],
  [['tail', '-f', '/dev/null'], { run: Infinity, ignoresTerm: true }],
  [['true'], { run: 0, exit: 0 }],
  [['false'], { run: 0, exit: 1 }],
  [sh('exit 3'), { run: 0, exit: 3 }],
  [sh('echo hello; sleep 2 && sleep 3; exit 7'), { run: 5, exit: 7, ignoresTerm: true }],
  [['/bin/bash', '-ec', 'echo "a"\nsleep 2\nexit'], { run: 2, exit: 0, ignoresTerm: true }],
  [sh('while true; do date; sleep 1; done'), { run: Infinity, ignoresTerm: true }],
  [sh('touch /logs/all; tail -n +1 -F /logs/all'), { run: Infinity, ignoresTerm: true }],
  [sh('sleep 1; while :; do sleep 1; done'), { run: Infinity, ignoresTerm: true }],
])('the command %j says %j', (command, facts) => {
  expect(commandFacts({ name: 'main', command: [...command] })).toEqual(facts);
});

test.each<readonly string[]>([
  ['perl', '-Mbignum=bpi', '-wle', 'print bpi(2000)'],
  sh('work; sleep 5'),
  sh('sleep 5 & wait'),
  sh("trap 'exit 0' TERM; sleep 5"),
  sh('for i in 1 2 3; do sleep 1; done'),
  sh('if true; then sleep 5; fi'),
  sh('sleep $SECONDS'),
  sh('echo $(sleep 5)'),
  sh('sleep 5 | cat'),
  sh('until test -e /done; do sleep 1; done'),
])('nothing is known of the command %j %j %j', (...command) => {
  expect(commandFacts({ name: 'main', command })).toEqual({});
});

test('arguments belong to the command, and say nothing without one', () => {
  expect(commandFacts({ name: 'main', command: ['sh', '-c'], args: ['sleep 3'] })).toEqual({ run: 3, exit: 0, ignoresTerm: true });
  expect(commandFacts({ name: 'main', args: ['sleep', '3'] })).toEqual({});
});

test.each<[readonly string[], number | undefined]>([
  [['sleep', '5'], 5],
  [sh('echo bye; sleep 10'), 10],
  [sh('kill 1'), undefined],
  [[], undefined],
])('the hook %j takes %s s', (command, seconds) => {
  expect(hookSeconds(command)).toBe(seconds);
});

test('a script may have as many lines as it likes', () => {
  expect(commandFacts({ name: 'main', command: ['sh', '-c', `sleep 2\n${'\n'.repeat(100_000)}${'echo\n'.repeat(20_000)}sleep 1`] }))
    .toEqual({ run: 3, exit: 0, ignoresTerm: true });
});
