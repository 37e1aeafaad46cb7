import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { IConstruct } from 'constructs';
import { isVolume, RenderableContainer, RenderableVolume, renderContainer, RenderedContainer, renderVolume } from './kplus-json';
import { NativeSidecar } from './native-sidecar';
import { SidecarContribution } from './sidecar-options';
import { isKplusDefaultProbe } from '../manifest/containers';
import { withSortedKeys, withSortedKeysDeep } from '../manifest/fields';
import { Container } from '../manifest/types';
import { Attachment, StartGate } from '../placement/attach';
import { Contribution } from '../placement/contribute';

/** What a sidecar was made from. */
export interface SidecarSource {
  /** Whether there is to be a start gate even though there is no startup probe. */
  readonly startGate: boolean;
  /** Whether its props had a startup probe. */
  readonly hasStartup: boolean;
  /** How many ports it had then. */
  readonly portsAtFirst: number;
  /** The container as it stood in a manifest. */
  readonly spec?: Container;
  /** A container of another cdk8s-plus. */
  readonly container?: RenderableContainer;
}

/**
 * A sidecar as plain JSON, with all that it brings into the Pod.
 *
 * @param apiObject the object it becomes a part of
 */
export function attachmentOf(sidecar: NativeSidecar, apiObject: ApiObject): Attachment {
  const { startsBefore, startsAfter } = sidecar;
  const source = sidecar._source() as SidecarSource;
  const { container, volumes } = renderSource(sidecar, source, apiObject);
  return {
    container,
    volumes,
    startsBefore,
    startsAfter,
    startGate: startGateOf(source, container),
    contribution: contributionJson(sidecar.contribution, apiObject),
  };
}

/**
 * What a sidecar brings into the Pod besides its container, as plain JSON; undefined if it is nothing.
 */
export function contributionJson(contribution: SidecarContribution, apiObject: ApiObject): Contribution | undefined {
  const { appEnvironment, appMounts, podVolumes, podAnnotations, podLabels, serviceAccount, fsGroup, podTerminationGracePeriod } = contribution;
  if (isEmpty(contribution)) {
    return undefined;
  }
  // A container that is in no Pod: cdk8s-plus renders the variables of the main containers with it.
  const { container: { env = [] } } = renderContainer(new kplus.Container({ image: 'app', envVariables: appEnvironment }), apiObject);
  const mounts = (appMounts ?? []).map(({ path, volume, ...mount }) => ({ ...mount, mountPath: path, volume: checkedVolume(volume) }));
  const volumes = new Set([...mounts.map(({ volume }) => volume), ...(podVolumes ?? []).map(checkedVolume)]);
  return {
    env,
    volumeMounts: mounts.map(({ volume, ...mount }) => withSortedKeys({ ...mount, name: volume.name })),
    volumes: [...volumes].map(volume => renderVolume(volume, apiObject)),
    annotations: podAnnotations ?? {},
    labels: podLabels ?? {},
    serviceAccountName: serviceAccount?.name,
    fsGroup,
    terminationGracePeriodSeconds: podTerminationGracePeriod?.toSeconds(),
  };
}

function isEmpty(contribution: SidecarContribution): boolean {
  for (const field in contribution) {
    if (contribution[field as keyof SidecarContribution] !== undefined) {
      return false;
    }
  }
  return true;
}

function checkedVolume(volume: IConstruct): RenderableVolume {
  if (!isVolume(volume)) {
    throw new Error(`'${volume.node.path}' is no volume of cdk8s-plus. Give what Volume.fromEmptyDir and its like make, of any release.`);
  }
  return volume;
}

function renderSource(sidecar: NativeSidecar, { spec, container, portsAtFirst }: SidecarSource, apiObject: ApiObject): RenderedContainer {
  const own = renderContainer(sidecar, apiObject);
  if (!spec && !container) {
    return own;
  }
  const made = container ? renderContainer(container, apiObject) : { container: withSortedKeysDeep(spec!), volumes: [] };
  return {
    container: withAdditions(made.container, { ...own.container, ports: own.container.ports?.slice(portsAtFirst) }),
    volumes: [...made.volumes, ...own.volumes],
  };
}

/** A container, and what was added to the sidecar that was made from it. */
function withAdditions(made: Container, added: Container): Container {
  const joined = <T>(list: (container: Container) => T[] | undefined) => {
    const items = [...list(made) ?? [], ...list(added) ?? []];
    return items.length > 0 ? items : undefined;
  };
  return withSortedKeys({
    ...made,
    env: joined(({ env }) => env),
    envFrom: joined(({ envFrom }) => envFrom),
    ports: joined(({ ports }) => ports),
    volumeMounts: joined(({ volumeMounts }) => volumeMounts),
  });
}

function startGateOf({ startGate, hasStartup, spec, container }: SidecarSource, rendered: Container): StartGate {
  const isWritten = rendered.startupProbe !== undefined && !(container && isKplusDefaultProbe(rendered));
  const hasOwn = spec ?? container ? isWritten : hasStartup;
  return hasOwn ? 'as written' : startGate ? 'derived' : 'none';
}
