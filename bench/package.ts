/**
 * What the package costs before it does anything, all in one run: `npx projen bench:package`. The import, next to those of cdk8s and
 * cdk8s-plus-27, which it needs anyway; the start of its commands, next to that of Node; and its size.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { child, Measurement, median } from './child';

const ROUNDS = 15;
const BASE = ['cdk8s', 'cdk8s-plus-27'];
const OURS = 'cdk8s-sidecars';
const MOST_IMPORT = 30;
const MOST_START = 200;

const COMMAND = resolve('bin/cdk8s-sidecars');
const MANIFEST = `
apiVersion: batch/v1
kind: Job
metadata: {name: pi}
spec:
  template:
    spec:
      restartPolicy: Never
      initContainers:
        - {name: proxy, image: 'example.com/proxy:1.0', command: [/proxy], restartPolicy: Always}
      containers:
        - {name: pi, image: 'perl:5.34.0', command: [perl, -e, 'print 3']}
`;

function imports() {
  const load = child<Measurement & { files: number }>('one-import.ts');
  const rounds = Array.from({ length: ROUNDS }, () => ({ base: BASE.map((_, i) => load(...BASE.slice(0, i + 1))), ours: load(...BASE, OURS) }));
  const clocks = (['wall', 'cpu'] as const).map(clock => {
    const base = rounds.map(round => round.base.reduce((total, each) => total + each[clock], 0));
    const ours = rounds.map(round => round.ours[clock]);
    return { base: median(base), ours: median(ours), ratio: median(ours.map((each, i) => each / base[i])) };
  });
  const [wall, cpu] = clocks;
  const [{ ours: { files } }] = rounds;
  console.log(`Import, ms by the clock (of CPU), medians of ${ROUNDS} rounds: ${BASE.join(' and ')} ${wall.base.toFixed()} (${cpu.base.toFixed()}), `
    + `${OURS} on top of them ${wall.ours.toFixed(1)} (${cpu.ours.toFixed(1)}) for ${files} files; at most ${MOST_IMPORT} is meant`);
  console.log(`  as a ratio to them: ${wall.ratio.toFixed(2)} (${cpu.ratio.toFixed(2)})`);
}

function starts(folder: string) {
  const manifest = join(folder, 'job.yaml');
  writeFileSync(manifest, MANIFEST);
  const commands = [['--version'], ['--help'], ['check', manifest], ['lower', '-k', '1.27', manifest], ['explain', manifest]];
  const rounds = Array.from({ length: ROUNDS }, () => ({
    node: timed(['-e', '0']),
    commands: commands.map(command => timed([COMMAND, ...command])),
  }));
  console.log(`Start of node -e 0: ${median(rounds.map(({ node }) => node)).toFixed()} ms, median of ${ROUNDS} rounds. Of commands; at most ${MOST_START} ms is meant:`);
  commands.forEach(([name, ...args], i) => {
    const shown = [name, ...args.map(argument => argument === manifest ? 'FILE' : argument)].join(' ');
    const time = median(rounds.map(round => round.commands[i]));
    const ratio = median(rounds.map(round => round.commands[i] / round.node));
    console.log(`  ${shown.padEnd(20)} ${time.toFixed().padStart(4)} ms, as a ratio to it ${ratio.toFixed(2)}`);
  });
}

function timed(args: readonly string[]): number {
  const { CDK8S_SIDECARS_TARGET, NODE_OPTIONS, ...env } = process.env;
  const begun = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8' });
  const time = performance.now() - begun;
  if (status !== 0) {
    throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
  }
  return time;
}

function size() {
  const [{ size: packed, unpackedSize, entryCount }] = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json', './.package'], {
    encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'],
  }));
  console.log(`Tarball: ${(packed / 1024).toFixed()} KiB, unpacked ${(unpackedSize / 1024).toFixed()} KiB in ${entryCount} files`);
}

function main() {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    imports();
    starts(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
  size();
}

main();
