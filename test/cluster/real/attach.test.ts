import { ApiObject } from 'cdk8s';
import * as kplus25 from 'cdk8s-plus-25';
import * as kplus33 from 'cdk8s-plus-33';
import type { Deployment } from 'kubernetes-types/apps/v1';
import type { Pod } from 'kubernetes-types/core/v1';
import { namespaces, shell, statusOf, thisCluster, waitFor, yamlOf } from './cluster';
import { NativeSidecar, Sidecars } from '../../../src';

jest.setTimeout(400_000);

const namespace = namespaces();

/** Listens on a port after a while. */
const listen = (port: number) => `trap "exit 0" TERM; sleep 3; nc -lk -p ${port} -e true & wait`;

/** A container of a hand-written manifest. */
const written = (name: string, script: string) => ({ name, image: 'busybox:1.37', command: ['sh', '-c', script], securityContext: { runAsUser: 1000 } });

/** The spec of a Job with a native sidecar, which listens on port 6000. */
const JOB_SPEC = {
  backoffLimit: 0,
  template: {
    spec: {
      restartPolicy: 'Never',
      initContainers: [{
        ...written('by-hand', listen(6000)),
        restartPolicy: 'Always',
        startupProbe: { exec: { command: ['nc', '-z', '127.0.0.1', '6000'] }, periodSeconds: 1, failureThreshold: 100 },
      }],
      containers: [written('main', 'nc -z 127.0.0.1 5000 && nc -z 127.0.0.1 6000 && echo reaches both')],
    },
  },
};

test('a sidecar is attached to workloads of cdk8s-plus-33, of ApiObject and of classes whose schema knows no sidecars, and they work', async () => {
  const ns = namespace('attach');
  expect(ns.apply(yamlOf(chart => {
    new kplus33.Deployment(chart, 'web', {
      metadata: { name: 'web' },
      podMetadata: { labels: { app: 'web' } },
      replicas: 1,
      containers: [{ name: 'main', ...shell('nc -z 127.0.0.1 5000 || exit 1; trap "exit 0" TERM; sleep 1000 & wait') }],
    });
    new ApiObject(chart, 'plain', { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'plain' }, spec: JOB_SPEC });
    // Its schema has no restartPolicy for containers, so without this library it would not be in the manifest.
    new kplus25.k8s.KubeJob(chart, 'old-schema', { metadata: { name: 'old-schema' }, spec: JOB_SPEC });
    Sidecars.of(chart).target(thisCluster()).add(new NativeSidecar({ name: 'proxy', ...shell(listen(5000)), portNumber: 5000 }));
  }))).toBe('');

  for (const job of ['plain', 'old-schema']) {
    expect(await ns.jobEnd(job)).toBe('Complete');
    expect(ns.log(job, 'main').map(({ line }) => line)).toEqual(['reaches both']);
  }
  await waitFor('the Deployment to be available', () => ns.get<Deployment>('deployment', 'web').status?.availableReplicas === 1);
  const [web] = ns.get<{ items: Pod[] }>('pods', '-l', 'app=web').items;
  expect(['main', 'proxy'].map(name => statusOf(web, name).restartCount)).toEqual([0, 0]);
});
