import { explained, JOB, POD } from './explained-pods';
import { Paint } from '../../src/render/styled-line';
import { terminalText } from '../../src/render/terminal-text';

const unpainted: Paint = (_, text) => text;

test('a Job at 80 columns, in ASCII', () => {
  expect(terminalText([[explained(JOB, '1.36', 'end')]], { width: 80, ascii: true }, unpainted)).toBe(`\
Job pi on Kubernetes 1.36: The main containers come to their end.
assumed: proxy needs 2 s to start and 1 s to stop; pi runs 10 s and exits with 0
         (--assume pi=run:5s says otherwise)

       0 s       2 s      4 s       6 s       8 s      10 s           13 s
       +---------+--------+---------+---------+--------+--------------+
proxy  ----------*===============================================T~~~~ exit 0
pi     ..........================================================      exit 0
Pod    |Pending--|Running--------------------------------------------- Succeeded
Job    Complete after 13 s: Its Pod has succeeded.

. waits  - starts  = runs  ~ stops  * gate  T SIGTERM

 0 s  Pod    Pending: the Pod is on its node, and its containers start one after
             the other.
 0 s  proxy  Sidecar 'proxy' is started.
 2 s  proxy  has started. Its startup probe has passed at try 3: 'pi' may start.
 2 s  pi     Main container 'pi' is started.
 2 s  pi     has started.
 2 s  Pod    Running: all init containers are done, and the main containers run.
12 s  pi     exits with 0.
12 s  proxy  gets SIGTERM, and has 30 s: all that it waits for has ended.
13 s  proxy  exits with 0.
13 s  Pod    Succeeded: all main containers have ended with 0, and nothing runs
             any more.
`);
});

test('a Job on a node that does not know sidecars, in Unicode', () => {
  expect(terminalText([[explained(JOB, '1.30,node=1.27', 'end')]], { width: 80, ascii: false }, unpainted)).toBe(`\
Job pi on Kubernetes 1.30,node=1.27: The main containers come to their end.
assumed: proxy runs until it is stopped (--assume proxy=run:5s says otherwise)

       0 s          2 s         4 s          6 s         8 s          10 s
       ┬────────────┬───────────┬────────────┬───────────┬────────────┬
proxy  ███████████████████████████████████████████████████████████████ goes on
pi     ······························································· never ran
Pod    ├Pending─────────────────────────────────────────────────────── Pending
       The Pod stays in Init: 'proxy' is a plain init container to this kubelet,
       and does not end, so nothing after it ever starts.
Job    No end: Its Pod does not come to an end, so neither does the Job.

· waits  █ runs

0 s  Pod    Pending: the Pod is on its node, and its containers start one after
            the other.
0 s  proxy  Init container 'proxy' is started.
0 s  proxy  has started.
`);
});

test('a Pod that is not started has no lanes', () => {
  expect(terminalText([[explained(JOB, '1.27', 'end')]], { width: 80, ascii: false }, unpainted)).toBe(`\
Job pi on Kubernetes 1.27: The main containers come to their end.

Pod    Never started. The API server (1.27) does not know restartPolicy of
       containers, and rejects the manifest: unknown field.
`);
});

test('lifecycles on two clusters stand beside each other where there is room, else one below the other', () => {
  const both = [explained(JOB, '1.36', 'end'), explained(JOB, '1.30', 'end')];
  const titles = (width: number) => terminalText([both], { width, ascii: true }, unpainted).split('\n').filter(line => line.includes('on Kubernetes'));
  expect(titles(130)).toEqual(['Job pi on Kubernetes 1.36: The main containers come to their    | Job pi on Kubernetes 1.30: The main containers come to their']);
  expect(titles(120)).toEqual(['Job pi on Kubernetes 1.36: The main containers come to their end.', 'Job pi on Kubernetes 1.30: The main containers come to their end.']);
  expect(terminalText([both], { width: 120, ascii: true }, unpainted)).toMatch(/\n\nThe same happens on 1\.36 and on 1\.30\.\n$/);
});

test('workloads follow each other, and styles are painted on whole stretches', () => {
  const text = terminalText([[explained(POD, '1.36', 'deletion')], [explained(JOB, '1.36', 'end')]], { width: 80, ascii: true },
    (style, painted) => `<${style}>${painted}</>`);
  expect(text).toMatch(/^<bold>Pod web on Kubernetes 1\.36: The Pod is deleted\.<\/>\n/);
  expect(text).toContain('\n\n<bold>Job pi on Kubernetes 1.36: The main containers come to their end.</>\n');
  expect(text).toMatch(/proxy {2}<yellow>-+<\/><bold>\*<\/><green>=+<\/><bold>T<\/><red>~+<\/> exit 0\n/);
});

test('names longer than a third of the width are cut, and control characters of names do not reach the terminal', () => {
  const named = (name: string) => explained({ ...POD, spec: { restartPolicy: 'Never', containers: [{ name }] } }, '1.36', 'end');
  const text = (name: string) => terminalText([[named(name)]], { width: 60, ascii: false }, unpainted);
  expect(text('a-name-of-a-container-that-is-too-long')).toMatch(/^a-name-of-a-conta… {2}█+ {1}exit 0$/m);
  expect(text('\u001b[31m')).toMatch(/^\?\[31m {2}█+ {1}exit 0$/m);
});

test('where restarts go on and on, the first are shown', () => {
  const again = explained(POD, '1.36', 'end', { assumptions: new Map([['web', { run: 1, exit: 1 }]]) });
  expect(terminalText([[again]], { width: 80, ascii: true }, unpainted)).toMatch(/\nand so on: \d+ more events until \d+ s \(-o json has all\)\n$/);
});
