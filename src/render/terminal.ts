import { assumedText, assumeHint } from './assumed';
import { cut, Explained, lifecycleTitle, scenarioTitle, seconds } from './explained';
import { conclusions, Lane, LaneState, Mark, Picture, pictureOf, Segment, sentenceOf } from './lanes';
import { hanging, Line, plain, Span, Style, wrapped } from './styled-line';
import { TimeAxis, timeAxis } from './time-axis';

export interface TerminalOptions {
  /** Columns; no line has more. */
  readonly width: number;
  readonly ascii: boolean;
}

/** Room for the last phase, the longest outcome. */
const OUTCOME_WIDTH = 10;

interface Sign {
  readonly unicode: string;
  readonly ascii: string;
  readonly means: string;
  readonly style?: Style;
}

const STATES: { readonly [state in LaneState]: Sign } = {
  waiting: { unicode: '·', ascii: '.', means: 'waits', style: 'dim' },
  starting: { unicode: '░', ascii: '-', means: 'starts', style: 'yellow' },
  running: { unicode: '█', ascii: '=', means: 'runs', style: 'green' },
  preStop: { unicode: '▓', ascii: '+', means: 'preStop', style: 'magenta' },
  stopping: { unicode: '▒', ascii: '~', means: 'stops', style: 'red' },
  backoff: { unicode: '╌', ascii: ':', means: 'back-off', style: 'cyan' },
  ended: { unicode: ' ', ascii: ' ', means: '' },
};
const MARKS: { readonly [type in Mark['type']]: Sign } = {
  restart: { unicode: '↻', ascii: 'R', means: 'restart', style: 'bold' },
  gate: { unicode: '◆', ascii: '*', means: 'gate', style: 'bold' },
  sigterm: { unicode: '▼', ascii: 'T', means: 'SIGTERM', style: 'bold' },
  sigkill: { unicode: '✕', ascii: 'K', means: 'SIGKILL', style: 'bold' },
};
const CUT: Sign = { unicode: '⫽', ascii: '/', means: 'cut short', style: 'dim' };

/**
 * A lifecycle as lines of a terminal: lanes, and a sentence for each turn of events.
 */
export function terminalLines(explained: Explained, { width, ascii }: TerminalOptions): Line[] {
  const { lifecycle } = explained;
  const picture = pictureOf(lifecycle);
  const isDrawn = picture.end > 0;
  const told = conclusions(lifecycle);
  const sign = (of: Sign) => ascii ? of.ascii : of.unicode;
  const names = ['Pod', ...picture.lanes.map(({ name }) => name)];
  const nameWidth = Math.min(Math.floor(width / 3) - 2, Math.max(...names.map(({ length }) => length)));
  const label = (name: string): Span => ({ text: cut(plain(name), nameWidth, ascii ? '~' : '…').padEnd(nameWidth + 2) });
  const assumed = assumedText(explained);
  const title = `${lifecycleTitle(explained)}: ${scenarioTitle(lifecycle)}`;
  return [
    ...hanging([], plain(title), width, 'bold'),
    ...assumed === '' ? [] : hanging([{ text: 'assumed: ' }], `${plain(assumed)} (${plain(assumeHint(explained))})`, width),
    ...isDrawn || told.length > 0 ? [[]] : [],
    ...isDrawn ? drawn(picture, label, sign, width - nameWidth - 2 - OUTCOME_WIDTH) : [],
    ...told.flatMap(({ about, sentence }) => hanging([label(isDrawn && about === 'Pod' ? '' : about)], plain(sentence), width)),
    ...isDrawn ? [[], ...legend(picture, sign, width)] : [],
    ...picture.events.length === 0 ? [] : [[], ...sentences(picture, label, width)],
    ...picture.omitted === 0 ? [] : hanging([], `and so on: ${picture.omitted} more events until ${seconds(lifecycle.end)} (-o json has all)`, width),
  ];
}

