import { DiagnosticSeverity } from '../diagnostics/diagnostic';
import { PatchOperation } from '../manifest/json-patch';
import { TextEdit } from '../source/text-edit';

/** A stretch of a file. Lines and columns count from 1, and the end is the character after the last one. */
export interface Range {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** The object that a finding is about. */
export interface ObjectName {
  readonly kind: string;
  /** Undefined if it has none, or one that is generated. */
  readonly name?: string;
  readonly namespace?: string;
}

/** Why a finding does not count. */
export interface Acknowledgement {
  readonly reason: string;
  /** Where that was said. */
  readonly by: 'comment' | 'annotation' | 'configuration' | 'baseline';
}

/**
 * A finding, and where it is.
 */
export interface LocatedFinding extends Range {
  /** Id of the rule, such as `SC301`. */
  readonly id: string;
  readonly slug: string;
  readonly severity: DiagnosticSeverity;
  readonly file: string;
  /** Which object of the file it is in; no two have the same. */
  readonly objectPlace: string;
  /** Path of the field in the document, which is an object or a list of them. */
  readonly path: string;
  readonly object: ObjectName;
  readonly container?: string;
  readonly message: string;
  readonly fix: string;
  /** The template that a chart made the object of, where a comment says so. */
  readonly source?: string;
  readonly patch?: readonly PatchOperation[];
  /** The patch as changes of the file; missing where it cannot be applied without changing more than it says. */
  readonly edits?: readonly TextEdit[];
  readonly acknowledged?: Acknowledgement;
}

/** A document, or a whole file, that could not be checked. */
export interface Unreadable {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/**
 * What came out of checking some files.
 */
export interface Inspection {
  /** By file in the order in which they were read, and then by position. Those that are acknowledged are among them. */
  readonly findings: readonly LocatedFinding[];
  readonly unreadable: readonly Unreadable[];
  /** Whether everything was repaired that can be, so that what is left has to be repaired by hand. */
  readonly isRepaired?: boolean;
  /** The target clusters, as `TargetCluster.toString` writes them. */
  readonly targets: readonly string[];
  readonly files: number;
  readonly documents: number;
  readonly workloads: number;
}
