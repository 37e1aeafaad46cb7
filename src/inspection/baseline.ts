import { LocatedFinding } from './located-finding';
import { UnusableInput } from '../source/unusable-input';

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

/**
 * Reads a baseline.
 *
 * @throws UnusableInput if it is none
 */
export function baselineFrom(text: string, file: string): Baseline {
  try {
    const baseline = JSON.parse(text) as Baseline;
    if (baseline.findings.every(({ id, file: of, kind, path }) => [id, of, kind, path].every(field => typeof field === 'string'))) {
      return baseline;
    }
  } catch {
    // It is said below, whatever is wrong with it.
  }
  throw new UnusableInput(`${file}: this is not a baseline. Write it anew with --write-baseline.`);
}
