import { check, deployment, job, main, patchOfDeployment } from './workloads';
import { malformedField } from '../../src/checks/malformed-field';
import { Container, PodSpec } from '../../src/manifest/types';
import { workloadsOf } from '../../src/manifest/workloads';

const odd = (fields: object): Container => ({ ...main(), ...fields });

test('what does not have its form is told', () => {
  const workload = job({ containers: [odd({ args: '--debug', ports: [{ containerPort: '80' }] })] });
  expect(check(malformedField, workload)).toEqual([
    {
      field: 'spec.template.spec.containers[0].args',
      message: 'spec.template.spec.containers[0].args must be a list, not "--debug".',
      fix: 'Give it the form that the API server reads.',
    },
    {
      field: 'spec.template.spec.containers[0].ports[0].containerPort',
      message: 'spec.template.spec.containers[0].ports[0].containerPort must be a number, not "80".',
      fix: 'Give it the form that the API server reads.',
    },
  ]);
});

test.each(['<PORT>', '${PORT}', ' $(PORT) ', '{{ .Values.port }}', '%PORT%', '__PORT__', '@PORT@'])('the placeholder %j is left alone', containerPort => {
  expect(check(malformedField, deployment({ containers: [odd({ ports: [{ containerPort }] })] }))).toEqual([]);
});

test('nothing is found in what has its form, or is looked at before', () => {
  expect(check(malformedField, job())).toEqual([]);
  expect(check(malformedField, job({ containers: [odd({ args: 'x' })] }), { lowered: true })).toEqual([]);
});

test.each(['8{{ Mod .Index 12 }}', '$PORT', '...'])('so is %j', containerPort => {
  expect(check(malformedField, deployment({ containers: [odd({ ports: [{ containerPort }] })] }))).toEqual([]);
});

test('what is missing may be filled in by the controller of a custom resource, or be there where a patch goes', () => {
  const podSpec = { containers: [{ image: 'main:1', livenessProbe: { httpGet: { path: '/' } } }] } as unknown as PodSpec;
  const [service] = workloadsOf({ apiVersion: 'serving.knative.dev/v1', kind: 'Service', spec: { template: { spec: podSpec } } });
  expect(check(malformedField, service)).toEqual([]);
  expect(check(malformedField, patchOfDeployment(podSpec))).toEqual([]);
  expect(check(malformedField, deployment(podSpec)).map(({ message }) => message)).toEqual([
    'spec.template.spec.containers[0] has no name.', 'spec.template.spec.containers[0].livenessProbe.httpGet has no port.',
  ]);
});
