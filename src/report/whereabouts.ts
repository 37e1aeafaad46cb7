import { LocatedFinding, ObjectName } from '../inspection/located-finding';

/**
 * An object as messages call it, such as `Job shop/import`.
 */
export function objectTitle({ kind, name, namespace }: ObjectName): string {
  return name === undefined ? kind : `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}

/**
 * What a finding is about, such as `Job shop/import, container 'proxy'`.
 */
export function whereabouts({ object, container }: LocatedFinding): string {
  return container === undefined ? objectTitle(object) : `${objectTitle(object)}, container '${container}'`;
}

/**
 * A finding in one paragraph that needs nothing around it.
 */
export function told(finding: LocatedFinding): string {
  return `${whereabouts(finding)}: ${finding.message} ${finding.fix}`;
}

/**
 * A file as reports for other programs name it: with slashes, from the current folder on.
 */
export function reportedFile(file: string): string {
  return file.replace(/\\/g, '/').replace(/^(\.\/+)+/, '');
}
