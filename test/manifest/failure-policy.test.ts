import { isNameless } from '../../src/manifest/failure-policy';

const onExitCodes = { operator: 'In', values: [137] };

test.each([
  ['for exit codes of any container', { action: 'FailJob', onExitCodes }, true],
  ['for exit codes of one container', { action: 'FailJob', onExitCodes: { ...onExitCodes, containerName: 'main' } }, false],
  ['for conditions', { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }, false],
])('a rule %s names no container: %s', (_, rule, expected) => {
  expect(isNameless({ onPodConditions: [], ...rule })).toBe(expected);
});
