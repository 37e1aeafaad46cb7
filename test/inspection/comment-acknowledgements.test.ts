import { commentAcknowledgements } from '../../src/inspection/comment-acknowledgements';

const SAID = { ids: ['SC301'], reason: 'the client tries again' };
const COMMENT = '# cdk8s-sidecars acknowledge SC301: the client tries again';

/** Lines that acknowledgements are about, and what they say. */
function acknowledged(text: string): [number, unknown][] {
  return commentAcknowledgements(text).map(({ line, said }) => [line, said]);
}

test.each<[string, string, number]>([
  ['at the end of a line, it is about that one', `a: 1\nb: 2 ${COMMENT}\nc: 3\n`, 2],
  ['on a line of its own, it is about the next one', `a: 1\n  ${COMMENT}\nb: 2\n`, 3],
  ['above other comments and empty lines, it is about the first line that says something', `${COMMENT}\n# Other.\n\n  \n  # More.\na: 1\n`, 6],
  ['after a separator, it is about that', `--- ${COMMENT}\na: 1\n`, 1],
  ['at the end of a document, it is about nothing that is there', `a: 1\n${COMMENT}`, 3],
  ['behind a tab', `a: 1\t${COMMENT}\n`, 1],
  ['with Windows line ends', `a: 1\r\n${COMMENT}\r\nb: 2\r\n`, 3],
  ['with more space in it', 'a: 1 #cdk8s-sidecars \t acknowledge   SC301 :  the client tries again  ', 1],
])('a comment is read %s', (_, text, line) => {
  expect(acknowledged(text)).toEqual([[line, SAID]]);
});

test('a comment may be about several rules, and several comments about one line', () => {
  expect(acknowledged(`# cdk8s-sidecars acknowledge SC301,SC302 : both: really\n${COMMENT}\na: 1 ${COMMENT}\n`)).toEqual([
    [3, { ids: ['SC301', 'SC302'], reason: 'both: really' }], [3, SAID], [3, SAID],
  ]);
});

test.each([
  ['another comment', 'a: 1 # cdk8s-sidecars is what we use\n'],
  ['something in a word', `a: 1${COMMENT}\n`],
  ['a word that goes on', 'a: 1 # cdk8s-sidecars acknowledges SC301: x\n'],
  ['nothing', ''],
])('%s is no acknowledgement', (_, text) => {
  expect(commentAcknowledgements(text)).toEqual([]);
});

test.each([
  ['SC301', 'the acknowledgement of SC301 has no reason'],
  ['SC301:', 'the acknowledgement of SC301 has no reason'],
  ['no-start-gate: x', "'no-start-gate: x' is not of the form SC301: reason"],
  ['', "'' is not of the form SC301: reason"],
])('a comment that says %j is read with its fault', (said, fault) => {
  expect(acknowledged(`a: 1 # cdk8s-sidecars acknowledge ${said}\n`)).toEqual([[1, { fault }]]);
});

test('it is told where a comment begins and ends, without the space after it', () => {
  const text = `a: "é"   ${COMMENT}  \r\n`;
  const [{ start, end }] = commentAcknowledgements(text);
  expect(text.slice(start, end)).toBe(COMMENT);
});
