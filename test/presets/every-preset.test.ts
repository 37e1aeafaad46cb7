import { MINIMAL_USES } from './minimal-uses';
import { usePreset } from './use-preset';
import { PRESET_FACTS, PresetFacts } from '../../src/presets/preset-facts';

const PRESETS = Object.entries(MINIMAL_USES).map(([preset, make]) =>
  ({ preset, make, facts: PRESET_FACTS[preset as keyof typeof PRESET_FACTS] as PresetFacts }));
const DAYS_PER_YEAR = 365;

test('every preset of which facts are written down is tested', () => {
  expect(Object.keys(MINIMAL_USES).sort()).toEqual(Object.keys(PRESET_FACTS).sort());
});

describe.each(PRESETS)('$preset', ({ make, facts }) => {
  test('is a native sidecar that holds the others back, runs without root and asks for little', () => {
    const { sidecar } = usePreset(make);
    expect(sidecar).toMatchObject({
      image: facts.image,
      imagePullPolicy: 'IfNotPresent',
      restartPolicy: 'Always',
      startupProbe: expect.anything(),
      securityContext: { runAsNonRoot: true, runAsUser: facts.user, runAsGroup: facts.group, allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
      resources: { requests: { cpu: expect.any(String), memory: expect.any(String) } },
    });
  });

  test('names a version', () => {
    expect(facts.image).toMatch(/:[^:/]*\d[^:/]*$/);
    expect(facts.sources.length).toBeGreaterThan(0);
  });

  test.each([undefined, '1.29', '1.27'])('no rule has anything against it for Kubernetes %s', version => {
    expect(usePreset(make, version).job.diagnostics).toEqual([]);
  });

  test('a supervisor can start it on a cluster without native sidecars', () => {
    expect(usePreset(make, '1.27').sidecar).toMatchObject({ command: expect.arrayContaining(['/sidecar-runtime/supervisor', facts.entrypoint[0]]) });
  });
});

test.each(PRESETS)('the facts of $preset are not older than a year', ({ facts }) => {
  const age = (Date.now() - Date.parse(facts.checked)) / (24 * 3600 * 1000);
  expect(age).toBeLessThan(DAYS_PER_YEAR);
});
