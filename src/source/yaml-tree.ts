import { isAlias, isMap, isScalar, isSeq, ParsedNode } from 'yaml';
import { TreeNode } from './document-tree';

/**
 * The tree of a document that only the more lenient of the two parsers reads.
 */
export function yamlTree(node: ParsedNode): TreeNode {
  const [start, end] = node.range;
  if (isMap<ParsedNode, ParsedNode | null>(node)) {
    const entries = node.items.map(({ key, value }) => {
      const place = yamlTree(key);
      return {
        name: isScalar(key) ? String(key.value) : '',
        key: place,
        value: value ? yamlTree(value) : { type: 'scalar' as const, isBlock: false, start: place.end, end: place.end },
      };
    });
    return { type: 'map', isFlow: Boolean(node.flow), entries, start, end };
  }
  if (isSeq<ParsedNode>(node)) {
    return { type: 'list', isFlow: Boolean(node.flow), items: node.items.map(yamlTree), start, end };
  }
  return isAlias(node) ? { type: 'alias', start, end }
    : { type: 'scalar', isBlock: node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED', start, end };
}
