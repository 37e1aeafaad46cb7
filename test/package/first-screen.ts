import { markdownPage } from '../docs/markdown-page';

/** So much of a page is seen, or read, before somebody goes on or away. */
const LINES = 60;

/** What a stranger must find before the second section of README. */
const FINDS: readonly (readonly [string, RegExp])[] = [
  ['native sidecars', /native sidecar/i],
  ['Jobs', /\bJobs?\b/],
  ['Kubernetes', /\bKubernetes\b/],
  ['cdk8s', /\bcdk8s\b/],
];

const INSTALLS: readonly (readonly [string, RegExp])[] = [
  ['TypeScript', /^npm install .*\bcdk8s-sidecars\b/m],
  ['Python', /\bpip install .*\bcdk8s-sidecars\b/],
  ['Java', /\bio\.github\.cdk8s-sidecars:cdk8s-sidecars\b/],
  ['.NET', /\bdotnet add package Cdk8sSidecars\b/],
  ['Go', /\bgo get github\.com\/cdk8s-sidecars\/cdk8s-sidecars-go\b/],
];

/** What is missing in the first screen of a README: what it is about, how to install it in each language, and a sample. */
export function firstScreenFaults(readme: string): string[] {
  const { headings, fences } = markdownPage(readme);
  const secondSection = headings.filter(({ level }) => level === 2)[1]?.line ?? Infinity;
  const end = Math.min(secondSection - 1, LINES);
  const screen = readme.split('\n').slice(0, end).join('\n');
  const sample = fences.find(({ language, line }) => language === 'ts' && line <= end);
  return [
    ...FINDS.filter(([, words]) => !words.test(screen)).map(([what]) => `the first screen does not say ${what}`),
    ...INSTALLS.filter(([, command]) => !command.test(screen)).map(([language]) => `the first screen does not say how to install it for ${language}`),
    ...sample && sample.line + sample.text.split('\n').length <= end ? [] : ['the first screen has no whole sample'],
  ];
}
