import { inspected, places } from './inspecting';
import { baselineFrom, baselineOf } from '../../src/inspection/baseline';
import { Inspection } from '../../src/inspection/located-finding';

/** Two containers whose images have spaces around them (SC112), with places for comments and annotations. */
function pod({ top = '', annotations = '', before = '', onName = '', onImage = '' } = {}): string {
  return `${top}apiVersion: apps/v1
kind: Deployment
metadata:
  name: web${annotations && `\n  annotations:\n    ${annotations}`}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        ${before}- name: web${onName}
          image: 'nginx '${onImage}
        - name: other
          image: 'busybox '
`;
}

const IDS = { ids: ['SC001', 'SC112'] };

/** What is acknowledged, by container, and how. */
function acknowledged({ findings }: Inspection): { [container: string]: string } {
  return Object.fromEntries(findings.flatMap(({ container, acknowledged: known }) => known ? [[container ?? '', `${known.by}: ${known.reason}`]] : []));
}

const COMMENT = '# cdk8s-sidecars acknowledge SC112: the mirror fills it in';
const BY_COMMENT = 'comment: the mirror fills it in';

test.each([
  ['at the end of its line', { onImage: `  ${COMMENT}` }, { web: BY_COMMENT }],
  ['above the container', { before: `${COMMENT}\n        ` }, { web: BY_COMMENT }],
  ['above the container, with other comments between', { before: `${COMMENT}\n        # Web.\n\n        ` }, { web: BY_COMMENT }],
  ['at the beginning of the container', { onName: ` ${COMMENT}` }, { web: BY_COMMENT }],
  ['above the object', { top: `${COMMENT}\n` }, { web: BY_COMMENT, other: BY_COMMENT }],
  ['for several rules', { onImage: ' # cdk8s-sidecars acknowledge SC301, SC112: both' }, { web: 'comment: both' }],
  ['for another rule', { onImage: ' # cdk8s-sidecars acknowledge SC301: no' }, {}],
  ['in a text, which is no comment', { annotations: `note: 'x ${COMMENT.slice(1)}'` }, {}],
])('a comment acknowledges a finding %s', (_, parts, expected) => {
  expect(acknowledged(inspected(pod(parts), IDS))).toEqual(expected);
});

test.each([
  ['all of the object', "cdk8s-sidecars/acknowledge: 'SC112: known'", { web: 'annotation: known', other: 'annotation: known' }],
  ['one container', "cdk8s-sidecars/acknowledge.other: 'SC112: known'", { other: 'annotation: known' }],
  ['several rules', 'cdk8s-sidecars/acknowledge: "SC301: one\\nSC112: two"', { web: 'annotation: two', other: 'annotation: two' }],
  ['another rule', "cdk8s-sidecars/acknowledge: 'SC301: known'", {}],
])('an annotation acknowledges %s', (_, annotations, expected) => {
  expect(acknowledged(inspected(pod({ annotations }), IDS))).toEqual(expected);
});

test('an annotation of the Pod template does so as well', () => {
  const text = pod().replace('{labels: {app: web}}\n    spec', "{labels: {app: web}, annotations: {cdk8s-sidecars/acknowledge.web: 'SC112: known'}}\n    spec");
  expect(acknowledged(inspected(text, IDS))).toEqual({ web: 'annotation: known' });
});

test('an acknowledgement without a reason acknowledges nothing, and is told', () => {
  expect(places(inspected(pod({ onImage: ' # cdk8s-sidecars acknowledge SC112' }), IDS))).toEqual([
    'a.yaml:12:11-12:26 SC112', 'a.yaml:12:27-12:61 SC001', 'a.yaml:14:11-14:28 SC112',
  ]);
  expect(places(inspected(pod({ annotations: 'cdk8s-sidecars/acknowledge: SC112' }), IDS))).toEqual([
    'a.yaml:6:5-6:38 SC001', 'a.yaml:14:11-14:26 SC112', 'a.yaml:16:11-16:28 SC112',
  ]);
});

test.each([
  ['its id alone', {}, ['other', 'web']],
  ['its container', { container: 'oth*' }, ['other']],
  ['its object', { kind: 'Deployment', name: 'w*b' }, ['other', 'web']],
  ['its file', { file: '**/*.yaml' }, ['other', 'web']],
  ['another file', { file: 'b/*' }, []],
  ['another kind', { kind: 'Job' }, []],
  ['a namespace, of which it has none', { namespace: '*' }, []],
])('the configuration acknowledges a finding by %s', (_, where, expected) => {
  const inspection = inspected(pod(), { ...IDS, acknowledgements: [{ id: 'SC112', reason: 'known', ...where }] });
  expect(Object.keys(acknowledged(inspection)).sort()).toEqual(expected);
});

test('what is in a baseline does not count, wherever it moves to', () => {
  const baseline = baselineFrom(JSON.stringify(baselineOf(inspected(pod(), IDS).findings)), 'b.json');
  expect(baseline).toEqual({
    findings: [
      { id: 'SC112', file: 'a.yaml', kind: 'Deployment', name: 'web', container: 'web', path: 'spec.template.spec.containers[].image' },
      { id: 'SC112', file: 'a.yaml', kind: 'Deployment', name: 'web', container: 'other', path: 'spec.template.spec.containers[].image' },
    ],
  });
  const moved = `# New.\n${pod().replace('        - name: other', "        - name: third\n          image: ' x'\n        - name: other")}`;
  expect(inspected(moved, { ...IDS, baseline }).findings.map(({ container, acknowledged: known }) => `${container} ${known?.by}`)).toEqual([
    'web baseline', 'third undefined', 'other baseline',
  ]);
});

test('a baseline takes a finding as often as it was there', () => {
  const baseline = baselineOf(inspected(pod(), IDS).findings);
  const twice = inspected(`${pod()}---\n${pod()}`, { ...IDS, baseline });
  expect(twice.findings.map(({ acknowledged: known }) => known?.by)).toEqual(['baseline', 'baseline', undefined, undefined]);
});

test('what is acknowledged otherwise is not put into a baseline', () => {
  expect(baselineOf(inspected(pod({ onImage: ` ${COMMENT}` }), IDS).findings).findings.map(({ container }) => container)).toEqual(['other']);
});

test.each(['', '{}', '[]', '{"findings": [{"id": 1}]}', 'findings:'])('%j is no baseline', text => {
  expect(() => baselineFrom(text, 'b.json')).toThrow('b.json: this is not a baseline. Write it anew with --write-baseline.');
});
