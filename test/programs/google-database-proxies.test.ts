import { Chart, Duration } from 'cdk8s';
import { canConnect, POD_IP } from './network';
import { RealProgram, removeFolders } from './real-program';
import { describeProgram, startTried, TOKEN, TRIED_USES } from './tried-uses';
import { AlloyDbAuthProxy, AlloyDbNetwork, CloudSqlAuthProxy, NativeSidecar } from '../../src';
import { MINIMAL_USES } from '../presets/minimal-uses';
import { usePreset } from '../presets/use-preset';

jest.setTimeout(60_000);

const CLUSTER = 'projects/shop/locations/europe-west1/clusters/main/instances';
const ALL_PROPERTIES: { readonly [preset in 'cloudSqlAuthProxy' | 'alloyDbAuthProxy']: (chart: Chart) => NativeSidecar } = {
  cloudSqlAuthProxy: chart => new CloudSqlAuthProxy(chart, 'database', {
    instances: [{ connectionName: 'shop:europe-west1:orders' }, { connectionName: 'shop:europe-west1:stock', privateIp: true, port: 6000 }],
    iamLogin: true,
    healthPort: 9191,
    drain: Duration.seconds(3),
    extraArgs: [TOKEN, '--login-token=x'],
  }),
  alloyDbAuthProxy: chart => new AlloyDbAuthProxy(chart, 'database', {
    instances: [{ uri: `${CLUSTER}/primary` }, { uri: `${CLUSTER}/reports`, network: AlloyDbNetwork.PRIVATE_SERVICE_CONNECT, port: 6000 }],
    network: AlloyDbNetwork.PUBLIC_IP,
    iamLogin: true,
    healthPort: 9191,
    drain: Duration.seconds(3),
    extraArgs: [TOKEN],
  }),
};

afterAll(removeFolders);

describe.each(['cloudSqlAuthProxy', 'alloyDbAuthProxy'] as const)('the real program of %s', preset => {
  describeProgram(preset)('as the preset starts it', () => {
    test('takes all that the preset says, and lacks nothing but an account', async () => {
      const program = new RealProgram(usePreset(MINIMAL_USES[preset]!), TRIED_USES[preset]!);
      expect(await program.end).toBe(1);
      expect(program.output()).toContain('could not find default credentials');
    });

    test('is open for databases to its Pod alone', async () => {
      const program = await startTried(preset);
      expect([await canConnect(5432), await canConnect(5432, POD_IP)]).toEqual([true, false]);
      await program.kill();
    });

    test('listens for every instance, with all that the preset can say of them', async () => {
      const program = await startTried(preset, ALL_PROPERTIES[preset]);
      expect([await canConnect(5432), await canConnect(6000), await program.probe('livenessProbe')]).toEqual([true, true, true]);
      expect(await program.stop()).toMatchObject({ code: 0 });
    });
  });
});
