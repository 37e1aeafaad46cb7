import { readFileSync } from 'node:fs';
import { firstScreenFaults } from './first-screen';

const FINE = `# Sidecars

Native sidecars for a Job on Kubernetes, with cdk8s.

\`\`\`sh
npm install cdk8s-sidecars cdk8s constructs
pip install cdk8s-sidecars
dotnet add package Cdk8sSidecars
go get github.com/cdk8s-sidecars/cdk8s-sidecars-go/cdk8ssidecars
# io.github.cdk8s-sidecars:cdk8s-sidecars
\`\`\`

## Use

\`\`\`ts
new App();
\`\`\`

## More
`;

test('a first screen that says what it is, how to install it, and shows a sample, has no faults', () => {
  expect(firstScreenFaults(FINE)).toEqual([]);
});

test.each<[string, string, string[]]>([
  ['does not say what it is', FINE.replace('Native sidecars for a Job on', 'Containers on'), ['the first screen does not say native sidecars', 'the first screen does not say Jobs']],
  ['leaves out languages', FINE.replace(/^(pip|dotnet|go|#) .*\n/gm, ''), ['Python', 'Java', '.NET', 'Go'].map(language => `the first screen does not say how to install it for ${language}`)],
  ['leaves out npm', FINE.replace(/^npm.*\n/m, ''), ['the first screen does not say how to install it for TypeScript']],
  ['has its sample in the second section', FINE.replace('## Use', '## What\n\n## Use'), ['the first screen has no whole sample']],
  ['has a sample that ends too far below', FINE.replace('new App();', 'new App();\n'.repeat(60)), ['the first screen has no whole sample']],
])('one that %s has that fault', (_, readme, faults) => {
  expect(firstScreenFaults(readme)).toEqual(faults);
});

test('README tells a stranger within its first screen', () => {
  expect(firstScreenFaults(readFileSync('README.md', 'utf8'))).toEqual([]);
});
