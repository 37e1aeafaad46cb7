import { readFileSync } from 'node:fs';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import type { Log } from 'sarif';
import { ACKNOWLEDGED, CLEAN, ERROR, INFO, INSPECTION, NO_START_GATE, PORT_CONFLICT, WARNING } from './inspections';
import { CATALOGUE } from '../../src/checks/catalogue';
import { Rule } from '../../src/checks/rule';
import { Inspection } from '../../src/inspection/located-finding';
import { sarifReport } from '../../src/report/sarif-report';

const RULES = [NO_START_GATE, PORT_CONFLICT];
// A pattern of the schema is none with the flag u.
const ajv = addFormats(new Ajv({ allErrors: true, unicodeRegExp: false }));
const validate = ajv.compile<Log>(JSON.parse(readFileSync(require.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8')));

/** The one run of a report, which is valid. */
function runOf(inspection: Partial<Inspection>, rules: readonly Rule[] = RULES) {
  const log: unknown = JSON.parse(sarifReport({ ...CLEAN, ...inspection }, { version: '1.2.3', rules }));
  expect(validate(log) ? [] : validate.errors).toEqual([]);
  const { runs } = log as Log;
  expect(runs).toHaveLength(1);
  return runs[0];
}

test('the schema is one that finds faults', () => {
  expect(validate({ version: '2.1.0', runs: [{ tool: { driver: { name: 'a' } }, results: [{ ruleId: 1 }] }] })).toBe(false);
});

test('a report with a little of everything is valid, and one with all rules', () => {
  expect(runOf(INSPECTION).results).toHaveLength(4);
  expect(runOf(INSPECTION, CATALOGUE).tool.driver.rules).toHaveLength(CATALOGUE.length);
});

test('a run without findings says what was checked, and that there are none', () => {
  expect(runOf({}, [PORT_CONFLICT])).toEqual({
    tool: {
      driver: {
        name: 'cdk8s-sidecars',
        version: '1.2.3',
        informationUri: 'https://github.com/cdk8s-sidecars/cdk8s-sidecars',
        rules: [{
          id: 'SC401',
          name: 'PortConflict',
          shortDescription: { text: 'Two containers listen on one port.' },
          fullDescription: { text: 'All containers of a Pod share its addresses.' },
          help: {
            text: 'Two containers listen on one port.\n\nAll containers of a Pod share its addresses.\n\nKubernetes: all.\nSources: https://kubernetes.io/docs.',
            markdown: '**SC401 port-conflict**: Two containers listen on one port.\n\nAll containers of a Pod share its addresses.\n\n'
              + 'Kubernetes: all. Sources: [https://kubernetes.io/docs](https://kubernetes.io/docs).',
          },
          helpUri: 'https://github.com/cdk8s-sidecars/cdk8s-sidecars/blob/main/docs/rules.md#sc401-port-conflict',
          defaultConfiguration: { level: 'error' },
          properties: { tags: ['kubernetes', 'sidecar', 'api'] },
        }],
      },
    },
    invocations: [{ executionSuccessful: true }],
    originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The folder in which the check was started.' } } },
    columnKind: 'utf16CodeUnits',
    results: [],
    properties: { kubernetesVersions: ['1.37'] },
  });
});

test('a result has its rule, its places and its changes', () => {
  expect(runOf({ findings: [WARNING] }).results).toEqual([{
    ruleId: 'SC301',
    ruleIndex: 0,
    level: 'warning',
    message: {
      text: "Job shop/pi, container 'db': 'pi' talks to port 5432 of this sidecar, but nothing makes it wait. Give the sidecar a startup probe.",
    },
    locations: [{
      physicalLocation: {
        artifactLocation: { uri: 'dist/pi.yaml', uriBaseId: '%SRCROOT%' },
        region: { startLine: 14, startColumn: 9, endLine: 18, endColumn: 1 },
      },
      logicalLocations: [
        { kind: 'resource', name: 'pi', fullyQualifiedName: 'shop/Job/pi' },
        { kind: 'container', name: 'db', fullyQualifiedName: 'shop/Job/pi/db' },
        {
          kind: 'property',
          name: 'spec.template.spec.initContainers[1].startupProbe',
          fullyQualifiedName: 'shop/Job/pi/spec.template.spec.initContainers[1].startupProbe',
        },
      ],
    }],
    partialFingerprints: { 'cdk8sSidecars/v1': 'SC301:dist/pi.yaml:Job:shop:pi:db:spec.template.spec.initContainers[1].startupProbe' },
    fixes: [{
      description: { text: 'Give the sidecar a startup probe.' },
      artifactChanges: [{
        artifactLocation: { uri: 'dist/pi.yaml', uriBaseId: '%SRCROOT%' },
        replacements: [{
          deletedRegion: { startLine: 18, startColumn: 1, endLine: 18, endColumn: 1 },
          insertedContent: { text: '        startupProbe:\n          tcpSocket:\n            port: 5432\n' },
        }],
      }],
    }],
  }]);
});

test('a result of a rule that is not listed has no index, and one on a whole object no container', () => {
  const [result] = runOf({ findings: [INFO] }).results!;
  expect(Object.keys(result)).toEqual(['ruleId', 'level', 'message', 'locations', 'partialFingerprints']);
  expect(result).toMatchObject({ level: 'note', message: { text: 'Deployment: it has no name. Give it one.' } });
  expect(result.locations![0].logicalLocations).toEqual([{ kind: 'resource', name: 'Deployment', fullyQualifiedName: 'Deployment' }]);
});

test('a change that only removes something inserts nothing', () => {
  const edits = [{ start: 3, end: 9, from: { line: 2, column: 1 }, to: { line: 3, column: 1 }, replacement: '' }];
  expect(runOf({ findings: [{ ...WARNING, edits }] }).results![0].fixes![0].artifactChanges[0].replacements).toEqual([
    { deletedRegion: { startLine: 2, startColumn: 1, endLine: 3, endColumn: 1 } },
  ]);
  expect(runOf({ findings: [{ ...WARNING, edits: [] }] }).results![0].fixes).toBeUndefined();
});

test('if one result is suppressed, all say whether they are', () => {
  const by = (kind: NonNullable<typeof ACKNOWLEDGED.acknowledged>['by']) => ({ ...ACKNOWLEDGED, acknowledged: { reason: 'So.', by: kind } });
  const { results } = runOf({ findings: [ERROR, by('comment'), by('annotation'), by('configuration'), by('baseline')] });
  expect(results!.map(({ suppressions }) => suppressions)).toEqual([
    [],
    [{ kind: 'inSource', justification: 'So.' }],
    [{ kind: 'inSource', justification: 'So.' }],
    [{ kind: 'external', justification: 'So.' }],
    [{ kind: 'external', justification: 'So.' }],
  ]);
});

test('a file outside the folder has no base, and names are encoded', () => {
  const uris = runOf({ findings: [{ ...ERROR, file: '/srv/a b.yaml' }, { ...ERROR, file: 'a b/\u00fc#.yaml' }] }).results!
    .map(({ locations }) => locations![0].physicalLocation!.artifactLocation);
  expect(uris).toEqual([{ uri: 'file:///srv/a%20b.yaml' }, { uri: 'a%20b/%C3%BC%23.yaml', uriBaseId: '%SRCROOT%' }]);
});

test('what could not be read is a notification of a run without success', () => {
  expect(runOf({ unreadable: INSPECTION.unreadable }).invocations).toEqual([{
    executionSuccessful: false,
    toolExecutionNotifications: [{
      level: 'error',
      message: { text: 'this is not a Kubernetes object, but a list.' },
      locations: [{ physicalLocation: { artifactLocation: { uri: 'c.yaml', uriBaseId: '%SRCROOT%' }, region: { startLine: 3, startColumn: 5 } } }],
    }],
  }]);
});
