import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { PresetFacts } from './preset-facts';
import { SidecarPresetProps } from './sidecar-preset-props';
import { NativeSidecarProps } from '../constructs/native-sidecar';

/** A sidecar as one preset makes it, before what was asked for comes on top. */
export interface PresetSidecar extends Omit<NativeSidecarProps, 'image'> {
  readonly name: string;
  /** Flags of `args` that are the preset's own, and what to do instead of setting them: for extraArgs. */
  readonly ownFlags?: { readonly [flag: string]: string };
}

/** What the grace period of a Pod leaves to its main containers, which stop before the sidecars. */
const SECONDS_FOR_MAINS = 10;
/** What cdk8s-plus has no name for, and restricted Pod Security asks for. */
const ALL_CAPABILITIES = 'ALL' as kplus.Capability;

/**
 * Properties of the sidecar of a preset: its own, those of its image, and what was asked for.
 *
 * @throws if an extra argument sets what the preset sets, or if a drain is negative
 */
export function presetSidecar(facts: PresetFacts, preset: PresetSidecar, asked: SidecarPresetProps): NativeSidecarProps {
  const { ownFlags = {}, args = [], envVariables, securityContext, ...own } = preset;
  const name = asked.name ?? own.name;
  const extraArgs = asked.extraArgs ?? [];
  throwOwnFlags(name, extraArgs, ownFlags);
  return {
    imagePullPolicy: kplus.ImagePullPolicy.IF_NOT_PRESENT,
    entrypoint: [...facts.entrypoint],
    stopSignal: facts.stopSignal,
    podTerminationGracePeriod: own.drain && Duration.seconds(own.drain.toSeconds() + SECONDS_FOR_MAINS),
    ...own,
    ...given(asked, 'resources', 'startsBefore', 'startsAfter'),
    name,
    image: asked.image ?? facts.image,
    args: args.length + extraArgs.length > 0 ? [...args, ...extraArgs] : undefined,
    envVariables: { ...envVariables, ...asked.envVariables },
    securityContext: {
      capabilities: { drop: [ALL_CAPABILITIES] },
      ...securityContext,
      user: asked.user ?? securityContext?.user ?? facts.user,
      group: asked.group ?? securityContext?.group ?? facts.group,
    },
  };
}

/**
 * A fault in the properties of a preset.
 *
 * @param way what to do about it
 */
export function presetError(name: string, field: string, fault: string, way: string): Error {
  return new Error(`sidecar '${name}', ${field}: ${fault} ${way}`);
}

function throwOwnFlags(name: string, extraArgs: readonly string[], ownFlags: { readonly [flag: string]: string }): void {
  for (const argument of extraArgs) {
    // The value of a flag of one letter may come right after it.
    const flag = Object.keys(ownFlags).find(own => argument === own || argument.startsWith(own.length === 2 ? own : `${own}=`));
    if (flag) {
      throw presetError(name, 'extraArgs', `'${argument}' is set by the preset.`, ownFlags[flag]);
    }
  }
}

function given<T extends object, K extends keyof T>(from: T, ...keys: K[]): Partial<Pick<T, K>> {
  return Object.fromEntries(keys.filter(key => from[key] !== undefined).map(key => [key, from[key]])) as Partial<Pick<T, K>>;
}
