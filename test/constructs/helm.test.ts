import { ApiObject, Helm, Testing } from 'cdk8s';
import { chartFolder, comparable, KINDS, plainObject, podTemplates, withApiObject } from './every-way';
import { NativeSidecar, Sidecars } from '../../src';
import { HELM, withHelm } from '../helm';

const sidecar = () => new NativeSidecar({ name: 'proxy', image: 'busybox:1.37', portNumber: 5000 });

withHelm.each(KINDS)('what the program helm renders of a chart with a %s gets sidecars as an ApiObject does', kind => {
  const [chart, plain] = [Testing.chart(), Testing.chart()];
  const helm = new Helm(chart, 'release', { chart: chartFolder(plainObject(kind)), helmExecutable: HELM });
  Sidecars.of(helm).add(sidecar());
  Sidecars.of(withApiObject(plain, kind)).add(sidecar());
  expect(podTemplates(chart).map(comparable)).toEqual(podTemplates(plain).map(comparable));
  expect(helm.apiObjects.every(object => object instanceof ApiObject)).toBe(true);
});
