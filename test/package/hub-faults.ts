import { Files, deadLinks } from '../docs/dead-links';
import { markdownPage } from '../docs/markdown-page';

/** What Construct Hub is given by npm, and what README links to. */
export interface PublishedPackage {
  readonly manifest: {
    readonly name: string;
    readonly version: string;
    readonly license: string;
    readonly description: string;
    readonly keywords: readonly string[];
    readonly jsii?: unknown;
    readonly dependencies?: { readonly [name: string]: string };
    readonly peerDependencies?: { readonly [name: string]: string };
  };
  /** What is in `.jsii`. */
  readonly assembly: {
    readonly name: string;
    readonly version: string;
    readonly license: string;
    readonly dependencies?: { readonly [name: string]: string };
    readonly targets?: { readonly [language: string]: unknown };
    readonly readme?: { readonly markdown: string };
  };
  readonly readme: string;
  /** Paths in the tarball. */
  readonly packed: readonly string[];
  /** What is in the repository. */
  readonly repository: Files;
}

/** Licenses that Construct Hub takes, by the beginnings of their SPDX ids where it takes a whole family. */
const LICENSES = /^(Apache-|BSD-|CDDL-|EPL-|ISC$|MIT|MPL-2\.0$)/;

/** Keywords by which Construct Hub takes notice of a package at all. */
const NOTICED = ['cdk', 'aws-cdk', 'awscdk', 'cdk8s', 'cdktf'];

/** Keywords that it does not show, since all its packages have them. */
const NOT_SHOWN = ['aws', 'aws-cdk', 'awscdk', 'cdk', 'cdk-construct', 'cdk8s', 'cdktf', 'construct', 'constructs'];

/** Words that people look for; description and keywords are what search goes by, after the name. */
const KEYWORDS = ['kubernetes', 'sidecar', 'native-sidecar', 'init-container', 'job'];
const DESCRIPTION = [/native sidecar/i, /\bJobs?\b/];

/** What npm cuts off: a README after so many characters, a description after so many on its pages. */
const README_LENGTH = 65_536;
const DESCRIPTION_LENGTH = 255;

const BADGES = 4;
const LANGUAGES = ['python', 'java', 'dotnet', 'go'];

/** Why Construct Hub would not list a package, or show it less well than it could. */
export function hubFaults({ manifest, assembly, readme, packed, repository }: PublishedPackage): string[] {
  return [
    ...identityFaults(manifest, assembly, packed),
    ...dependencyFaults(manifest, assembly),
    ...searchFaults(manifest),
    ...LANGUAGES.filter(language => !assembly.targets?.[language]).map(language => `.jsii has no target for ${language}`),
    ...readmeFaults(readme),
    ...assembly.readme?.markdown === readme ? [] : ['.jsii has another README than README.md: compile'],
    ...deadLinks('README.md', readme, repository),
  ];
}

function identityFaults(manifest: PublishedPackage['manifest'], assembly: PublishedPackage['assembly'], packed: readonly string[]): string[] {
  return [
    ...manifest.jsii ? [] : ['package.json has no field jsii'],
    ...packed.includes('.jsii') ? [] : ['the tarball has no .jsii'],
    ...packed.some(path => /^LICENSE(\.md|\.txt)?$/i.test(path)) ? [] : ['the tarball has no LICENSE'],
    ...(['name', 'version', 'license'] as const).filter(field => manifest[field] !== assembly[field])
      .map(field => `.jsii has another ${field} than package.json: ${assembly[field]} instead of ${manifest[field]}`),
    ...LICENSES.test(manifest.license) ? [] : [`the license ${manifest.license} is none that Construct Hub takes`],
  ];
}

/** It tells from the direct dependencies which kind of CDK a package is for, and knows no cdk8s-plus after 22. */
function dependencyFaults(manifest: PublishedPackage['manifest'], assembly: PublishedPackage['assembly']): string[] {
  return ['cdk8s', 'constructs'].flatMap(name => [
    ...manifest.peerDependencies?.[name] || manifest.dependencies?.[name] ? [] : [`package.json does not depend on ${name}`],
    ...assembly.dependencies?.[name] ? [] : [`.jsii does not depend on ${name}`],
  ]);
}

function searchFaults({ keywords, description }: PublishedPackage['manifest']): string[] {
  return [
    ...keywords.some(keyword => NOTICED.includes(keyword)) ? [] : ['no keyword says that it is for a CDK, such as cdk8s'],
    ...KEYWORDS.filter(keyword => !keywords.includes(keyword) || NOT_SHOWN.includes(keyword)).map(keyword => `${keyword} is no keyword`),
    ...DESCRIPTION.filter(words => !words.test(description)).map(words => `the description does not say ${words}`),
    ...description.length <= DESCRIPTION_LENGTH ? [] : [`the description has ${description.length} characters, and npm shows ${DESCRIPTION_LENGTH}`],
  ];
}

/** README is read on npm, on Construct Hub and on GitHub: what is relative works on one of them. */
function readmeFaults(readme: string): string[] {
  const { links } = markdownPage(readme);
  const badges = links.filter(({ destination, isImage }) => isImage && /\bbadges?\b|shields\.io/.test(destination));
  return [
    ...links.filter(({ destination }) => !/^(https:|#)/.test(destination))
      .map(({ destination, isImage, line }) => `README.md:${line}: the ${isImage ? 'picture' : 'link'} ${destination} is not absolute, with https`),
    ...badges.length <= BADGES ? [] : [`README.md has ${badges.length} badges, more than ${BADGES}`],
    ...readme.length < README_LENGTH ? [] : [`README.md has ${readme.length} characters, and npm cuts it off at ${README_LENGTH}`],
  ];
}
