import { assumptionsFrom, checkNames, durationFrom } from '../../src/cli/assume';

test.each([
  ['2s', 2],
  ['500ms', 0.5],
  ['1m', 60],
  ['1m30s', 90],
  ['1h1s', 3601],
  ['1.5s', 1.5],
  ['0', 0],
  ['2.5', 2.5],
])('the duration %s is %d seconds', (text, seconds) => {
  expect(durationFrom(text, '--delete-at')).toBe(seconds);
});

test.each(['', '-1s', '2 s', 's', '1d', '1s2', 'forever'])('%j is not a duration', text => {
  expect(() => durationFrom(text, '--delete-at')).toThrow(`--delete-at: '${text}' is not a duration. Write it as 2s, 500ms or 1m30s.`);
});

test('all that can be assumed is read, and what is said of a container adds up', () => {
  expect(assumptionsFrom(['a=run:2s,exit:3', 'b = run:forever, gate:never ,ignores-term', 'a=start:4,stop:500ms,preStop:1s,postStart:2s,exit:0']))
    .toEqual(new Map([
      ['a', { run: 2, exit: 0, start: 4, stop: 0.5, preStop: 1, postStart: 2 }],
      ['b', { run: Infinity, gateNever: true, ignoresTerm: true }],
    ]));
  expect(assumptionsFrom()).toEqual(new Map());
});

test.each([
  ['run:2s', "--assume: 'run:2s' is not of the form CONTAINER=FACT,…, with facts such as run:2s, exit:3"],
  ['a=', "--assume: 'a=' is not of the form"],
  ['a=runs:2s', "--assume a=runs:2s: 'runs:2s' is not known. There are: run:2s, exit:3, start:4s"],
  ['a=run', "--assume a=run: '' is not a duration."],
  ['a=run:soon', "--assume a=run:soon: 'soon' is not a duration."],
  ['a=exit:256', "--assume a=exit:256: '256' is not an exit code, a number from 0 to 255."],
  ['a=exit', "--assume a=exit: '' is not an exit code"],
  ['a=gate:5s', "--assume a=gate:5s: 'gate:5s' is not known."],
  ['a=ignores-term:1', "--assume a=ignores-term:1: 'ignores-term:1' is not known."],
  ['a=run:1s,,exit:1', "--assume a=run:1s,,exit:1: '' is not known."],
])('--assume %s is an error', (option, message) => {
  expect(() => assumptionsFrom([option])).toThrow(message);
});

test('containers that there are not are an error that lists those that there are', () => {
  expect(() => checkNames(assumptionsFrom(['mian=run:2s']), ['proxy', 'main', 'main']))
    .toThrow("--assume: no container is called 'mian'. There are: proxy, main.");
  expect(() => checkNames(assumptionsFrom(['main=run:2s']), ['proxy', 'main'])).not.toThrow();
});
