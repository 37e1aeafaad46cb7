import { readFileSync } from 'node:fs';
import { hubFaults, PublishedPackage } from './hub-faults';
import { packageFiles } from '../../projenrc/package-files';
import { repositoryFiles } from '../docs/repository-files';

describe('a package like this', () => {
  const README = '# Sidecars\n\n[docs](https://github.com/cdk8s-sidecars/cdk8s-sidecars/blob/main/docs/a.md#b) and [below](#use)\n\n## Use\n';
  const FINE: PublishedPackage = {
    manifest: {
      name: 'sidecars',
      version: '1.2.3',
      license: 'Apache-2.0',
      description: 'A native sidecar for each Job',
      keywords: ['cdk8s', 'kubernetes', 'sidecar', 'native-sidecar', 'init-container', 'job'],
      jsii: { outdir: 'dist' },
      peerDependencies: { cdk8s: '^2.0.0', constructs: '^10.0.0' },
    },
    assembly: {
      name: 'sidecars',
      version: '1.2.3',
      license: 'Apache-2.0',
      dependencies: { cdk8s: '^2.0.0', constructs: '^10.0.0' },
      targets: { python: {}, java: {}, dotnet: {}, go: {} },
      readme: { markdown: README },
    },
    readme: README,
    packed: ['.jsii', 'LICENSE', 'package.json'],
    repository: new Map([['README.md', README], ['docs/a.md', '# A\n\n## B\n']]),
  };

  const withManifest = (changed: Partial<PublishedPackage['manifest']>): PublishedPackage => ({ ...FINE, manifest: { ...FINE.manifest, ...changed } });
  const withAssembly = (changed: Partial<PublishedPackage['assembly']>): PublishedPackage => ({ ...FINE, assembly: { ...FINE.assembly, ...changed } });
  const withReadme = (added: string): PublishedPackage => {
    const readme = README + added;
    return { ...withAssembly({ readme: { markdown: readme } }), readme, repository: new Map([...FINE.repository, ['README.md', readme]]) };
  };

  test('has no faults', () => {
    expect(hubFaults(FINE)).toEqual([]);
  });

  test.each<[string, PublishedPackage, string[]]>([
    ['without the field jsii', withManifest({ jsii: undefined }), ['package.json has no field jsii']],
    ['without .jsii in the tarball', { ...FINE, packed: ['LICENSE'] }, ['the tarball has no .jsii']],
    ['without LICENSE in the tarball', { ...FINE, packed: ['.jsii', 'lib/LICENSE'] }, ['the tarball has no LICENSE']],
    ['with another name in .jsii', withAssembly({ name: 'sidecar' }), ['.jsii has another name than package.json: sidecar instead of sidecars']],
    ['with another version in .jsii', withAssembly({ version: '1.2.2' }), ['.jsii has another version than package.json: 1.2.2 instead of 1.2.3']],
    ['with another license in .jsii', withAssembly({ license: 'MIT' }), ['.jsii has another license than package.json: MIT instead of Apache-2.0']],
    ['with a license that is not taken', { ...withManifest({ license: 'GPL-3.0' }), assembly: { ...FINE.assembly, license: 'GPL-3.0' } },
      ['the license GPL-3.0 is none that Construct Hub takes']],
    ['that depends on no cdk8s', withManifest({ peerDependencies: { constructs: '^10.0.0' } }), ['package.json does not depend on cdk8s']],
    ['whose .jsii depends on no constructs', withAssembly({ dependencies: { cdk8s: '^2.0.0' } }), ['.jsii does not depend on constructs']],
    ['without a keyword for a CDK', withManifest({ keywords: FINE.manifest.keywords.slice(1) }), ['no keyword says that it is for a CDK, such as cdk8s']],
    ['without keywords of its own', withManifest({ keywords: ['cdk8s', 'sidecar', 'job'] }),
      ['kubernetes is no keyword', 'native-sidecar is no keyword', 'init-container is no keyword']],
    ['whose description is about anything', withManifest({ description: 'Sidecars and Jobbers' }),
      ['the description does not say /native sidecar/i', 'the description does not say /\\bJobs?\\b/']],
    ['with a long description', withManifest({ description: `native sidecar Job ${'x'.repeat(240)}` }),
      ['the description has 259 characters, and npm shows 255']],
    ['without two of the languages', withAssembly({ targets: { python: {}, java: {} } }), ['.jsii has no target for dotnet', '.jsii has no target for go']],
    ['that is not compiled', withAssembly({ readme: { markdown: '# Older\n' } }), ['.jsii has another README than README.md: compile']],
    ['with a relative link', withReadme('\n[A](docs/a.md)\n'), ['README.md:7: the link docs/a.md is not absolute, with https']],
    ['with a picture without https', withReadme('\n![A](http://example.com/a.svg)\n'), ['README.md:7: the picture http://example.com/a.svg is not absolute, with https']],
    ['with many badges', withReadme('\n![A](https://img.shields.io/a)'.repeat(5)), ['README.md has 5 badges, more than 4']],
    ['with a long README', withReadme('x'.repeat(65_536)), [`README.md has ${65_536 + README.length} characters, and npm cuts it off at 65536`]],
    ['with a link to a section that is not there', withReadme('\n[A](#install)\n'), ['README.md:7: README.md has no section #install']],
    ['with a link to a file that is not there', withReadme('\n[A](https://github.com/cdk8s-sidecars/cdk8s-sidecars/tree/main/examples)\n'),
      ['README.md:7: https://github.com/cdk8s-sidecars/cdk8s-sidecars/tree/main/examples leads to examples, which is not there']],
  ])('%s has that fault', (_, broken, faults) => {
    expect(hubFaults(broken)).toEqual(faults);
  });
});

test('this package is listed on Construct Hub, can be found there, and its README works there', () => {
  expect(hubFaults({
    manifest: JSON.parse(readFileSync('package.json', 'utf8')),
    assembly: JSON.parse(readFileSync('.jsii', 'utf8')),
    readme: readFileSync('README.md', 'utf8'),
    packed: packageFiles(),
    repository: repositoryFiles(),
  })).toEqual([]);
});
