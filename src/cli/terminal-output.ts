import { styleText } from 'node:util';
import { NARROWEST, USUAL_WIDTH } from '../render/columns';
import { Paint } from '../render/styled-line';
import { UnusableInput } from '../source/unusable-input';

/**
 * The columns that the option --width names, or else those of the terminal.
 *
 * @throws UnusableInput if it names none
 */
export function widthFrom(option: string | undefined): number {
  if (option === undefined) {
    return Math.max(NARROWEST, process.stdout.columns || USUAL_WIDTH);
  }
  if (!/^\d{1,4}$/.test(option) || Number(option) < NARROWEST) {
    throw new UnusableInput(`--width: '${option}' is not a number of columns from ${NARROWEST} on.`);
  }
  return Number(option);
}

/**
 * What gives texts of standard output a style, if it takes any: FORCE_COLOR and NO_COLOR are as Node has them.
 */
export function painter(): Paint {
  const { FORCE_COLOR, NO_COLOR } = process.env;
  const isColoured = FORCE_COLOR !== undefined ? !['0', 'false'].includes(FORCE_COLOR) : !NO_COLOR && process.stdout.isTTY;
  // Newer releases of Node would look at the terminal themselves, and not at what was asked for.
  return isColoured ? (style, text) => styleText(style, text, { validateStream: false }) : (_, text) => text;
}
