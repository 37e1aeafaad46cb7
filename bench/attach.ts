/**
 * What it costs to attach a sidecar to raw ApiObjects, as ratios in one run: `npx projen bench:attach`.
 */
import { child, Measurement, median } from './child';

const ROUNDS = 5;
const SIZES = [1000, 10000];
/** Without the sidecar, with it in the JSON of each object, and attached. */
const VARIANTS = ['plain', 'written', 'attached'];

const run = child<Measurement & { readonly bytes: number }>('one-attachment.ts');

function main() {
  for (const size of SIZES) {
    const rounds = Array.from({ length: ROUNDS }, () => new Map(VARIANTS.map(variant => [variant, run(variant, String(size))])));
    const [{ bytes: written }, { bytes: attached }] = ['written', 'attached'].map(variant => rounds[0].get(variant)!);
    if (written !== attached) {
      throw new Error(`The same manifests are to be compared, but ${attached} bytes are not ${written}.`);
    }
    const time = (variant: string, clock: keyof Measurement) => median(rounds.map(round => round.get(variant)![clock])).toFixed();
    const ratio = (base: string, clock: keyof Measurement) => median(rounds.map(round => round.get('attached')![clock] / round.get(base)![clock])).toFixed(2);
    console.log(`${size} Deployments, medians of ${ROUNDS} rounds, ms of CPU (of the clock):`,
      VARIANTS.map(variant => `${variant} ${time(variant, 'cpu')} (${time(variant, 'wall')})`).join(', '));
    console.log(`  attached, as a ratio to plain: ${ratio('plain', 'cpu')} (${ratio('plain', 'wall')}), `
      + `to the same manifests with the sidecar written in them: ${ratio('written', 'cpu')} (${ratio('written', 'wall')})`);
  }
}

main();
