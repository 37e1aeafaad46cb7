import { commandsIn, readScript, Script } from '../../../src/checks/evidence/shell-script';

/** A script on one line, with what it is made of in brackets. */
function outline(script: Script | undefined): string {
  return script === undefined ? 'unreadable' : script.map(({ steps, background }) => steps.map(({ joint, pipeline }) =>
    `${joint ? `${joint} ` : ''}${pipeline.map(command => {
      switch (command.kind) {
        case 'simple': return command.words.map(word => /\s|^$/.test(word) ? `'${word}'` : word).join(' ');
        case 'while': case 'until': return `[${command.kind} ${outline(command.condition)}: ${outline(command.body)}]`;
        case 'for': return `[for${command.endless ? ' ever' : ''}: ${outline(command.body)}]`;
        case 'if': return `[if ${command.parts.map(outline).join(' / ')}]`;
        case 'group': return `[${outline(command.body)}]`;
        case 'not': return `[not ${outline([{ steps: [{ pipeline: [command.command] }], background: false }])}]`;
        case 'other': return `[${command.words.join(' ')}]`;
      }
    }).join(' | ')}`).join(' ') + (background ? ' &' : '')).join('; ');
}

test.each([
  ['', ''],
  ['a', 'a'],
  ['a b  c\n\n\nd;e', 'a b c; d; e'],
  ['a && b || c; d', 'a && b || c; d'],
  ['a &&\n  b\nc', 'a && b; c'],
  ['a \\\n  b', 'a b'],
  ['a | b |& c', 'a | b | c'],
  ['a & b &\nc', 'a &; b &; c'],
  ['a # b\n# c; d\ne#f', 'a; e#f'],
  ['echo "a; b" \'c & d\' e\\;f', "echo 'a; b' 'c & d' e;f"],
  ['echo "a \\" b" ""', "echo 'a \" b' ''"],
  ['a > b 2>&1 >>c <d &>e f', 'a f'],
  ['a >b&& c', 'a && c'],
  ['echo 2 x2>y', 'echo 2 x2'],
  ['cat <<EOF > f\nif; (\nEOF\nb', 'cat; b'],
  ["cat <<-'EOF'\n  x\n  EOF\nb", 'cat; b'],
  ['cat <<< "a b"; c', 'cat; c'],
  ['A=b c', 'A=b c'],
  ['a --b=<DB_PORT> <NAME>\nc', 'a --b=<DB_PORT> <NAME>; c'],
  ['while true; do a; done', '[while true: a]'],
  ['while :\ndo\n  a\n  b\ndone > c', '[while :: a; b]'],
  ['until a && b; do c; done; d', '[until a && b: c]; d'],
  ['while ! a; do b; done', '[until a: b]'],
  ['until ! a; do b; done', '[while a: b]'],
  ['while ! a && c; do b; done', '[while [not a] && c: b]'],
  ['while do b; done', '[while : b]'],
  ['for i in 1 2; do a; done', '[for: a]'],
  ['for ((;;)); do a; done', '[for ever: a]'],
  ['for (( i=0; i<3; i++ )); do a; done', '[for: a]'],
  ['if a; then b; elif c; then d; else e; fi; f', '[if a / b / c / d / e]; f'],
  ['(a; b) && { c; d; }', '[a; b] && [c; d]'],
  ['echo then do done', 'echo then do done'],
  ['"if" a', 'if a'],
  ['case $x in\n  a) b ;;\n  *) exit 1 ;;\nesac; c', '[case $x in \n a ) b ;; \n * ) exit 1 ;; \n esac]; c'],
  ['f() { a; exit 3; }\nf', '[a exit 3]; f'],
  ['function f { a; }; f', '[a]; f'],
  ['echo $(a; b "c") ${d:-e f} $((1 + 2))', "echo '$(a; b \"c\")' '${d:-e f}' '$((1 + 2))'"],
  ['echo "$(a "b c")" d', "echo '$(a \"b c\")' d"],
  ['((i++)); a', '((i++)); a'],
  ['[ -f a ] && b', '[ -f a ] && b'],
])('%j is %j', (script, expected) => {
  expect(outline(readScript(script))).toBe(expected);
});

test.each([
  'echo "a', "echo 'a", 'echo `a', 'echo $(a', 'while true; do a', 'if a; then b', 'a)', '(a', '{ a', 'case a in', 'cat <<EOF\na', 'diff <(a) <(b)', ';; a', 'a && ',
  'done', '! ! '.repeat(5000), '('.repeat(5000), 'f() '.repeat(5000), '$('.repeat(5000), '"$'.repeat(9999), '<<a '.repeat(5000), 'select x in a; do b; done',
].map(script => [script.slice(0, 20), script]))('what begins with %j is not made out', (_, script) => {
  expect(readScript(script)).toBeUndefined();
});

test('what substitutions run is known', () => {
  expect(readScript('a $(b $(c)) "`d`" ${e} $((f)) \'$(g)\'')).toEqual([{
    steps: [{
      pipeline: [{
        kind: 'simple',
        words: ['a', '$(b $(c))', '`d`', '${e}', '$((f))', '$(g)'],
        substitutions: ['b $(c)', 'd'],
      }],
    }],
    background: false,
  }]);
});

test('all commands of a script are found, however deep', () => {
  const script = readScript('a; while b; do c; done; for i in d; do e | f; done; if g; then ! h; fi; (i & j); k() { l; }; until m; do n; done');
  expect(commandsIn(script!).map(({ words }) => words.join(' '))).toEqual(['a', 'b', 'c', 'e', 'f', 'g', 'h', 'i', 'j', 'l', 'm', 'n']);
});
