import { performance } from 'node:perf_hooks';
import { ApiObject, App, Chart, Duration, Size } from 'cdk8s';

/** Adds one Job to a chart. */
type AddJob = (chart: Chart, id: string) => unknown;

const MAIN = { name: 'pi', image: 'perl:5.34.0', command: ['perl', '-Mbignum=bpi', '-wle', 'print bpi(2000)'] };
const SIDECAR = { name: 'network-proxy', image: 'hwchiu/python-example', portNumber: 5000 };
const MEMORY = { request: Size.mebibytes(64) };

/** The same Job in several ways. Each loads its own library, so that no process has more than one of them in its memory. */
const VARIANTS: { readonly [name: string]: (rawSpec: string) => Promise<AddJob> } = {
  'cdk8s-sidecars': async () => {
    // eslint-disable-next-line import/no-extraneous-dependencies -- this package, as it is compiled
    const { JobWithSidecar, NativeSidecar } = await import('cdk8s-sidecars');
    return (chart, id) => new JobWithSidecar(chart, id, { containers: [MAIN], sidecars: [new NativeSidecar(SIDECAR)] });
  },
  'cdk8s-plus-33': async () => {
    const kplus = await import('cdk8s-plus-33');
    return (chart, id) => new kplus.Job(chart, id, { containers: [MAIN] }).addInitContainer({
      ...SIDECAR,
      resources: { cpu: { request: kplus.Cpu.millis(50) }, memory: MEMORY },
      startup: kplus.Probe.fromTcpSocket({ port: SIDECAR.portNumber, periodSeconds: Duration.seconds(1), failureThreshold: 300 }),
      restartPolicy: kplus.ContainerRestartPolicy.ALWAYS,
    });
  },
  'cdk8s-plus-27': async () => {
    const kplus = await import('cdk8s-plus-27');
    return (chart, id) => new kplus.Job(chart, id, { containers: [MAIN] }).addInitContainer({
      ...SIDECAR,
      resources: { cpu: { request: kplus.Cpu.millis(50) }, memory: MEMORY },
    });
  },
  'ApiObject': async rawSpec => {
    const spec = JSON.parse(rawSpec);
    return (chart, id) => new ApiObject(chart, id, { apiVersion: 'batch/v1', kind: 'Job', metadata: {}, spec });
  },
};

/** Measures one synthesis in this process, which has done none before, and prints the times and the first manifest. */
async function main(variant: string, jobs: number, rawSpec: string) {
  const addJob = await VARIANTS[variant](rawSpec);
  const cpuBefore = process.cpuUsage();
  const start = performance.now();
  const chart = new Chart(new App(), 'chart');
  for (let i = 0; i < jobs; i++) {
    addJob(chart, `job-${i}`);
  }
  const [manifest] = chart.toJson();
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(cpuBefore);
  console.log(JSON.stringify({ wall, cpu: (user + system) / 1000, manifest }));
}

void main(process.argv[1], Number(process.argv[2]), process.argv[3]);
