import { assumedText } from './assumed';
import { cut, Explained, lifecycleTitle, scenarioTitle, seconds } from './explained';
import { conclusions, Lane, LaneState, Mark, Picture, pictureOf, sentenceOf } from './lanes';
import { element, escaped } from './markup';
import { wrapped } from './styled-line';
import { TimeAxis, timeAxis } from './time-axis';

const WIDTH = 800;
const MARGIN = 16;
const LABEL_WIDTH = 168;
const OUTCOME_WIDTH = 88;
const BAR_WIDTH = WIDTH - 2 * MARGIN - LABEL_WIDTH - OUTCOME_WIDTH;
const BAR_X = MARGIN + LABEL_WIDTH;
const ROW = 28;
const BAR = 16;
/** Characters of a line of text, and of a name, that surely have room. */
const LINE_LENGTH = 116;
const NAME_LENGTH = 22;
/** How many times can be told apart on the axis. */
const SLOTS = 90;

const STATES: { readonly [state in Exclude<LaneState, 'ended'>]: string } = {
  waiting: 'waits',
  starting: 'starts',
  running: 'runs',
  preStop: 'preStop',
  stopping: 'stops',
  backoff: 'back-off',
};
const MARKS: { readonly [type in Mark['type']]: string } = { restart: 'restart', gate: 'gate', sigterm: 'SIGTERM', sigkill: 'SIGKILL' };

/**
 * Colours that can be told apart by most people, with dashes where there is no bar, for both colour schemes; with a ground of their own, since
 * a page around a picture can be light where the reader's system is dark.
 */
const STYLE = `
.lc { font: 13px system-ui, sans-serif; } .lc .ground { fill: #ffffff; }
.lc text { fill: #1f2328; } .lc .dim { fill: #59636e; } .lc .title { font-weight: 600; font-size: 15px; }
.lc .line { stroke: #8c959f; fill: none; } .lc .cut { stroke: #1f2328; }
.lc .waiting, .lc .backoff { fill: none; stroke: #8c959f; stroke-dasharray: 2 3; } .lc .backoff { stroke: #bc4c00; stroke-dasharray: 6 3; }
.lc .starting { fill: #eac54f; } .lc .running { fill: #2da44e; } .lc .preStop { fill: #8250df; } .lc .stopping { fill: #cf222e; }
.lc .phase { fill: #ddf4ff; stroke: #0969da; }
.lc .mark { fill: #1f2328; stroke: #ffffff; }
@media (prefers-color-scheme: dark) {
  .lc .ground { fill: #0d1117; } .lc text { fill: #f0f6fc; } .lc .dim { fill: #9198a1; } .lc .cut { stroke: #f0f6fc; }
  .lc .starting { fill: #d4a72c; } .lc .running { fill: #238636; } .lc .preStop { fill: #a371f7; } .lc .stopping { fill: #f85149; }
  .lc .phase { fill: #0c2d6b; stroke: #388bfd; } .lc .mark { fill: #f0f6fc; stroke: #0d1117; }
}`;

/**
 * A lifecycle as a picture that stands by itself.
 *
 * @param id begins the ids in it, which are unique in a page
 */
export function svgText(explained: Explained, id: string = 'lifecycle'): string {
  const { lifecycle } = explained;
  const picture = pictureOf(lifecycle);
  const scenario = scenarioTitle(lifecycle);
  const title = lifecycleTitle(explained);
  const assumed = assumedText(explained);
  const told = conclusions(lifecycle).map(({ about, sentence }) => `${about}: ${sentence}`);
  const notes = [...assumed === '' ? [] : [`Assumed: ${assumed}.`], ...told];
  const noteLines = notes.flatMap(note => wrapped(note.split(' '), LINE_LENGTH));

  const top = MARGIN + 48;
  const lanes = picture.end === 0 ? [] : drawn(picture, top);
  const below = top + (picture.end === 0 ? 0 : (picture.lanes.length + 2) * ROW + 40);
  const height = below + noteLines.length * 18 + MARGIN;
  const events = picture.events.map(event => `${seconds(event.time)} ${event.container ?? 'Pod'}: ${sentenceOf(event)}`);
  return element('svg', {
    'xmlns': 'http://www.w3.org/2000/svg',
    'class': 'lc',
    'role': 'img',
    'aria-labelledby': `${id}-title ${id}-desc`,
    'viewBox': `0 0 ${WIDTH} ${height}`,
    'width': WIDTH,
    'height': height,
  }, [
    element('title', { id: `${id}-title` }, escaped(`${title}. ${scenario}`)),
    element('desc', { id: `${id}-desc` }, escaped([...notes, ...events].join(' '))),
    element('style', {}, STYLE),
    element('rect', { class: 'ground', width: WIDTH, height, rx: 6 }),
    label(MARGIN, MARGIN + 14, cut(title, 90, '…'), 'title'),
    label(MARGIN, MARGIN + 34, scenario, 'dim'),
    ...lanes,
    ...noteLines.map((note, i) => label(MARGIN, below + 14 + i * 18, note, 'dim')),
  ]) + '\n';
}

