import { CLEAN, ERROR, INSPECTION } from './inspections';
import { Paint } from '../../src/render/styled-line';
import { textReport } from '../../src/report/text-report';

const unpainted: Paint = (_, text) => text;

test('findings in 80 columns', () => {
  expect(textReport(INSPECTION, { width: 80, ascii: false }, unpainted)).toBe(`\
./dist/pi.yaml:12:11  error  SC401 port-conflict
  Job shop/pi, container 'proxy',
  spec.template.spec.initContainers[0].ports[0].containerPort
  port 80 is taken by container 'pi', so the process that comes second cannot
  listen on it.
  Fix: Give it a port of its own.

./dist/pi.yaml:14:9  warning  SC301 no-start-gate
  Job shop/pi, container 'db',
  spec.template.spec.initContainers[1].startupProbe, from pi/templates/job.yaml
  'pi' talks to port 5432 of this sidecar, but nothing makes it wait.
  Fix: Give the sidecar a startup probe.

b.yaml:1:1  info  SC199 unheard-of
  Deployment
  it has no name.
  Fix: Give it one.

c.yaml:3:5  unreadable
  this is not a Kubernetes object, but a list.

1 error, 1 warning, 1 info in 12 workloads of 40 files, checked for Kubernetes
1.29 and 1.36,node=1.34 (1 could not be read, 1 acknowledged, 1 can be repaired
with --fix).
`);
});

test('a finding in 40 columns, where the place keeps a line for itself', () => {
  const fix = 'Give it a port of its own, and tell the others which one that is.';
  expect(textReport({ ...CLEAN, findings: [{ ...ERROR, file: 'a/folder/with/quite/some/folders/in/it/pi.yaml', fix }] }, { width: 40, ascii: false }, unpainted)).toBe(`\
a/folder/with/quite/some/folders/in/it/pi.yaml:12:11
  error  SC401 port-conflict
  Job shop/pi, container 'proxy',
  spec.template.spec.initContainers[0].p
  orts[0].containerPort
  port 80 is taken by container 'pi', so
  the process that comes second cannot
  listen on it.
  Fix: Give it a port of its own, and
       tell the others which one that
       is.

1 error in 1 workload of 1 file, checked
for Kubernetes 1.37.
`);
});

test('nothing is found', () => {
  expect(textReport(CLEAN, { width: 80, ascii: true }, unpainted)).toBe('Nothing found in 1 workload of 1 file, checked for Kubernetes 1.37.\n');
});

test('colours say how much a finding weighs', () => {
  const painted = textReport(INSPECTION, { width: 120, ascii: false }, (style, text) => `<${style}>${text}</>`);
  expect(painted.split('\n').filter(line => /SC|unreadable|in 12 workloads/.test(line))).toEqual([
    '<bold>./dist/pi.yaml:12:11</>  <red>error</>  SC401 port-conflict',
    '<bold>./dist/pi.yaml:14:9</>  <yellow>warning</>  SC301 no-start-gate',
    '<bold>b.yaml:1:1</>  <cyan>info</>  SC199 unheard-of',
    '<bold>c.yaml:3:5</>  <red>unreadable</>',
    expect.stringMatching(/^<bold>1 error, /),
  ]);
  expect(painted).toContain('  <green>Fix: </>Give it one.\n');
  expect(textReport(CLEAN, { width: 80, ascii: false }, (style, text) => `<${style}>${text}</>`)).toMatch(/^<green>Nothing found .*<\/>\n$/);
});

test('what is in a manifest does nothing to the terminal, and stays ASCII where that is asked for', () => {
  const finding = { ...ERROR, file: 'b\u00fccher\u001b]0;x\u0007.yaml', message: "port 'h\u00f6\n\r\u001b[2Jy\u202e'\u009b is taken." };
  const lines = (ascii: boolean) => textReport({ ...CLEAN, findings: [finding] }, { width: 80, ascii }, unpainted).split('\n');
  expect(lines(false)[0]).toBe('b\u00fccher?]0;x?.yaml:12:11  error  SC401 port-conflict');
  expect(lines(false)[3]).toBe("  port 'h\u00f6 ?[2Jy?'? is taken.");
  expect(lines(true)[0]).toBe('b?cher?]0;x?.yaml:12:11  error  SC401 port-conflict');
  expect(lines(true)[3]).toBe("  port 'h? ?[2Jy?'? is taken.");
});
