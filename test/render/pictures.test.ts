import fc from 'fast-check';
import { anyExplained, explained, JOB, POD } from './explained-pods';
import { htmlText } from '../../src/render/html';
import { lifecycleJson } from '../../src/render/lifecycle-json';
import { mermaidText } from '../../src/render/mermaid';
import { svgText } from '../../src/render/svg';
import { terminalText } from '../../src/render/terminal-text';

const EMPTY = new Set(['meta']);

/** Elements that are open, or closed by another, at the end of a text or where that shows. */
function unbalanced(markup: string): string[] {
  const open: string[] = [];
  for (const [, slash, name, selfClosing] of markup.matchAll(/<(\/?)([a-z0-9]+)(?: [a-zA-Z-]+="[^"<>]*")*(\/?)>/g)) {
    if (slash && open.pop() !== name) {
      return [...open, name];
    }
    if (!slash && !selfClosing && !EMPTY.has(name)) {
      open.push(name);
    }
  }
  return open;
}

/** What is neither an element nor a text. */
const strays = (markup: string) => markup.replace(/<style>[^<]*<\/style>/g, '').replace(/<\/?[a-z0-9]+(?: [a-zA-Z-]+="[^"<>]*")*\/?>/g, '')
  .match(/[<>]|&(?!#\d+;)/g);

test('no picture of any small Pod fails, whatever its containers are called', () => {
  fc.assert(fc.property(anyExplained, fc.integer({ min: 40, max: 200 }), fc.boolean(), (each, width, ascii) => {
    const text = terminalText([[each]], { width, ascii }, (_, painted) => painted);
    expect(text.split('\n').filter(line => line.length > width)).toEqual([]);
    expect(text).not.toMatch(ascii ? /[^\x20-\x7e\n]/ : /[^\P{C}\n]/u);
    const svg = svgText(each);
    expect([unbalanced(svg), strays(svg)]).toEqual([[], null]);
    const html = htmlText([[each]]).replace('<!doctype html>', '');
    expect([unbalanced(html), strays(html)]).toEqual([[], null]);
    expect(JSON.parse(JSON.stringify(lifecycleJson(each)))).toMatchObject({ target: each.lifecycle.target, phase: each.lifecycle.phase });
    for (const line of mermaidText(each).trimEnd().split('\n').slice(1)) {
      expect(line).toMatch(/^ {4}(title |accDescr: |dateFormat x$|axisFormat %ss$|section |[^:]+ :((active|done|crit|milestone), )?\d+, \d+$)/);
      expect(line.replace(/#\d+;/g, '')).not.toMatch(/[#;]|%(?!ss$)/);
    }
  }), { numRuns: 60 });
});

test('a lifecycle as SVG', () => {
  expect(svgText(explained(JOB, '1.36', 'end'))).toMatchSnapshot();
});

test('a lifecycle as Mermaid', () => {
  expect(mermaidText(explained(JOB, '1.36', 'end'))).toBe(`\
gantt
    title Job pi on Kubernetes 1.36. The main containers come to their end.
    accDescr: proxy needs 2 s to start and 1 s to stop#59; pi runs 10 s and exits with 0. Job#58; Complete after 13 s#58; Its Pod has succeeded.
    dateFormat x
    axisFormat %ss
    section proxy
    starts :0, 2000
    runs :active, 2000, 12000
    stops :crit, 12000, 13000
    gate passes :milestone, 2000, 2000
    SIGTERM :milestone, 12000, 12000
    exit 0 :milestone, 13000, 13000
    section pi
    waits :done, 0, 2000
    runs :active, 2000, 12000
    exit 0 :milestone, 12000, 12000
    section Pod
    Pending :0, 2000
    Running :2000, 13000
    Succeeded :milestone, 13000, 13000
    section Job
    Complete after 13 s#58; Its Pod has succeeded. :milestone, 13000, 13000
`);
});

test('a lifecycle as JSON', () => {
  const usual = { exit: 0, start: 2, stop: 1, postStart: 1, preStop: 1, ignoresTerm: false, gateNever: false };
  expect(lifecycleJson(explained(JOB, '1.30,node=1.27', 'end'))).toEqual({
    object: { kind: 'Job', name: 'pi', namespace: null },
    target: '1.30,node=1.27',
    scenario: 'end',
    assumptions: { proxy: { ...usual, run: 'forever' }, pi: { ...usual, run: 10 } },
    events: [
      { time: 0, container: null, type: 'Phase', message: 'Pending: the Pod is on its node, and its containers start one after the other.' },
      { time: 0, container: 'proxy', type: 'Starting', message: "Init container 'proxy' is started." },
      { time: 0, container: 'proxy', type: 'Started', message: "'proxy' has started." },
    ],
    phase: 'Pending',
    containers: { proxy: { starts: 1, exitCode: null }, pi: { starts: 0, exitCode: null } },
    job: { condition: null, message: 'Its Pod does not come to an end, so neither does the Job.', pods: 1 },
    stuck: "the Pod stays in Init: 'proxy' is a plain init container to this kubelet, and does not end, so nothing after it ever starts.",
  });
  expect(lifecycleJson(explained(JOB, '1.27', 'end'))).toMatchObject({ phase: null, events: [], refused: expect.stringContaining('unknown field') });
});

test('a page of lifecycles has a picture and a table of each, and says what differs', () => {
  const html = htmlText([[explained(JOB, '1.36', 'end'), explained(JOB, '1.30,node=1.27', 'end')], [explained(POD, '1.36', 'deletion')]]);
  expect(html.match(/<(svg|table|h1|h2) ?/g)).toEqual(['<h1', '<h2', '<svg ', '<table', '<h2', '<svg ', '<table', '<h2', '<svg ', '<table']);
  expect(html).toContain('<td class="time">12 s</td><td>pi</td><td>exits with 0.</td>');
  expect(html).toContain('<p>What differs: the Pod ends as Succeeded on 1.36, the Pod is stuck in Init on 1.30,node=1.27.</p>');
  const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
});
