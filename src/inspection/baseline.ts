import { LocatedFinding } from './located-finding';

/** What is remembered of a finding: where it is by names, so that lines and places in lists may change. */
export interface BaselineEntry {
  readonly id: string;
  readonly file: string;
  readonly kind: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly container?: string;
  readonly path: string;
}

/** Findings that were there when it was written, and do not count until they are repaired. */
export interface Baseline {
  readonly findings: readonly BaselineEntry[];
}

/**
 * The findings as a baseline, without those that are acknowledged in another way.
 */
export function baselineOf(findings: readonly LocatedFinding[]): Baseline {
  return { findings: findings.filter(({ acknowledged }) => !acknowledged || acknowledged.by === 'baseline').map(entryOf) };
}

/**
 * Takes findings out of a baseline, each as often as it is there.
 */
export class BaselineMatcher {
  private readonly left = new Map<string, number>();

  public constructor({ findings }: Baseline) {
    findings.forEach(entry => this.left.set(keyOf(entry), (this.left.get(keyOf(entry)) ?? 0) + 1));
  }

  public takes(finding: Omit<LocatedFinding, 'acknowledged'>): boolean {
    const key = keyOf(entryOf(finding));
    const left = this.left.get(key) ?? 0;
    this.left.set(key, left - 1);
    return left > 0;
  }
}

function entryOf({ id, file, object: { kind, name, namespace }, container, path }: Omit<LocatedFinding, 'acknowledged'>): BaselineEntry {
  return {
    id,
    file,
    kind,
    ...name !== undefined && { name },
    ...namespace !== undefined && { namespace },
    ...container !== undefined && { container },
    path: path.replace(/\[\d+\]/g, '[]'),
  };
}

function keyOf({ id, file, kind, name, namespace, container, path }: BaselineEntry): string {
  return JSON.stringify([id, file, kind, name, namespace, container, path]);
}
