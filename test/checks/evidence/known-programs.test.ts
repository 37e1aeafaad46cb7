import { imageParts, knownProgram } from '../../../src/checks/evidence/known-programs';

test.each([
  ['nginx', 'nginx', ''],
  ['library/nginx:1.29', 'nginx', '1.29'],
  ['docker.io/library/nginx:1.29', 'nginx', '1.29'],
  ['localhost:5000/team/app', 'team/app', ''],
  ['gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.1@sha256:0123', 'cloud-sql-connectors/cloud-sql-proxy', '2.1'],
  ['gcr.io/app@sha256:0123', 'app', ''],
  ['team/app.v2/x:1', 'team/app.v2/x', '1'],
  ['', '', ''],
])('the parts of %s', (image, repository, tag) => {
  expect(imageParts(image)).toEqual({ repository, tag });
});

test.each([
  ['cr.l5d.io/linkerd/proxy:edge', 'Linkerd proxy'],
  ['registry.example/mirror/linkerd/proxy:1', 'Linkerd proxy'],
  ['proxy:1', undefined],
  ['registry.example/proxy:1', undefined],
])('%s is the image of %s', (image, name) => {
  expect(knownProgram({ image })?.name).toBe(name);
});
