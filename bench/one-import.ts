import { performance } from 'node:perf_hooks';

/** Measures in this process, which has loaded nothing, what is loaded of one package after the packages before it. */
function main(packages: readonly string[]) {
  packages.slice(0, -1).forEach(name => require(name));
  const loadedBefore = Object.keys(require.cache).length;
  const cpuBefore = process.cpuUsage();
  const start = performance.now();
  require(packages.at(-1)!);
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(cpuBefore);
  console.log(JSON.stringify({ wall, cpu: (user + system) / 1000, files: Object.keys(require.cache).length - loadedBefore }));
}

main(process.argv.slice(1));
