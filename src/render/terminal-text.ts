import { NARROWEST } from './columns';
import { comparison } from './comparison';
import { Explained } from './explained';
import { beside, hanging, Line, Paint, plain, printed } from './styled-line';
import { terminalLines, TerminalOptions } from './terminal';

/** Lifecycles stand beside each other if each has as many columns. */
const WIDTH_BESIDE = Math.max(60, NARROWEST);

/**
 * Lifecycles as a text for a terminal.
 *
 * @param workloads for each, its lifecycles on one cluster or several; these stand beside each other if there is room
 */
export function terminalText(workloads: readonly (readonly Explained[])[], options: TerminalOptions, paint: Paint): string {
  const parts = workloads.map((explained): Line[] => [
    ...together(explained, options),
    ...explained.slice(1).flatMap(other => [[], ...hanging([], plain(comparison(explained[0].lifecycle, other.lifecycle)), options.width, 'bold')]),
  ]);
  return printed(parts.flatMap((lines, i) => i === 0 ? lines : [[], ...lines]), paint);
}

function together(explained: readonly Explained[], { width, ascii }: TerminalOptions): Line[] {
  const gap = ascii ? ' | ' : ' │ ';
  const each = Math.floor((width + gap.length) / explained.length) - gap.length;
  if (explained.length > 1 && each >= WIDTH_BESIDE) {
    return beside(explained.map(one => terminalLines(one, { width: each, ascii })), each, gap);
  }
  return explained.flatMap((one, i) => [...i === 0 ? [] : [[]], ...terminalLines(one, { width, ascii })]);
}
