import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { Repository } from './repository';
import { HELM, withHelm } from '../../helm';

jest.setTimeout(120_000);

const SYNTH = 'npx cdk8s synth --check-upgrade=false';

let repository: Repository;
beforeAll(() => {
  repository = new Repository();
  // The one value of the chart.
  repository.change("'example.com/orders:2.3'", "'example.com/orders:{{ .Values.version }}'");
});
afterAll(() => repository.remove());

const objectsIn = (text: string) => [...parseAllDocuments(text)].map(document => document.toJS())
  .sort((a, b) => String(a.kind).localeCompare(b.kind));
const helm = (lines: string) => repository.sh(lines.replaceAll('helm ', `'${HELM}' `));
const render = 'helm template orders dist --set version=2.4';

describe.each([[''], ['1.27'], ['1.36']])('a chart for %j', target => {
  let plain: string;
  beforeAll(() => {
    const env = { CDK8S_SIDECARS_TARGET: target };
    plain = repository.sh(`${SYNTH} >&2; for file in dist/*.yaml; do echo ---; cat "$file"; done`, env);
    repository.sh(`${SYNTH} --format helm --chart-version 1.2.0`, env);
  });

  test('has the manifests as its templates, and nothing to set values by default', () => {
    expect(readdirSync(join(repository.folder, 'dist')).sort()).toEqual(['Chart.yaml', 'README.md', 'templates']);
    expect(readdirSync(join(repository.folder, 'dist/templates')).sort()).toEqual(['migrate.k8s.yaml', 'server.k8s.yaml']);
    expect(parse(repository.read('dist/Chart.yaml'))).toEqual({
      apiVersion: 'v2', name: 'orders', version: '1.2.0', description: 'Generated chart for orders', type: 'application',
    });
  });

  withHelm('comes out of helm template as what was synthesized, with its value', () => {
    const objects = objectsIn(plain.replaceAll('{{ .Values.version }}', '2.4'));
    expect(objectsIn(helm(render))).toEqual(objects);
    expect(objectsIn(helm(`${render} --kube-version 1.25`))).toEqual(objects);
  });
});

describe('with the chart for the newest Kubernetes', () => {
  beforeAll(() => { repository.sh(`${SYNTH} --format helm --chart-version 1.2.0`); });

  withHelm('check, explain and lower take what helm template makes of it', () => {
    expect(helm(`${render} | npx cdk8s-sidecars check -`)).toBe('Nothing found in 2 workloads of 1 file, checked for Kubernetes 1.37.\n');
    expect(helm(`${render} | npx cdk8s-sidecars explain -k 1.36 -`)).toContain('Job migrate-orders on Kubernetes 1.36');
    const lowered = objectsIn(helm(`${render} | npx cdk8s-sidecars lower -k 1.27 -`));
    expect(lowered.map(({ kind, spec: { template } }) => [kind, template.metadata.annotations['cdk8s-sidecars/supervised-for']]))
      .toEqual([['Deployment', '1.27'], ['Job', '1.27']]);
  });

  test('check of the folder finds nothing to check, and says what to do', () => {
    expect(repository.sh('npx cdk8s-sidecars check dist 2>&1 || echo "exit code $?"')).toBe(
      '2 templates of charts are left out: a template is no manifest. Check what Helm makes of it: helm template CHART | cdk8s-sidecars check -\n'
      + 'There is nothing else to check.\nexit code 2\n');
  });

  test('explain takes a template by its name, values or not', () => {
    expect(repository.sh('npx cdk8s-sidecars explain -k 1.36 dist/templates/migrate.k8s.yaml')).toContain('Complete after 13 s');
  });
});

test.each([
  ['--format helm', "You need to specify '--chart-version' when '--format' is set as 'helm'."],
  ['--format helm --chart-version 1.2', 'does not follow SemVer-2'],
  ['--format helm --chart-version 1.2.0 --stdout', "Helm format synthesis does not support 'stdout'."],
])('cdk8s does not make a chart with %s', (options, message) => {
  expect(() => repository.sh(`${SYNTH} ${options}`)).toThrow(message);
});

withHelm('what looks like a value to Helm, and is none, has to be escaped', () => {
  const helmOf = (word: string) => {
    repository.git('checkout', '--quiet', 'main.ts');
    repository.change("command: ['/orders'],", `command: ['/orders', '--greeting=${word}'],`);
    repository.sh(`${SYNTH} --format helm --chart-version 1.2.0`);
    return helm('helm template orders dist');
  };
  expect(() => helmOf('{{ name }}')).toThrow('function "name" not defined');
  expect(helmOf('{{`{{ name }}`}}')).toContain('- --greeting={{ name }}\n');
});
