import { IConstruct } from 'constructs';
import { Mesh } from './mesh';
import { NativeSidecar } from './native-sidecar';
import { SidecarFallback } from './sidecar-fallback';
import { SidecarOptions } from './sidecar-options';
import { WarningAcknowledgement } from './warning-acknowledgement';
import { PodTemplatePlace } from '../manifest/workload-kinds';

/** What was said of all that is in a construct. */
export interface ScopeSettings {
  readonly sidecars: NativeSidecar[];
  /** Of sidecars that are there already, by their names. */
  readonly descriptions: Map<string, SidecarOptions>;
  readonly podTemplates: PodTemplatePlace[];
  readonly acknowledgements: WarningAcknowledgement[];
  fallback?: SidecarFallback;
  mesh?: Mesh;
  /** Whether Pods say which of their containers are native sidecars. */
  declaresSidecars?: boolean;
  /** Whether what is added to the construct later is looked for. */
  watched?: boolean;
}

/** Shared by all copies of this library in a process. */
const SETTINGS = Symbol.for('cdk8s-sidecars.settings');

/**
 * What was said of a construct. Empty if nothing was, and kept with it.
 */
export function settingsOf(construct: IConstruct): ScopeSettings {
  const known = settingsOn(construct);
  if (known) {
    return known;
  }
  const empty: ScopeSettings = { sidecars: [], descriptions: new Map(), podTemplates: [], acknowledgements: [] };
  Object.defineProperty(construct, SETTINGS, { value: empty });
  return empty;
}

/**
 * What was said of a construct, if anything was.
 */
export function settingsOn(construct: IConstruct): ScopeSettings | undefined {
  return (construct as { [SETTINGS]?: ScopeSettings })[SETTINGS];
}

/**
 * What was said of a construct and of all that it is in, put together: from the outside in, and the nearest fallback.
 */
export function settingsAround(construct: IConstruct): Readonly<ScopeSettings> {
  const around: ScopeSettings[] = [];
  for (let scope: IConstruct | undefined = construct; scope; scope = scope.node.scope) {
    const settings = settingsOn(scope);
    if (settings) {
      around.unshift(settings);
    }
  }
  if (around.length === 1) {
    return around[0];
  }
  const nearest = [...around].reverse();
  return {
    sidecars: [...new Set(around.flatMap(({ sidecars }) => sidecars))],
    descriptions: new Map(around.flatMap(({ descriptions }) => [...descriptions])),
    podTemplates: around.flatMap(({ podTemplates }) => podTemplates),
    acknowledgements: around.flatMap(({ acknowledgements }) => acknowledgements),
    fallback: nearest.find(({ fallback }) => fallback)?.fallback,
    mesh: nearest.find(({ mesh }) => mesh)?.mesh,
    declaresSidecars: around.some(({ declaresSidecars }) => declaresSidecars),
  };
}
