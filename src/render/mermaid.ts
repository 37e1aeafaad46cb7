import { assumedText } from './assumed';
import { Explained, lifecycleTitle, scenarioTitle } from './explained';
import { conclusions, LaneState, Mark, pictureOf } from './lanes';

const STATES: { readonly [state in Exclude<LaneState, 'ended'>]: string } = {
  waiting: 'waits :done',
  starting: 'starts :',
  running: 'runs :active',
  preStop: 'preStop hook :crit',
  stopping: 'stops :crit',
  backoff: 'back-off :done',
};
const MARKS: { readonly [type in Mark['type']]: string } = { restart: 'restart', gate: 'gate passes', sigterm: 'SIGTERM', sigkill: 'SIGKILL' };

/**
 * A lifecycle as a Gantt chart of Mermaid, with a section for each container. Times are in milliseconds since the Pod was created,
 * the one unit that all releases of Mermaid read alike; the axis has seconds.
 */
export function mermaidText(explained: Explained): string {
  const { lifecycle } = explained;
  const { lanes, phases, phase, end } = pictureOf(lifecycle);
  const told = conclusions(lifecycle);
  const sections = [
    ...lanes.flatMap(({ name, segments, marks, outcome }) => end === 0 ? [] : [
      `section ${escaped(name)}`,
      ...segments.flatMap(({ state, from, to }) => state === 'ended' ? [] : [task(STATES[state], from, to)]),
      ...marks.map(({ type, time }) => task(`${MARKS[type]} :milestone`, ...at(time))),
      task(`${outcome} :milestone`, ...at(segments.find(({ state }) => state === 'ended')?.from ?? end)),
    ]),
    'section Pod',
    ...phases.map(({ state, from, to }) => task(`${state} :`, from, to)),
    ...phases.at(-1)?.state === phase || phase === '' ? [] : [task(`${phase} :milestone`, ...at(end))],
    ...told.filter(({ about }) => about === 'Pod').map(({ sentence }) => task(`${escaped(sentence)} :crit`, 0, Math.max(1, end))),
    ...told.filter(({ about }) => about === 'Job').flatMap(({ sentence }) => ['section Job', task(`${escaped(sentence)} :milestone`, ...at(end))]),
  ];
  const description = [assumedText(explained), ...told.map(({ about, sentence }) => `${about}: ${sentence}`)].filter(Boolean);
  return [
    'gantt',
    `title ${escaped(`${lifecycleTitle(explained)}. ${scenarioTitle(lifecycle)}`)}`,
    ...description.length === 0 ? [] : [`accDescr: ${escaped(description.join('. '))}`],
    'dateFormat x',
    'axisFormat %ss',
    ...sections,
  ].map((line, i) => i === 0 ? `${line}\n` : `    ${line}\n`).join('');
}

/** A moment, as the beginning and the end of a milestone. */
function at(time: number): [number, number] {
  return [time, time];
}

function task(nameAndTags: string, from: number, to: number): string {
  const [name, tags] = nameAndTags.split(' :');
  return `${name} :${[...tags ? [tags] : [], Math.round(from * 1000), Math.round(to * 1000)].join(', ')}`;
}

/** Characters that end a statement or begin a comment, as entities of Mermaid. */
function escaped(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, ' ').replace(/[#:;%<>]/g, character => `#${character.charCodeAt(0)};`);
}
