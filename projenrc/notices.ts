import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from './package-files';

const LICENSE_FILE = /^(licen[cs]e|copying|notice)(\.(md|txt))?$/i;

export const NOTICES_FILE = join(ROOT, 'THIRD-PARTY-NOTICES.txt');

/** Licenses under which a package may be handed on within one of Apache-2.0, if its text goes with it. */
export const ALLOWED_LICENSES = ['Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT', 'PSF-2.0'];

/** A package that lies in the tarball. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** As SPDX has it. */
  readonly license: string;
  readonly homepage: string;
  /** The texts of its license and notices. */
  readonly texts: readonly string[];
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly homepage?: string;
  readonly repository?: string | { readonly url: string };
  readonly dependencies?: { readonly [name: string]: string };
  readonly bundledDependencies?: readonly string[];
}

/**
 * The packages that this one bundles, with all that they depend on, by name.
 */
export function bundledPackages(): BundledPackage[] {
  const found = new Map<string, BundledPackage>();
  const add = (name: string, from: string) => {
    const folder = folderOf(name, from);
    if (!found.has(folder)) {
      const manifest = manifestIn(folder);
      found.set(folder, bundledPackage(folder, manifest));
      Object.keys(manifest.dependencies ?? {}).forEach(dependency => add(dependency, folder));
    }
  };
  manifestIn(ROOT).bundledDependencies!.forEach(name => add(name, ROOT));
  return [...found.values()].sort((a, b) => a.name < b.name ? -1 : 1);
}

/** Where Node finds a package that is asked for in a folder. */
function folderOf(name: string, from: string): string {
  const folder = join(from, 'node_modules', name);
  if (existsSync(folder)) {
    return folder;
  }
  if (from === ROOT) {
    throw new Error(`${name} is not installed: run npm ci.`);
  }
  return folderOf(name, dirname(from));
}

function manifestIn(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

function bundledPackage(folder: string, { name, version, license = '', homepage, repository }: Manifest): BundledPackage {
  const texts = readdirSync(folder).filter(file => LICENSE_FILE.test(file)).sort()
    .map(file => readFileSync(join(folder, file), 'utf8').replace(/\r\n/g, '\n').trim());
  const url = typeof repository === 'object' ? repository.url : repository ?? '';
  return { name, version, license, homepage: homepage ?? url.replace(/^(?=[\w.-]+\/[\w.-]+$)/, 'https://github.com/').replace(/^git\+/, ''), texts };
}

/**
 * The file of notices.
 */
export function noticesText(packages: readonly BundledPackage[]): string {
  const heading = ({ name, version, license, homepage }: BundledPackage) => `${name} ${version} (${license})\n${homepage}`;
  return [
    `This package is licensed under the Apache License 2.0 (LICENSE). It contains these packages of others, in node_modules, under their own licenses:

${packages.map(({ name, version, license }) => `  ${name} ${version}: ${license}`).join('\n')}

Images that manifests name, such as that of busybox, are not part of it: who runs such a manifest has the cluster pull them, under their own licenses.
`,
    ...packages.map(each => `${'-'.repeat(80)}\n${[heading(each), ...each.texts].join('\n\n')}\n`),
  ].join('\n');
}
