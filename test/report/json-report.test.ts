import { ACKNOWLEDGED, CLEAN, INFO, INSPECTION, WARNING } from './inspections';
import { jsonReport } from '../../src/report/json-report';

test('keys come in one order, and there is null where an object has no name', () => {
  expect(jsonReport({ ...CLEAN, findings: [INFO] })).toBe(`\
{
  "findings": [
    {
      "id": "SC199",
      "slug": "unheard-of",
      "severity": "info",
      "file": "b.yaml",
      "line": 1,
      "column": 1,
      "endLine": 1,
      "endColumn": 2,
      "path": "",
      "object": {
        "kind": "Deployment",
        "name": null,
        "namespace": null
      },
      "container": null,
      "message": "it has no name.",
      "fix": "Give it one."
    }
  ],
  "unreadable": [],
  "summary": {
    "errors": 0,
    "warnings": 0,
    "infos": 1,
    "acknowledged": 0,
    "unreadable": 0,
    "files": 1,
    "documents": 2,
    "workloads": 1,
    "targets": [
      "1.37"
    ]
  }
}
`);
});

test('what is known besides is said: the template, the patch, and why it does not count', () => {
  const [warning, acknowledged] = JSON.parse(jsonReport({ ...CLEAN, findings: [WARNING, ACKNOWLEDGED] })).findings;
  const always = ['id', 'slug', 'severity', 'file', 'line', 'column', 'endLine', 'endColumn', 'path', 'object', 'container', 'message', 'fix'];
  expect(Object.keys(warning)).toEqual([...always, 'source', 'patch']);
  expect(warning).toMatchObject({
    object: { kind: 'Job', name: 'pi', namespace: 'shop' },
    container: 'db',
    source: 'pi/templates/job.yaml',
    patch: WARNING.patch,
  });
  expect(Object.keys(acknowledged)).toEqual([...always, 'acknowledged']);
  expect(acknowledged.acknowledged).toEqual({ reason: 'It listens on another address & it <works>.', by: 'annotation' });
});

test('what could not be read is listed', () => {
  expect(JSON.parse(jsonReport(INSPECTION)).unreadable).toEqual([
    { file: 'c.yaml', line: 3, column: 5, message: 'this is not a Kubernetes object, but a list.' },
  ]);
});
