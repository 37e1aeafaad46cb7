import { openPorts } from './network';
import { RealProgram, removeFolders, versionOf } from './real-program';
import { describeProgram, PresetName, startTried, TRIED_USES, TriedUse } from './tried-uses';
import { PRESET_FACTS, PresetFacts } from '../../src/presets/preset-facts';
import { usePreset } from '../presets/use-preset';

jest.setTimeout(60_000);

/** For those that have nothing to wait for. */
const DEFAULT_DRAIN_SECONDS = 2;

afterAll(removeFolders);

test('what has been tried is said of these presets, and of no others', () => {
  const tried = Object.entries<PresetFacts>(PRESET_FACTS).filter(([, facts]) => facts.tried !== undefined).map(([preset]) => preset);
  expect(tried.sort()).toEqual(Object.keys(TRIED_USES).sort());
});

for (const [preset, use] of Object.entries(TRIED_USES) as [PresetName, TriedUse][]) {
  describeProgram(preset)(`the real program of ${preset}`, () => {
    const facts: PresetFacts = PRESET_FACTS[preset];
    const { sidecar, preset: { drain } } = usePreset(use.make);
    let program: RealProgram;
    let beside: Awaited<ReturnType<NonNullable<TriedUse['beside']>>> | undefined;

    beforeAll(async () => {
      beside = await use.beside?.();
      program = await startTried(preset);
    });

    afterAll(async () => {
      await program?.kill();
      beside?.close();
    });

    test('has the version that its facts name', () => {
      expect(versionOf(use.program)).toBe(facts.tried);
    });

    test('opens the start gate, and is alive', async () => {
      expect(await program.probe('startupProbe')).toBe(true);
      expect(sidecar.livenessProbe === undefined || await program.probe('livenessProbe')).toBe(true);
    });

    test('is open to the network at its named and probed ports alone', () => {
      const ports = [...sidecar.ports ?? [], sidecar.startupProbe.httpGet].flatMap(each => each?.containerPort ?? each?.port ?? []);
      expect(openPorts()).toEqual([...new Set(ports)]);
    });

    test('ends on its stop signal within its drain, with the code that its facts name', async () => {
      const { code, seconds } = await program.stop();
      expect({ code, output: code === facts.exitCode ? '' : program.output() }).toEqual({ code: facts.exitCode, output: '' });
      expect(seconds).toBeLessThan(drain?.toSeconds() ?? DEFAULT_DRAIN_SECONDS);
    });
  });
}
