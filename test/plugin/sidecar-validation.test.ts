import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

jest.setTimeout(120_000);

/** Inside the project, so that the app finds its packages. */
mkdirSync('.samples', { recursive: true });
const folder = mkdtempSync(join('.samples', 'plugin-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A Job that never completes, and a sidecar that nothing waits for. */
const APP = `
import { App, Chart } from 'cdk8s';
import { Deployment, Job } from './objects';

const app = new App();
new Job(new Chart(app, 'import'), 'job');
new Deployment(new Chart(app, 'web'), 'server');
app.synth();
`;
const OBJECTS = `
import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';

const proxy = { name: 'proxy', image: 'gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.18.0', ports: [{ containerPort: 5432 }] };

export class Job extends ApiObject {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      apiVersion: 'batch/v1',
      kind: 'Job',
      spec: {
        template: { spec: { restartPolicy: 'Never', containers: [{ name: 'import', image: 'import:1' }, proxy] } },
      },
    });
  }
}

export class Deployment extends ApiObject {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      spec: {
        selector: { matchLabels: { app: 'web' } },
        template: {
          metadata: { labels: { app: 'web' } },
          spec: { initContainers: [{ ...proxy, restartPolicy: 'Always' }], containers: [{ name: 'web', image: 'web:1' }] },
        },
      },
    });
  }
}
`;

interface Violation {
  readonly ruleName: string;
  readonly violatingConstructs: readonly { readonly constructPath?: string; readonly manifestPath: string; readonly locations: readonly string[] }[];
}

interface Report {
  readonly reports: readonly {
    readonly summary: { readonly status: string; readonly metadata: { readonly [key: string]: string } };
    readonly violations: readonly Violation[];
  }[];
}

/** Synthesizes the app with the cdk8s CLI and the plugin. */
function synth(name: string, properties: object, app: string = APP): { code: number; output: string; report?: Report } {
  const cwd = join(folder, name);
  mkdirSync(cwd, { recursive: true });
  writeFileSync(join(cwd, 'main.ts'), app);
  writeFileSync(join(cwd, 'objects.ts'), OBJECTS);
  writeFileSync(join(cwd, 'tsconfig.json'), JSON.stringify({ compilerOptions: { target: 'ES2022', module: 'commonjs', esModuleInterop: true } }));
  writeFileSync(join(cwd, 'cdk8s.yaml'), JSON.stringify({
    language: 'typescript',
    app: `${resolve('node_modules/.bin/ts-node')} -T main.ts`,
    validations: [{ package: resolve('.'), version: '1.0.0', class: 'SidecarValidation', properties }],
  }));
  const file = join(cwd, 'report.json');
  try {
    const args = ['synth', '--check-upgrade=false', '--validation-reports-output-file', 'report.json'];
    const output = execFileSync(resolve('node_modules/.bin/cdk8s'), args, { cwd, encoding: 'utf8', stdio: 'pipe' });
    return { code: 0, output, report: JSON.parse(readFileSync(file, 'utf8')) };
  } catch (error) {
    const { status, stdout, stderr } = error as { status: number; stdout: string; stderr: string };
    let report: Report | undefined;
    try {
      report = JSON.parse(readFileSync(file, 'utf8'));
    } catch {
      // There is none if the plugin could not start.
    }
    return { code: status, output: `${stdout}${stderr}`, report };
  }
}

test('a finding that weighs enough ends cdk8s synth with exit code 2, and is in the report with construct path and place', () => {
  const { code, output, report } = synth('failure', {});
  expect(code).toBe(2);
  expect(output).toContain('Validation failed');
  expect(report!.reports[0].summary).toMatchObject({ status: 'failure', metadata: { Target: '1.37', Errors: '1', Warnings: '1' } });
  expect(report!.reports[0].violations.map(({ ruleName, violatingConstructs: [{ constructPath, manifestPath, locations }] }) =>
    [ruleName, constructPath, manifestPath, ...locations])).toEqual([
    ['SC201 job-never-completes (error)', 'import/job', 'dist/import.k8s.yaml', expect.stringMatching(/^spec\.template\.spec\.containers\[1\].* \(line/)],
    ['SC301 no-start-gate (warning)', 'web/server', 'dist/web.k8s.yaml',
      expect.stringMatching(/^spec\.template\.spec\.initContainers\[0\]\.startupProbe \(line \d+, column \d+\)$/)],
  ]);
});

test('properties are those of the command line, and what is acknowledged is not reported', () => {
  const { code, report } = synth('success', {
    kubernetesVersion: '1.36',
    failOn: 'warning',
    skip: ['no-start-gate'],
    acknowledge: [{ id: 'SC201', reason: 'it is killed from outside', kind: 'Job', name: 'import-*' }],
  });
  expect(report!.reports).toEqual([expect.objectContaining({
    violations: [],
    summary: expect.objectContaining({ status: 'success', metadata: { Target: '1.36', Errors: '0', Warnings: '0', Acknowledged: '1' } }),
  })]);
  expect(code).toBe(0);
});

test('warnings are reported without a failure', () => {
  const { code, report } = synth('warnings', { rules: ['SC301'] });
  expect(code).toBe(0);
  expect(report!.reports[0]).toMatchObject({ summary: { status: 'success' }, violations: [{ ruleName: 'SC301 no-start-gate (warning)' }] });
});

test.each<[string, object, string]>([
  ['an unknown property', { failon: 'error' }, "SidecarValidation, properties.failon: there is no 'failon' in a configuration."],
  ['a value that it cannot have', { failOn: 'high' }, 'SidecarValidation, properties.failOn: failOn must be one of error, warning, info, never.'],
  ['a version that is none', { kubernetesVersion: 'latest' }, "'latest'"],
])('%s is refused', (name, properties, message) => {
  const { code, output } = synth(name.replace(/ /g, '-'), properties);
  expect(code).not.toBe(0);
  expect(output).toContain(message);
});
