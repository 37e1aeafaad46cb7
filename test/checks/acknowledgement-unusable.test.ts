import { check, CONTEXT } from './workloads';
import { acknowledgementUnusable } from '../../src/checks/acknowledgement-unusable';
import { workloadsOf } from '../../src/manifest/workloads';

function deployment(own: object, ofPods: object) {
  return workloadsOf({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { annotations: own },
    spec: { template: { metadata: { annotations: ofPods }, spec: { containers: [{ name: 'main', image: 'main:1' }] } } },
  })[0];
}

const FIX = 'Write the id of the rule, a colon, and why it does not matter here: SC301: the client tries again.';

test.each<[string, string]>([
  ['SC301', 'the acknowledgement of SC301 has no reason.'],
  ['SC301, SC302:  ', 'the acknowledgement of SC301, SC302 has no reason.'],
  ['no-start-gate: known', "'no-start-gate: known' is not of the form SC301: reason."],
  ['known', "'known' is not of the form SC301: reason."],
])('the annotation %j acknowledges nothing, and is told', (value, message) => {
  expect(check(acknowledgementUnusable, deployment({ 'cdk8s-sidecars/acknowledge': value }, {}))).toEqual([
    { field: 'metadata.annotations[cdk8s-sidecars/acknowledge]', message, fix: FIX },
  ]);
  expect(check(acknowledgementUnusable, deployment({}, { 'cdk8s-sidecars/acknowledge.proxy': value }))).toEqual([
    { field: 'spec.template.metadata.annotations[cdk8s-sidecars/acknowledge.proxy]', message, fix: FIX },
  ]);
});

test.each([
  { 'cdk8s-sidecars/acknowledge': 'SC301: the client tries again' },
  { 'cdk8s-sidecars/acknowledge': 'SC301: one\n\nSC302: two\n' },
  { 'cdk8s-sidecars/acknowledge.proxy': ' SC301 , SC302 : both' },
  { 'cdk8s-sidecars/acknowledgement': 'x', 'cdk8s-sidecars/other': 'x' },
])('%j is right', annotations => {
  expect(acknowledgementUnusable.check(deployment(annotations, annotations), CONTEXT)).toEqual([]);
});
