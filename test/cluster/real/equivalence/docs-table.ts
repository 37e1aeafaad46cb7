/**
 * Puts the reports of several clusters, as EQUIVALENCE_REPORT has them written, into docs/fallback.md, one column each:
 *   npx ts-node --project test/tsconfig.json test/cluster/real/equivalence/docs-table.ts REPORT...
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Entry } from './report';

interface Report {
  readonly cluster: string;
  readonly scenarios: readonly Entry[];
}

const PAGE = 'docs/fallback.md';
const START = '<!-- scenarios -->';
const END = '<!-- end of scenarios -->';

const reports = process.argv.slice(2).map(file => JSON.parse(readFileSync(file, 'utf8')) as Report);
const [{ scenarios }] = reports;

function cell({ result, toSignal }: Entry): string {
  const time = toSignal === undefined ? '' : ` (${toSignal.toFixed(2)} s)`;
  return result === 'differs as known' ? 'see below' : `${result}${time}`;
}

function entryOf({ cluster, scenarios: entries }: Report, name: string): Entry {
  const entry = entries.find(each => each.name === name);
  if (!entry) {
    throw new Error(`The report of ${cluster} has no scenario '${name}'.`);
  }
  return entry;
}

const heads = reports.map(report => `${report.cluster}: ${report.scenarios.find(({ form }) => form)!.form}`);
const rows = scenarios.map(({ name, title }) => [title, ...reports.map(report => cell(entryOf(report, name)))]);
const known = scenarios.flatMap(({ name, title }) => {
  const differs = reports.map(report => entryOf(report, name).differs).find(text => text);
  return differs ? [`- ${title}: ${differs}.`] : [];
});
const table = [['scenario', ...heads], ['---', ...heads.map(() => '---')], ...rows].map(row => `| ${row.join(' | ')} |`);
const page = readFileSync(PAGE, 'utf8');
writeFileSync(PAGE, [
  page.slice(0, page.indexOf(START) + START.length), '', ...table, '', 'Known differences of the supervised form:', '', ...known, '', page.slice(page.indexOf(END)),
].join('\n'));