function drawn(picture: Picture, top: number): string[] {
  const axis = timeAxis(picture, SLOTS);
  const x = (time: number) => rounded(BAR_X + axis.position(time) * BAR_WIDTH);
  const rows = picture.lanes.map((lane, i) => laneGroup(lane, top + (i + 1) * ROW, x));
  const y = top + (picture.lanes.length + 1) * ROW;
  return [axisGroup(axis, top), ...rows, phaseGroup(picture, y, x), legend(picture, axis, y + ROW + 16)];
}

function axisGroup({ ticks, cuts }: TimeAxis, top: number): string {
  const x = (position: number) => rounded(BAR_X + position * BAR_WIDTH);
  return element('g', {}, [
    ...ticks.map(({ position, time }) => label(x(position), top + 14, seconds(time), 'dim', 'middle')),
    element('path', { class: 'line', d: `M${BAR_X} ${top + 22}h${BAR_WIDTH}${ticks.map(({ position }) => `M${x(position)} ${top + 18}v8`).join('')}` }),
    ...cuts.map(position => cutSign(x(position), top + 22)),
  ]);
}

function laneGroup({ name, segments, marks, outcome }: Lane, y: number, x: (time: number) => number): string {
  return element('g', {}, [
    element('title', {}, escaped(name)),
    label(MARGIN, y + 14, cut(name, NAME_LENGTH, '…')),
    ...segments.flatMap(({ state, from, to }) => state === 'ended' ? [] : [bar(state, x(from), y, x(to) - x(from))]),
    ...marks.map(({ type, time }) => mark(type, x(time), y)),
    label(BAR_X + BAR_WIDTH + 10, y + 14, outcome),
  ]);
}

function phaseGroup({ phases, phase }: Picture, y: number, x: (time: number) => number): string {
  return element('g', {}, [
    label(MARGIN, y + 14, 'Pod'),
    ...phases.flatMap(({ state, from, to }) => {
      const width = rounded(x(to) - x(from));
      return [bar('phase', x(from), y, width), ...width < 60 ? [] : [label(x(from) + 6, y + 14, state)]];
    }),
    label(BAR_X + BAR_WIDTH + 10, y + 14, phase),
  ]);
}

function legend({ lanes }: Picture, { cuts }: TimeAxis, y: number): string {
  const signs = [
    ...Object.entries(STATES).filter(([state]) => lanes.some(({ segments }) => segments.some(segment => segment.state === state)))
      .map(([state, text]) => ({ text, sign: (x: number) => bar(state, x, y - 2, 16) })),
    ...Object.entries(MARKS).filter(([type]) => lanes.some(({ marks }) => marks.some(each => each.type === type)))
      .map(([type, text]) => ({ text, sign: (x: number) => mark(type as Mark['type'], x + 8, y - 2) })),
    ...cuts.length === 0 ? [] : [{ text: 'cut short', sign: (x: number) => cutSign(x + 8, y + 8) }],
  ];
  let x = MARGIN;
  return element('g', {}, signs.flatMap(({ text, sign }) => {
    const at = x;
    x += 28 + text.length * 7;
    return [sign(at), label(at + 22, y + 12, text, 'dim')];
  }));
}

function bar(style: string, x: number, y: number, width: number): string {
  return style === 'waiting' || style === 'backoff'
    ? element('path', { class: style, d: `M${x} ${y + 2 + BAR / 2}h${rounded(width)}` })
    : element('rect', { class: style, x, y: y + 2, width: rounded(width), height: BAR, rx: 2 });
}

function mark(type: Mark['type'], x: number, y: number): string {
  const shapes = {
    restart: `M${x - 5} ${y + 3}l12 7l-12 7z`,
    gate: `M${x} ${y + 3}l7 7l-7 7l-7 -7z`,
    sigterm: `M${x - 7} ${y + 2}h14l-7 14z`,
    sigkill: `M${x - 6} ${y + 4}h12v12h-12z`,
  };
  return element('path', { class: 'mark', d: shapes[type] });
}

function cutSign(x: number, y: number): string {
  return element('path', { class: 'cut', d: `M${x - 5} ${y + 5}l6 -10m-1 10l6 -10` });
}

function label(x: number, y: number, text: string, style?: string, anchor?: string): string {
  return element('text', { x, y, ...style && { class: style }, ...anchor && { 'text-anchor': anchor } }, escaped(text));
}

function rounded(value: number): number {
  return Number(value.toFixed(1));
}
