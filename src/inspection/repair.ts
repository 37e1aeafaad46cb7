import { inspect, InspectionOptions, SourceFile } from './inspect';
import { LocatedFinding } from './located-finding';
import { withEdits } from '../source/text-edit';

/** What repairs have made of files. */
export interface Repair {
  readonly files: readonly SourceFile[];
  /** The findings that were repaired. */
  readonly repaired: readonly LocatedFinding[];
}

/**
 * Files with the patches of all findings applied that have one, and are not acknowledged; one after the other, since a repair can
 * move what another one is about. No finding is repaired twice.
 */
export function repair(files: readonly SourceFile[], options: InspectionOptions): Repair {
  let current = files;
  const repaired: LocatedFinding[] = [];
  const tried = new Set<string>();
  for (;;) {
    const { findings } = inspect([current], options);
    const chosen = findings.filter(finding => finding.edits && !finding.acknowledged && !tried.has(keyOf(finding)));
    if (chosen.length === 0) {
      return { files: current, repaired };
    }
    current = current.map(file => {
      const together = compatible(chosen.filter(finding => finding.file === file.name));
      together.forEach(finding => tried.add(keyOf(finding)));
      repaired.push(...together);
      return together.length === 0 ? file : { ...file, text: withEdits(file.text, together.flatMap(({ edits }) => edits!)) };
    });
  }
}

/** The first finding of each object. */
function compatible(findings: readonly LocatedFinding[]): LocatedFinding[] {
  const firsts = new Map<string, LocatedFinding>();
  for (const finding of findings) {
    firsts.set(finding.objectPlace, firsts.get(finding.objectPlace) ?? finding);
  }
  return [...firsts.values()];
}

function keyOf({ file, objectPlace, id, container, path }: LocatedFinding): string {
  return JSON.stringify([file, objectPlace, id, container, path]);
}
