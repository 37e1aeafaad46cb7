import { isNameless } from '../../src/manifest/failure-policy';
import { PodFailurePolicyRule } from '../../src/manifest/types';

const onExitCodes = { operator: 'In', values: [137] };

test.each([
  ['for exit codes of any container', { action: 'FailJob', onExitCodes }, true],
  ['for exit codes, whose name is null as YAML may have it', { action: 'FailJob', onExitCodes: { ...onExitCodes, containerName: null } }, true],
  ['for exit codes of one container', { action: 'FailJob', onExitCodes: { ...onExitCodes, containerName: 'main' } }, false],
  ['whose exit codes are null', { action: 'FailJob', onExitCodes: null }, false],
  ['for conditions', { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }, false],
])('a rule %s names no container: %s', (_, rule, expected) => {
  expect(isNameless({ onPodConditions: [], ...rule } as PodFailurePolicyRule)).toBe(expected);
});
