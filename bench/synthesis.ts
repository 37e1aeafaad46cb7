/**
 * What synthesis costs, next to cdk8s-plus and to plain objects, all in one run: `npx projen bench`.
 */
import { deepStrictEqual } from 'node:assert';
import { isDeepStrictEqual } from 'node:util';
import { child, Measurement, median } from './child';

const ROUNDS = 5;
const SIZES = [100, 1000, 4000];
const OURS = 'cdk8s-sidecars';
const BASE = 'cdk8s-plus-33';
const VARIANTS = [OURS, BASE, 'cdk8s-plus-27', 'ApiObject'];

const runChild = child<Measurement & { manifest: { spec: { template: { spec: { [field: string]: any } } } } }>('one-synthesis.ts');
const run = (variant: string, jobs: number, rawSpec: object = {}) => runChild(variant, String(jobs), JSON.stringify(rawSpec));

/** The specification for `ApiObject`, after a look whether the two that are compared make the same Pod. */
function sameSpec() {
  const [ours, base] = [OURS, BASE].map(variant => run(variant, 1).manifest.spec);
  const [ourPod, basePod] = [ours, base].map(({ template }) => template.spec);
  deepStrictEqual(ourPod.initContainers, basePod.initContainers);
  deepStrictEqual(ourPod.containers, basePod.containers);
  const others = Object.keys({ ...ourPod, ...basePod }).filter(field => !isDeepStrictEqual(ourPod[field], basePod[field]));
  console.log(`${OURS} and ${BASE} make the same containers; fields of the Pod that differ: ${others.join(', ') || 'none'}. The sidecar:`);
  console.log(JSON.stringify(ourPod.initContainers[0]), '\n');
  return base;
}

function main() {
  const spec = sameSpec();
  const measured = new Map(SIZES.map(jobs => [jobs, new Map(VARIANTS.map(variant => [variant, [] as Measurement[]]))]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const jobs of SIZES) {
      for (const variant of VARIANTS) {
        measured.get(jobs)!.get(variant)!.push(run(variant, jobs, spec));
      }
    }
  }
  const of = (jobs: number, variant: string) => measured.get(jobs)!.get(variant)!;
  const time = (jobs: number, variant: string, clock: keyof Measurement) => median(of(jobs, variant).map(measurement => measurement[clock]));
  const ratio = (jobs: number, variant: string, clock: keyof Measurement) =>
    median(of(jobs, variant).map((measurement, round) => measurement[clock] / of(jobs, BASE)[round][clock])).toFixed(2);
  const perJob = (variant: string) => [time(1000, variant, 'cpu') / 1000, (time(4000, variant, 'cpu') - time(1000, variant, 'cpu')) / 3000];

  const row = (title: string, cells: readonly string[]) => console.log(title.padEnd(36) + cells.map(cell => cell.padStart(16)).join(''));
  row(`Medians of ${ROUNDS} rounds`, VARIANTS);
  for (const jobs of SIZES) {
    row(`${jobs} Jobs: ms of CPU (of the clock)`, VARIANTS.map(variant => `${time(jobs, variant, 'cpu').toFixed()} (${time(jobs, variant, 'wall').toFixed()})`));
    row(`  as ratios to ${BASE}`, VARIANTS.map(variant => `${ratio(jobs, variant, 'cpu')} (${ratio(jobs, variant, 'wall')})`));
  }
  row('ms of CPU a Job, of the first 1000', VARIANTS.map(variant => perJob(variant)[0].toFixed(3)));
  row('ms of CPU a Job, of 3000 more', VARIANTS.map(variant => perJob(variant)[1].toFixed(3)));
}

main();
