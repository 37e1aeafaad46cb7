import { Chart } from 'cdk8s';
import { CloudSqlAuthProxy, NativeSidecar } from '../../src';
import { PRESET_FACTS } from '../../src/presets/preset-facts';

/** The least that can be said to each preset. */
export const MINIMAL_USES: { readonly [preset in keyof typeof PRESET_FACTS]?: (chart: Chart) => NativeSidecar } = {
  cloudSqlAuthProxy: chart => new CloudSqlAuthProxy(chart, 'database', { instances: [{ connectionName: 'shop:europe-west1:orders' }] }),
};
