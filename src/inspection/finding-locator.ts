import { CommentAcknowledgement, commentAcknowledgements } from './comment-acknowledgements';
import { Acknowledgement, LocatedFinding, ObjectName, Range } from './located-finding';
import { DocumentObject, DocumentPlace } from './objects-in';
import { acknowledgementUnusable, unusable } from '../checks/acknowledgement-unusable';
import { RuleFinding } from '../checks/check-workload';
import { annotatedAcknowledgements, reasonFor } from '../manifest/annotated-acknowledgements';
import { pathSegments } from '../manifest/fields';
import { PatchOperation, pointerTo } from '../manifest/json-patch';
import { KubernetesObject } from '../manifest/types';
import { Workload } from '../manifest/workloads';
import { TreeNode } from '../source/document-tree';
import { fieldPlace, FieldPlace } from '../source/field-range';
import { Position, positionsIn } from '../source/position';
import { helmSource, SourceDocument, treeOf } from '../source/read-documents';
import { TextEdit } from '../source/text-edit';

/**
 * Tells where in a file findings are. It reads for it again what findings are in, and nothing else.
 */
export class FindingLocator {
  /** By the offsets of the documents. */
  private readonly trees = new Map<number, TreeNode | undefined>();
  private readonly comments = new Map<number, readonly CommentAcknowledgement[]>();
  private positions?: (offset: number) => Position;

  /**
   * @param withEdits whether patches are wanted as changes of the file too, which takes time
   */
  public constructor(public readonly name: string, private readonly text: string, private readonly withEdits: boolean) {}

  /**
   * A finding with its place, and with why it does not count, if the manifest says so.
   *
   * @param at the object that it is about
   * @param workload in which it was found
   */
  public locate(finding: RuleFinding, { object, document, prefix }: DocumentObject, workload: Workload): LocatedFinding {
    const { rule: { id, slug }, severity, container, field, message, fix, patch } = finding;
    const tree = this.treeOf(document);
    const place = tree ? fieldPlace(document.text, tree, `${prefix}${field}`) : { start: 0, end: 0, around: [] };
    const source = helmSource(document);
    const acknowledged = this.commented(id, document, place) ?? annotated(id, object, workload, container);
    const edits = patch && tree && this.withEdits && !acknowledged ? this.editsOf(document, tree, prefix, patch) : undefined;
    return {
      id,
      slug,
      severity,
      file: this.name,
      objectPlace: `${document.index} ${prefix}`,
      ...this.rangeOf(document, place.start, place.end),
      path: `${prefix}${field}`,
      object: nameOf(object),
      ...container !== undefined && { container },
      message,
      fix,
      ...source !== undefined && { source },
      ...patch && { patch: patch.map(operation => within(prefix, operation)) },
      ...edits && { edits },
      ...acknowledged && { acknowledged },
    };
  }

  /**
   * Comments that are to be acknowledgements, and are not of the form of one.
   */
  public faultyComments({ value, ...document }: SourceDocument): LocatedFinding[] {
    const { id, slug, severity } = acknowledgementUnusable;
    return this.commentsOf(document).flatMap(({ said, start, end }) => 'fault' in said ? [{
      id,
      slug,
      severity,
      file: this.name,
      objectPlace: `${document.index} `,
      ...this.rangeOf(document, start, end),
      path: '',
      object: nameOf(value as KubernetesObject),
      ...unusable(said.fault),
    }] : []);
  }

  private commented(id: string, document: DocumentPlace, { start, around }: FieldPlace): Acknowledgement | undefined {
    const comments = this.commentsOf(document);
    if (comments.length === 0) {
      return undefined;
    }
    const positionAt = positionsIn(document.text);
    const lines = new Set([start, ...around].map(offset => positionAt(offset).line));
    const [reason] = comments.flatMap(({ said, line }) => 'reason' in said && said.ids.includes(id) && lines.has(line) ? [said.reason] : []);
    return reason === undefined ? undefined : { reason, by: 'comment' };
  }

  private editsOf(document: DocumentPlace, tree: TreeNode, prefix: string, patch: readonly PatchOperation[]): TextEdit[] | undefined {
    if (document.isOdd) {
      return undefined;
    }
    // In a list of thousands, each patch would take as long as all of them.
    const { itemEdits } = require('../source/item-edits') as typeof import('../source/item-edits');
    const { patchEdits } = require('../source/patch-edits') as typeof import('../source/patch-edits');
    const changes = itemEdits(document.text, tree, pathSegments(prefix), patch)
      ?? patchEdits(document.text, tree, patch.map(operation => within(prefix, operation)));
    return changes?.map(({ start, end, replacement }) => ({
      start: document.offset + start,
      end: document.offset + end,
      from: this.positionAt(document.offset + start),
      to: this.positionAt(document.offset + end),
      replacement,
    }));
  }

  private rangeOf({ offset }: DocumentPlace, start: number, end: number): Range {
    const from = this.positionAt(offset + start);
    const to = this.positionAt(offset + end);
    return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
  }

  private positionAt(offset: number): Position {
    this.positions ??= positionsIn(this.text);
    return this.positions(offset);
  }

  private treeOf(document: DocumentPlace): TreeNode | undefined {
    if (!this.trees.has(document.offset)) {
      this.trees.set(document.offset, treeOf(document));
    }
    return this.trees.get(document.offset);
  }

  private commentsOf(document: DocumentPlace): readonly CommentAcknowledgement[] {
    let comments = this.comments.get(document.offset);
    if (!comments) {
      comments = commentAcknowledgements(document.text);
      this.comments.set(document.offset, comments);
    }
    return comments;
  }
}

/** An operation on an object as one on the list that it is in. */
function within(prefix: string, operation: PatchOperation): PatchOperation {
  const list = pointerTo(prefix);
  return list === '' ? operation
    : { ...operation, path: `${list}${operation.path}`, ...'from' in operation && { from: `${list}${operation.from}` } };
}

function annotated(id: string, object: KubernetesObject, workload: Workload, container: string | undefined): Acknowledgement | undefined {
  const reason = reasonFor({ id, container }, annotatedAcknowledgements(object, workload.object === object ? workload : undefined).said);
  return reason === undefined ? undefined : { reason, by: 'annotation' };
}

function nameOf({ kind = '', metadata }: KubernetesObject): ObjectName {
  return {
    kind,
    ...metadata?.name !== undefined && { name: String(metadata.name) },
    ...metadata?.namespace !== undefined && { namespace: String(metadata.namespace) },
  };
}
