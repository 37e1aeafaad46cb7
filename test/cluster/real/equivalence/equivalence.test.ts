import { report } from './report';
import { Scenario } from './scenario';
import { SCENARIOS } from './scenarios';
import { Suite } from './suite';
import { thisCluster } from '../cluster';

jest.setTimeout(900_000);

const chosen = SCENARIOS.filter(({ name }) => new RegExp(process.env.EQUIVALENCE_ONLY ?? '').test(name));
const suite = new Suite(chosen);

beforeAll(() => suite.run());

afterAll(async () => {
  report(thisCluster().toString(), chosen.map(each => {
    const { details, ...entry } = suite.result(each);
    return entry;
  }));
  await suite.end();
});

const cases = (runs: boolean): [string, Scenario][] =>
  chosen.filter(({ needs }) => runs === (!needs || Boolean(process.env[needs]))).map(each => [each.title, each]);

test.each(cases(true))('%s', (_, scenario) => {
  const { differences, details } = suite.result(scenario);
  expect([...differences, ...details ? [details] : []]).toEqual([]);
});

if (cases(false).length > 0) {
  test.skip.each(cases(false))('%s', () => {});
}
