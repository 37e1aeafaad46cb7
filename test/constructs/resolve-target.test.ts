import { App, Chart } from 'cdk8s';
import { JobWithSidecar, TargetCluster } from '../../src';

const VARIABLE = TargetCluster.ENVIRONMENT_VARIABLE;

afterEach(() => {
  delete process.env[VARIABLE];
});

function job(options: { context?: unknown; app?: string; chart?: string; target?: string } = {}): JobWithSidecar {
  const app = new App();
  if (options.context !== undefined) {
    app.node.setContext(TargetCluster.CONTEXT_KEY, options.context);
  }
  const chart = new Chart(app, 'chart');
  const created = new JobWithSidecar(chart, 'job', { target: options.target ? TargetCluster.version(options.target) : undefined });
  // Applied after construction: what counts is what holds at synthesis.
  options.app && TargetCluster.version(options.app).applyTo(app);
  options.chart && TargetCluster.version(options.chart).applyTo(chart);
  return created;
}

test.each([
  ['the prop wins over all', { target: '1.36', chart: '1.35', app: '1.34', context: '1.33' }, '1.36'],
  ['else the nearest that was applied', { chart: '1.35', app: '1.34', context: '1.33' }, '1.35'],
  ['else one farther out', { app: '1.34', context: '1.33' }, '1.34'],
  ['else the context', { context: '1.33,node=1.31.2' }, '1.33,node=1.31.2'],
  ['else the environment', {}, '1.32'],
])('the target is resolved in order: %s', (_, options, expected) => {
  process.env[VARIABLE] = '1.32';
  expect(job(options).target.toString()).toBe(expected);
});

test('without any target it is the newest Kubernetes', () => {
  expect(job().target.toString()).toBe('1.37');
});

test('the context may hold a TargetCluster', () => {
  expect(job({ context: TargetCluster.version('1.31') }).target.toString()).toBe('1.31');
});

test('applying a target twice replaces it', () => {
  const app = new App();
  const created = new JobWithSidecar(new Chart(app, 'chart'), 'job');
  TargetCluster.version('1.29').applyTo(app);
  TargetCluster.version('1.30').applyTo(app);
  expect(created.target.toString()).toBe('1.30');
});

test('a bad target names where it comes from', () => {
  process.env[VARIABLE] = 'latest';
  expect(() => job().target).toThrow(new Error(`environment variable ${VARIABLE}: 'latest' is not a Kubernetes version. `
    + 'Write it as 1.29, v1.29.3, 1.29.3-gke.1 or 29+.'));
  expect(() => job({ context: 1.3 }).target).toThrow(new Error('context \'cdk8s-sidecars/target\': Kubernetes version \'1.3\' is older than 1.16, '
    + 'the oldest that is known here. If it comes from a YAML or JSON number (1.30 is read as 1.3), put it in quotes.'));
});
