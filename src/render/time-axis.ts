import { Picture } from './lanes';

export interface Tick {
  readonly time: number;
  /** From 0 to 1. */
  readonly position: number;
}

/** Where times lie in a picture. */
export interface TimeAxis {
  /** From 0 at the creation of the Pod to 1 at the end. */
  readonly position: (time: number) => number;
  readonly ticks: readonly Tick[];
  /** Positions of times in which nothing happens, and which are drawn shorter than they are. */
  readonly cuts: readonly number[];
}

/** Quiet times are cut to one of these, in seconds, to the longest with which all else can be told apart. */
const CUTS = [Infinity, 600, 300, 120, 60, 30, 20, 10, 5, 2, 1, 0.5, 0.1];
/** Slots that the shortest time between two events takes, if that can be. */
const FEWEST_SLOTS = 2;
const STEPS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600];
/** Slots of the label of a tick, with room around it. */
const LABEL_SLOTS = 8;

/**
 * The time axis of a picture.
 *
 * @param slots how many times can be told apart on it, such as the columns of a terminal
 */
export function timeAxis({ events, end }: Picture, slots: number): TimeAxis {
  const times = [...new Set([0, ...events.map(({ time }) => time), end])].sort((a, b) => a - b);
  const gaps = times.slice(1).map((to, i) => ({ from: times[i], to, length: to - times[i] }));
  const shortest = Math.min(...gaps.map(({ length }) => length));
  const total = (most: number) => gaps.reduce((sum, { length }) => sum + Math.min(length, most), 0);
  const most = CUTS.find(each => Math.min(shortest, each) / total(each) * slots >= FEWEST_SLOTS) ?? CUTS.at(-1)!;
  const whole = total(most) || 1;

  const position = (time: number) => gaps.reduce((sum, { from, length }) =>
    sum + Math.min(1, Math.max(0, (time - from) / length)) * Math.min(length, most), 0) / whole;
  const cutGaps = gaps.filter(({ length }) => length > most);
  const step = STEPS.find(each => each / whole * slots >= LABEL_SLOTS) ?? Infinity;
  const steps = step === Infinity ? [] : Array.from({ length: Math.floor(end / step) }, (_, i) => (i + 1) * step);
  const isCut = (time: number) => cutGaps.some(({ from, to }) => from < time && time < to);
  const candidates = [0, end, ...cutGaps.flatMap(({ from, to }) => [from, to]), ...steps.filter(time => !isCut(time))];
  return {
    position,
    ticks: apart(candidates.map(time => ({ time, position: position(time) })), LABEL_SLOTS / slots),
    cuts: cutGaps.map(({ from, to }) => position((from + to) / 2)),
  };
}

/** As many as have room, the first before the others. */
function apart(candidates: readonly Tick[], distance: number): Tick[] {
  const ticks: Tick[] = [];
  for (const candidate of candidates) {
    if (ticks.every(({ position }) => Math.abs(position - candidate.position) >= distance)) {
      ticks.push(candidate);
    }
  }
  return ticks.sort((a, b) => a.position - b.position);
}
