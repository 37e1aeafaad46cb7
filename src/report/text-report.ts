import { ruleTitle } from './rule-reference';
import { SEVERITY_STYLES } from './severity-styles';
import { summaryText } from './summary';
import { whereabouts } from './whereabouts';
import { Inspection, LocatedFinding, Unreadable } from '../inspection/located-finding';
import { hanging, harmless, Line, Paint, plain, printed, Span, widthOf } from '../render/styled-line';
import { TerminalOptions } from '../render/terminal';

const INDENT: Line = [{ text: '  ' }];

/**
 * What was found, for people. Only where a file has a long name is a line wider than the terminal, since the name with line and column
 * is what terminals and editors lead from to the place.
 */
export function textReport(inspection: Inspection, options: TerminalOptions, paint: Paint): string {
  const { findings, unreadable } = inspection;
  const open = findings.filter(({ acknowledged }) => !acknowledged);
  const blocks = [...open.map(finding => findingLines(finding, options)), ...unreadable.map(each => unreadableLines(each, options))];
  return printed([
    ...blocks.flatMap(lines => [...lines, []]),
    ...hanging([], summaryText(inspection), options.width, blocks.length > 0 ? 'bold' : 'green'),
  ], paint);
}

function findingLines(finding: LocatedFinding, options: TerminalOptions): Line[] {
  const { severity, path, source, message, fix } = finding;
  const text = shownBy(options);
  const about = [whereabouts(finding), path, ...source === undefined ? [] : [`from ${source}`]].filter(Boolean).join(', ');
  return [
    ...heading(finding, [{ text: severity, style: SEVERITY_STYLES[severity] }, { text: ruleTitle(finding) }], options),
    ...hanging(INDENT, text(about), options.width, 'dim'),
    ...hanging(INDENT, text(message), options.width),
    ...hanging([...INDENT, { text: 'Fix: ', style: 'green' }], text(fix), options.width),
  ];
}

function unreadableLines(unreadable: Unreadable, options: TerminalOptions): Line[] {
  return [
    ...heading(unreadable, [{ text: 'unreadable', style: 'red' }], options),
    ...hanging(INDENT, shownBy(options)(unreadable.message), options.width),
  ];
}

/** In one line where there is room, and else in two. */
function heading({ file, line, column }: Pick<Unreadable, 'file' | 'line' | 'column'>, rest: readonly Span[], options: TerminalOptions): Line[] {
  const place: Span = { text: `${shownBy(options)(file)}:${line}:${column}`, style: 'bold' };
  const spaced = rest.flatMap(span => [{ text: '  ' }, span]);
  const together = [place, ...spaced];
  return widthOf(together) <= options.width ? [together] : [[place], spaced];
}

function shownBy({ ascii }: TerminalOptions): (text: string) => string {
  return text => ascii ? plain(harmless(text)) : harmless(text);
}
