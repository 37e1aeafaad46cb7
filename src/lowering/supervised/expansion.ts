import { Container } from '../../manifest/types';

/**
 * A text that comes out as it is where the kubelet expands `$(VARIABLE)`, in commands and arguments, and takes `$$` for `$`. It
 * also garbles what is not ASCII after a `$` (third_party/forked/golang/expansion).
 */
export function unexpanded(text: string): string {
  return text.replace(/\$(?=[$(]|[^\x00-\x7f])/g, '$$$$');
}

/**
 * A word of a probe's command as the kubelet runs it: only the values that stand in `env` are known there, and all others are
 * empty (kubelet, `ExpandContainerCommandOnlyStatic`).
 */
export function expandedInProbe(word: string, { env = [] }: Container): string {
  const values = new Map(env.map(({ name, value = '' }) => [name, value]));
  return word.replace(/\$(?:\$|\(([^)]*)\))/g, (match, name?: string) => match === '$$' ? '$' : values.get(name!) ?? match);
}