function drawn(picture: Picture, label: (name: string) => Span, sign: (of: Sign) => string, width: number): Line[] {
  const axis = timeAxis(picture, width);
  const column = (time: number) => Math.min(width, Math.round(axis.position(time) * width));
  return [
    [label(''), { text: tickLabels(axis, width), style: 'dim' }],
    [label(''), { text: ruler(axis, width, sign), style: 'dim' }],
    ...picture.lanes.map((lane): Line => [label(lane.name), ...laneSpans(lane, column, sign, width), { text: ` ${lane.outcome}` }]),
    [label('Pod'), ...phaseSpans(picture.phases, column, sign), { text: ` ${picture.phase}` }],
  ];
}

function tickLabels({ ticks }: TimeAxis, width: number): string {
  return ticks.reduce((line, { time, position }) => {
    const text = seconds(time);
    const at = Math.min(Math.round(position * width), width + OUTCOME_WIDTH - text.length);
    return line.length > at ? line : line.padEnd(at) + text;
  }, '');
}

function ruler({ ticks, cuts }: TimeAxis, width: number, sign: (of: Sign) => string): string {
  const at = (position: number) => Math.round(position * width);
  const columns = new Map([
    ...ticks.map(({ position }): [number, string] => [at(position), sign({ unicode: '┬', ascii: '+', means: '' })]),
    ...cuts.map((position): [number, string] => [at(position), sign(CUT)]),
  ]);
  return Array.from({ length: width + 1 }, (_, i) => columns.get(i) ?? sign({ unicode: '─', ascii: '-', means: '' })).join('');
}

function laneSpans({ segments, marks }: Lane, column: (time: number) => number, sign: (of: Sign) => string, width: number): Span[] {
  const signs = segments.flatMap(({ state, from, to }) => Array<Sign>(column(to) - column(from)).fill(STATES[state]));
  for (const { type, time } of marks) {
    signs[Math.min(width - 1, column(time))] = MARKS[type];
  }
  return signs.reduce<Span[]>((spans, each) => {
    const last = spans.at(-1);
    return last?.style === each.style && last ? [...spans.slice(0, -1), { text: last.text + sign(each), style: each.style }]
      : [...spans, { text: sign(each), style: each.style }];
  }, []);
}

function phaseSpans(phases: readonly Segment<string>[], column: (time: number) => number, sign: (of: Sign) => string): Span[] {
  const line = sign({ unicode: '─', ascii: '-', means: '' });
  return phases.map(({ state, from, to }) => {
    const room = column(to) - column(from);
    const text = state.length < room ? state : '';
    return { text: `${sign({ unicode: '├', ascii: '|', means: '' })}${text}`.padEnd(room, line).slice(0, room) };
  });
}

function legend(picture: Picture, sign: (of: Sign) => string, width: number): Line[] {
  const { lanes } = picture;
  const used = [
    ...Object.entries(STATES).filter(([name]) => name !== 'ended' && lanes.some(({ segments }) => segments.some(({ state }) => state === name))),
    ...Object.entries(MARKS).filter(([name]) => lanes.some(({ marks }) => marks.some(({ type }) => type === name))),
  ].map(([, of]) => of);
  const isCut = timeAxis(picture, width).cuts.length > 0;
  return wrapped([...used, ...isCut ? [CUT] : []].map(of => `${sign(of)} ${of.means}`), width, '  ').map(text => [{ text, style: 'dim' }]);
}

function sentences({ events }: Picture, label: (name: string) => Span, width: number): Line[] {
  const times = events.map(({ time }) => seconds(time));
  const timeWidth = Math.max(...times.map(({ length }) => length));
  return events.flatMap((event, i) =>
    hanging([{ text: `${times[i].padStart(timeWidth)}  `, style: 'dim' }, label(event.container ?? 'Pod')], plain(sentenceOf(event)), width));
}
