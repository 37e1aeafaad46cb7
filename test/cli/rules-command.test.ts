import { CATALOGUE } from '../../src/checks/catalogue';
import { main } from '../../src/cli/main';
import { NO_START_GATE } from '../report/inspections';

let stdout = '';
let stderr = '';
beforeEach(() => {
  stdout = '';
  stderr = '';
  jest.spyOn(process.stdout, 'write').mockImplementation(text => Boolean(stdout += text));
  jest.spyOn(process.stderr, 'write').mockImplementation(text => Boolean(stderr += text));
  // Jest sets FORCE_COLOR for its workers.
  ['FORCE_COLOR', 'NO_COLOR'].forEach(name => { delete process.env[name]; });
});
afterEach(() => jest.restoreAllMocks());

test('all rules are listed, in the order of their ids and within the width', () => {
  expect(main(['rules', '--width', '60'])).toBe(0);
  const lines = stdout.trimEnd().split('\n');
  expect(lines.filter(line => line.startsWith('SC')).map(line => line.split(/ +/).slice(0, 3)))
    .toEqual(CATALOGUE.map(({ id, severity, slug }) => [id, severity, slug]));
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(60);
  expect(stderr).toBe('');
});

test('rules are explained by id and by slug, each once', () => {
  expect(main(['rules', 'port-conflict', 'SC301', 'no-start-gate'])).toBe(0);
  expect(stdout.match(/^SC.*/gm)).toEqual([expect.stringMatching(/^SC\d+ port-conflict {2}\w+$/), 'SC301 no-start-gate  warning']);
  expect(stdout).toMatch(/^It is found here.*:$/m);
});

test('JSON has all about all rules, or about some', () => {
  expect(main(['rules', '-o', 'json'])).toBe(0);
  expect(JSON.parse(stdout).map(({ id }: { id: string }) => id)).toEqual(CATALOGUE.map(({ id }) => id));
  stdout = '';
  expect(main(['rules', '-o', 'json', 'no-start-gate'])).toBe(0);
  const [rule, ...others] = JSON.parse(stdout);
  expect(others).toEqual([]);
  expect(Object.keys(rule)).toEqual(expect.arrayContaining(
    ['id', 'slug', 'severity', 'basis', ...Object.keys(NO_START_GATE.text), 'url']));
  expect(rule).toMatchObject({ id: 'SC301', url: 'https://github.com/cdk8s-sidecars/cdk8s-sidecars/blob/main/docs/rules.md#sc301-no-start-gate' });
});

test.each([
  [['SC999'], "There is no rule 'SC999'. cdk8s-sidecars rules lists all.\n"],
  [['port-conflict', 'no-start-gat'], "There is no rule 'no-start-gat'. Did you mean SC301 no-start-gate?\n"],
  [['--width', '39'], "--width: '39' is not a number of columns from 40 on.\n"],
])('%j cannot be used', (args, message) => {
  expect(main(['rules', ...args])).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toBe(message);
});
