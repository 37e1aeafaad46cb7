import { Chart } from 'cdk8s';
import { CloudSqlAuthProxy, FluentBit, FluentBitOutput, NativeSidecar, OpenTelemetryCollector, Vector } from '../../src';
import { PRESET_FACTS } from '../../src/presets/preset-facts';

/** The least that can be said to each preset. */
export const MINIMAL_USES: { readonly [preset in keyof typeof PRESET_FACTS]?: (chart: Chart) => NativeSidecar } = {
  cloudSqlAuthProxy: chart => new CloudSqlAuthProxy(chart, 'database', { instances: [{ connectionName: 'shop:europe-west1:orders' }] }),
  fluentBit: chart => new FluentBit(chart, 'logs', { folder: '/var/log/app', outputs: [FluentBitOutput.forward({ host: 'fluentd.logging' })] }),
  openTelemetryCollector: chart => new OpenTelemetryCollector(chart, 'telemetry', { endpoint: 'https://otlp.example.com' }),
  vector: chart => new Vector(chart, 'logs', { folder: '/var/log/app', sinks: { console: { type: 'console', encoding: { codec: 'json' } } } }),
};
