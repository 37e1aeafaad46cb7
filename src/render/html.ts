import { assumedText, assumeHint } from './assumed';
import { comparison } from './comparison';
import { Explained, lifecycleTitle, objectTitle, scenarioTitle, seconds } from './explained';
import { conclusions, sentenceOf } from './lanes';
import { element, escaped } from './markup';
import { svgText } from './svg';

const STYLE = `
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 56rem; margin: 2rem auto; padding: 0 1rem; }
svg { max-width: 100%; height: auto; }
table { border-collapse: collapse; } caption { text-align: left; font-weight: 600; }
th, td { text-align: left; vertical-align: top; padding: .2rem .8rem .2rem 0; border-bottom: 1px solid #8c959f66; }
.time { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }`;

/**
 * Lifecycles as a page that stands by itself: pictures, and tables of what happens.
 *
 * @param workloads for each, its lifecycles on one cluster or several
 */
export function htmlText(workloads: readonly (readonly Explained[])[]): string {
  const title = `Lifecycles of ${workloads.map(([first]) => objectTitle(first)).join(', ')}`;
  return `<!doctype html>\n${element('html', { lang: 'en' }, [
    element('head', {}, [
      '<meta charset="utf-8">',
      '<meta name="viewport" content="width=device-width, initial-scale=1">',
      element('title', {}, escaped(title)),
      element('style', {}, STYLE),
    ]),
    element('body', {}, element('main', {}, [
      element('h1', {}, escaped(title)),
      ...workloads.flatMap((explained, i) => [
        ...explained.map((each, j) => section(each, `lifecycle-${i}-${j}`)),
        ...explained.slice(1).map(other => element('p', {}, escaped(comparison(explained[0].lifecycle, other.lifecycle)))),
      ]),
    ])),
  ])}\n`;
}

function section(explained: Explained, id: string): string {
  const { lifecycle } = explained;
  const { events } = lifecycle;
  const assumed = assumedText(explained);
  const title = lifecycleTitle(explained);
  return element('section', {}, [
    element('h2', {}, escaped(title)),
    element('p', {}, escaped(scenarioTitle(lifecycle))),
    element('figure', { style: 'margin: 0' }, svgText(explained, id)),
    ...assumed === '' ? [] : [element('p', {}, escaped(`Assumed: ${assumed} (${assumeHint(explained)}).`))],
    ...events.length === 0 ? [] : [element('table', {}, [
      element('caption', {}, escaped(`What happens to ${title}`)),
      element('thead', {}, element('tr', {}, ['Time', 'Who', 'What'].map(name => element('th', { scope: 'col' }, name)))),
      element('tbody', {}, events.map(event => element('tr', {}, [
        element('td', { class: 'time' }, escaped(seconds(event.time))),
        element('td', {}, escaped(event.container ?? 'Pod')),
        element('td', {}, escaped(sentenceOf(event))),
      ].join('')))),
    ])],
    ...conclusions(lifecycle).map(({ about, sentence }) => element('p', {}, `${element('strong', {}, about)}: ${escaped(sentence)}`)),
  ]);
}
