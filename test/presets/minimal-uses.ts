import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { AlloyDbAuthProxy, CloudSqlAuthProxy, GitSync, NativeSidecar, PgBouncer, StatsdExporter, ValkeyCache } from '../../src';
import { PRESET_FACTS } from '../../src/presets/preset-facts';

/** The least that can be said to each preset. */
export const MINIMAL_USES: { readonly [preset in keyof typeof PRESET_FACTS]?: (chart: Chart) => NativeSidecar } = {
  alloyDbAuthProxy: chart => new AlloyDbAuthProxy(chart, 'database', {
    instances: [{ uri: 'projects/shop/locations/europe-west1/clusters/main/instances/primary' }],
  }),
  cloudSqlAuthProxy: chart => new CloudSqlAuthProxy(chart, 'database', { instances: [{ connectionName: 'shop:europe-west1:orders' }] }),
  gitSync: chart => new GitSync(chart, 'content', { repository: 'https://github.com/shop/content' }),
  pgBouncer: chart => new PgBouncer(chart, 'pool', {
    host: 'orders.db.example.com',
    database: 'orders',
    databaseUser: 'shop',
    password: { secret: kplus.Secret.fromSecretName(chart, 'login', 'orders-login'), key: 'password' },
  }),
  statsdExporter: chart => new StatsdExporter(chart, 'metrics'),
  valkeyCache: chart => new ValkeyCache(chart, 'cache'),
};
