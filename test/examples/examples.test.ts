import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Yaml } from 'cdk8s';
import { synthExample } from './synth-example';

jest.setTimeout(120_000);

const outdir = mkdtempSync(join(tmpdir(), 'examples-'));
afterAll(() => rmSync(outdir, { recursive: true }));

test.each([
  ['pi', ['before.k8s.yaml', 'pi.k8s.yaml']],
  ['migrate-behind-a-proxy', ['import-orders.k8s.yaml']],
  ['log-shipper', ['report.k8s.yaml']],
])('cdk8s synth makes of the example %s what is expected', (example, files) => {
  const folder = synthExample(example, join(outdir, example));
  expect(readdirSync(folder).sort()).toEqual(files);
  for (const file of files) {
    const [{ spec }, ...others] = Yaml.load(join(folder, file));
    expect(others).toEqual([]);
    expect(spec).toMatchSnapshot(`${example}/${file}`);
  }
  expect(readFileSync(join(folder, files.at(-1)!), 'utf8')).toContain('restartPolicy: Always');
});
