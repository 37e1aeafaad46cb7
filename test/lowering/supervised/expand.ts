/**
 * What the kubelet makes of a command or an argument (third_party/forked/golang/expansion). It goes by bytes: one after `$` that is
 * not ASCII comes out as the character of that number.
 */
export function expand(text: string, variables: { readonly [name: string]: string }): string {
  const bytesOf = (value: string) => Buffer.from(value).toString('latin1');
  const expanded = bytesOf(text).replace(/\$(?:(?<dollar>\$)|\((?<name>[^)]*)\)|(?<byte>[\x80-\xff]))/g, (match, ...rest) => {
    const { dollar, name, byte } = rest.at(-1) as { dollar?: string; name?: string; byte?: string };
    const known = name !== undefined && Object.entries(variables).find(([variable]) => bytesOf(variable) === name);
    return dollar ?? (byte ? `$${bytesOf(byte)}` : known ? bytesOf(known[1]) : match);
  });
  return Buffer.from(expanded, 'latin1').toString();
}
