import { performance } from 'node:perf_hooks';
import { ApiObject, ApiObjectProps, App, Chart } from 'cdk8s';
// eslint-disable-next-line import/no-extraneous-dependencies -- this package, as it is compiled
import { NativeSidecar, Sidecars } from 'cdk8s-sidecars';

const MAIN = {
  name: 'web',
  image: 'nginx:1.30',
  ports: [{ containerPort: 8080, name: 'http' }],
  env: [{ name: 'LOG_LEVEL', value: 'info' }, { name: 'DATABASE', value: 'localhost:5432' }],
  resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
  readinessProbe: { httpGet: { path: '/ready', port: 8080 }, periodSeconds: 5 },
  livenessProbe: { httpGet: { path: '/live', port: 8080 } },
  securityContext: { runAsNonRoot: true, runAsUser: 1000, readOnlyRootFilesystem: true },
};
const sidecar = () => new NativeSidecar({ name: 'proxy', image: 'example.com/proxy:1.0', portNumber: 5432 });

function deployment(chart: Chart, id: string, podSpec: object): ApiObject {
  const labels = { app: id };
  const spec: object = { replicas: 2, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: podSpec } };
  return new ApiObject(chart, id, { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { labels }, spec } as ApiObjectProps);
}

/** The sidecar as it stands in the manifest. */
function sidecarJson(): object {
  const chart = new Chart(new App(), 'once');
  const object = deployment(chart, 'once', { containers: [MAIN] });
  Sidecars.of(object).add(sidecar());
  return object.toJson().spec.template.spec.initContainers[0];
}

/** Measures one synthesis to YAML: Deployments without sidecars, with one in their JSON, or with one attached. */
function main(variant: string, objects: number) {
  const podSpec = { containers: [MAIN], ...variant === 'written' && { initContainers: [sidecarJson()] } };
  const cpuBefore = process.cpuUsage();
  const start = performance.now();
  const app = new App();
  const chart = new Chart(app, 'chart');
  if (variant === 'attached') {
    Sidecars.of(chart).add(sidecar());
  }
  for (let i = 0; i < objects; i++) {
    deployment(chart, `web-${i}`, podSpec);
  }
  const yaml = app.synthYaml();
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(cpuBefore);
  console.log(JSON.stringify({ wall, cpu: (user + system) / 1000, bytes: yaml.length }));
}

main(process.argv[1], Number(process.argv[2]));
