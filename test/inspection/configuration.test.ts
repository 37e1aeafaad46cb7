import { configurationFrom } from '../../src/inspection/configuration';

const FILE = '.cdk8s-sidecars.yaml';

test('a configuration says what options say, and what is acknowledged', () => {
  const text = `kubernetesVersion: '1.30'
node: v1.29.4
featureGates: {SidecarContainers: true}
failOn: warning
level: info
rules: [SC301]
skip: [no-start-gate]
mesh: [istio=native]
podTemplate: ['Fleet.example.com=spec.template']
baseline: known.json
acknowledge:
  - id: SC301
    reason: the client tries again
    file: legacy/**
    kind: Job
    name: pi-*
    namespace: math
    container: proxy
`;
  expect(configurationFrom(text, FILE)).toMatchObject({ kubernetesVersion: '1.30', failOn: 'warning', acknowledge: [{ id: 'SC301', file: 'legacy/**' }] });
});

test.each(['', '# nothing\n', '---\n'])('an empty file says nothing: %j', text => {
  expect(configurationFrom(text, FILE)).toEqual({});
});

test.each<[string, string]>([
  ['failon: error', "1:1: there is no 'failon' in a configuration. Use: kubernetesVersion, node, featureGates, failOn, level, rules, skip, mesh, "
    + 'podTemplate, baseline, acknowledge.'],
  ['kubernetesVersion: 1.30', '1:1: kubernetesVersion must be a text: put it in quotes, since 1.30 is the number 1.3.'],
  ['skip: SC301', '1:1: skip must be a list of texts.'],
  ['rules: [301]', '1:1: rules must be a list of texts.'],
  ['node: ""', '1:1: node must be a text.'],
  ['failOn: warn', '1:1: failOn must be one of error, warning, info, never.'],
  ['level: never', '1:1: level must be one of error, warning, info.'],
  ['rules: [SC301, no-start-gte]', "1:1: rules must be a list of rules by id or slug, and 'no-start-gte' is none."],
  ['skip: ["SC301, SC999"]', "1:1: skip must be a list of rules by id or slug, and 'SC999' is none."],
  ['mesh: [istio=on]', "1:1: mesh must be a list of MESH=native or MESH=regular, with istio or linkerd, and 'istio=on' is none."],
  ['featureGates: [A]', '1:1: featureGates must be a map of feature gates, each true or false.'],
  ['featureGates: {A: 1}', '1:1: featureGates must be a map of feature gates, each true or false.'],
  ['acknowledge: {id: SC301}', '1:1: acknowledge must be a list of maps.'],
  ['acknowledge:\n  - id: SC301', '2:5: an acknowledgement needs a reason: reason.'],
  ['acknowledge:\n  - reason: x', '2:5: an acknowledgement needs the id of the rule: id.'],
  ['acknowledge:\n  - {id: no-start-gate, reason: x}', '2:6: id must be the id of a rule, such as SC301.'],
  ['acknowledge:\n  - id: SC301\n    reason: x\n    until: 2027-01-01',
    "4:5: there is no 'until' in a configuration. Use: id, reason, file, kind, name, namespace, container."],
  ['a: [', '1:5: the document ends too early. Flow sequence in block collection must be sufficiently indented and end with a ].'],
  ['acknowledge:\n  - {id: SC999, reason: x}', '2:6: id must be the id of a rule, such as SC301.'],
  ['- a', '1:1: this is not a configuration, but a list.'],
])('%j is refused with its place', (text, message) => {
  expect(() => configurationFrom(text, FILE)).toThrow(`${FILE}:${message}`);
});
