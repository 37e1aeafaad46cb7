import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { matrixOf, workflow } from './workflow';

const KUSTOMIZATION = { path: './', targetNamespace: 'orders', prune: true, wait: true };

function objectsIn(file: string): any[] {
  return [...parseAllDocuments(readFileSync(join('examples/pipelines/flux', file), 'utf8'))].map(document => document.toJS());
}

const [{ cluster }] = matrixOf(workflow('push-artifact.yaml').jobs.push);

test.each([
  ['artifact.yaml', 'OCIRepository', { url: 'oci://ghcr.io/example/orders/manifests', ref: { tag: cluster } }],
  ['rendered-branch.yaml', 'GitRepository', { url: 'https://github.com/example/orders.git', ref: { branch: `rendered/${cluster}` } }],
])('%s has a source of the manifests that the pipeline makes, a %s, and a Kustomization that takes them from there', (file, kind, source) => {
  const [repository, kustomization, ...others] = objectsIn(file);
  expect(others).toEqual([]);
  expect(repository).toMatchObject({ apiVersion: 'source.toolkit.fluxcd.io/v1', kind, metadata: { namespace: 'flux-system' }, spec: source });
  expect(kustomization).toMatchObject({
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { namespace: repository.metadata.namespace },
    spec: { ...KUSTOMIZATION, sourceRef: { kind, name: repository.metadata.name } },
  });
});

test('no Kustomization substitutes variables, which would do so in the script of the supervisor, too', () => {
  expect(readFileSync('runtime/supervisor.sh', 'utf8')).toContain('${');
  const specs = ['artifact.yaml', 'rendered-branch.yaml'].map(file => objectsIn(file)[1].spec);
  expect(specs.filter(spec => 'postBuild' in spec)).toEqual([]);
});
