import { readdirSync } from 'node:fs';
import { cdk8s, github, javascript } from 'projen';

const name = 'cdk8s-sidecars';
const repository = `https://github.com/${name}/${name}`;

const project = new cdk8s.ConstructLibraryCdk8s({
  name,
  description:
    'Native sidecar containers for Kubernetes as typed cdk8s constructs: Jobs that complete, ordered start and stop, start gates, and a fallback that behaves the same on clusters without native sidecars.',
  author: 'cdk8s-sidecars contributors',
  authorAddress: repository,
  authorOrganization: true,
  repositoryUrl: `${repository}.git`,
  license: 'Apache-2.0',
  copyrightOwner: 'cdk8s-sidecars contributors',
  stability: 'experimental',
  keywords: ['cdk8s', 'kubernetes', 'sidecar', 'native-sidecar', 'init-container', 'job', 'restartPolicy'],
  defaultReleaseBranch: 'main',
  projenrcTs: true,
  packageManager: javascript.NodePackageManager.NPM,

  // The floors of the peer ranges: what is tested here is the oldest that is supported.
  cdk8sVersion: '2.68.12',
  constructsVersion: '10.3.0',
  peerDeps: ['cdk8s-plus-27@^2.9.5'],
  jsiiVersion: '~6.0.0',
  typescriptVersion: '~6.0.0',
  minNodeVersion: '20.16.0',
  workflowNodeVersion: '24.x',
  // Three quarters of every compiled file, which Node reads whole at each start.
  tsconfig: { compilerOptions: { inlineSourceMap: false, inlineSources: false } },

  // The command line's. jsii has them bundled, since other languages do not install npm packages.
  bundledDeps: ['commander@^14', 'diff@^9', 'js-yaml@^5', 'picomatch@^4', 'tinyglobby@^0.2', 'yaml@^2'],
  bin: { [name]: `bin/${name}` },
  devDeps: [
    '@types/picomatch@^4',
    'cdk8s-cli',
    // Every release that workloads may be written with; the oldest for its classes of Kubernetes 1.25, the default of `cdk8s import`.
    'cdk8s-plus-25@^2.22.0',
    ...[28, 29, 30, 31, 32, 33].map(minor => `cdk8s-plus-${minor}@^2.4.0`),
    'cdk8s-plus-34@^2.0.0',
    // What reads Markdown of README and docs; jsii-rosetta reads it with the same.
    'commonmark@^0.31',
    '@types/commonmark@^0.27',
    'fast-check',
    // Type declarations only: nothing of them is in the compiled library.
    'kubernetes-types@^1.30.0',
    '@types/sarif@^2.1.7',
    // The schema of SARIF, which lies in the first of them, and what reads it.
    '@microsoft/jest-sarif@1.0.0-beta.0',
    'ajv@^8',
    'ajv-draft-04@^1',
    'ajv-formats@^3',
    'jsii-rosetta@~6.0.0',
  ],

  // Registries that can are given a token of the workflow's own, good for one release, and no secret.
  npmTrustedPublishing: true,
  publishToPypi: { distName: name, module: 'cdk8s_sidecars', trustedPublishing: true },
  publishToMaven: {
    javaPackage: 'io.github.cdk8ssidecars',
    mavenGroupId: 'io.github.cdk8s-sidecars',
    mavenArtifactId: name,
  },
  publishToNuget: { packageId: 'Cdk8sSidecars', dotNetNamespace: 'Cdk8sSidecars', trustedPublishing: true },
  publishToGo: { moduleName: `github.com/${name}/${name}-go` },
  // Version 13 asks for a newer Node than the one this project supports.
  bumpPackage: 'commit-and-tag-version@^12',
  // After the build, in pull requests and before a release. Not in the task `build`, which does without a network.
  postBuildSteps: [{ name: 'Compare the API with the last release', run: 'npx projen compat' }],
  // In a workflow of its own: what was found yesterday must not keep a repair of something else from its release.
  auditDeps: true,
  auditDepsOptions: { prodOnly: true, level: 'low', runOn: 'manual' },

  jestOptions: {
    // A snapshot that is not as committed is a failure, never a rewrite.
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    jestConfig: {
      moduleNameMapper: { [`^${name}$`]: '<rootDir>/src/index' },
      modulePathIgnorePatterns: ['<rootDir>/.package/'],
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/cluster/real/', '<rootDir>/test/programs/', '<rootDir>/test/runtime/'],
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      coverageReporters: ['text-summary'],
      // Half of the tests wait for programs that they start.
      maxWorkers: '100%',
    },
  },
  eslintOptions: {
    dirs: ['src'],
    devdirs: ['test', 'bench', 'examples', 'site'],
  },
  gitignore: ['/examples/*/dist/', '/.samples/', '/.package/', '.jsii.tabl.json', '/site/.vitepress/cache/', '/site/.vitepress/dist/'],
});

// Release 1.13.0 lacks the bindings of some platforms, and `npm ci` refuses a lock file without them.
project.package.addField('overrides', { 'unrs-resolver': '1.12.2' });

// For the samples of README that attach to it.
project.package.addField('jsiiRosetta', { exampleDependencies: { 'cdk8s-plus-33': '^2.5.0' } });

project.npmignore?.exclude(
  '/.ci/', '/bench/', '/docs/', '/examples/', '/.samples/', '/.package/', '/site/', '/API.md', '/ARCHITECTURE.md', '/CONTRIBUTING.md', '/SECURITY.md',
);
project.gitattributes.addAttributes('/docs/api/**', 'linguist-generated');
// What is loaded only when it is needed: test/architecture.test.ts holds how that may be written.
project.eslint?.addRules({ '@typescript-eslint/no-require-imports': 'off' });
project.eslint?.addRules({ 'max-len': ['error', { code: 150, ignoreUrls: true, ignoreStrings: true, ignoreTemplateLiterals: true }] });
for (const folder of ['bench', 'examples', 'site']) {
  project.tsconfigDev?.addInclude(`../${folder}/**/*.ts`);
}

// What was compiled from a file that is no longer there would be released.
project.compileTask.prependExec('rm -rf lib');

const stage = project.addTask('package:stage', {
  description: 'Puts the files that are released into a folder of their own',
  exec: 'ts-node --project projenrc/tsconfig.json projenrc/stage-package.ts',
});
for (const language of ['js', 'java', 'python', 'dotnet', 'go']) {
  const task = project.tasks.tryFind(`package:${language}`)!;
  task.reset();
  task.spawn(stage);
  task.exec(`jsii-pacmak -v --target ${language} --outdir dist .package`);
}

const link = project.addTask('link', {
  description: 'Lets samples and examples import this package by its name',
  steps: [
    { exec: `ln -sfn .. node_modules/${name}` },
    // The cdk8s CLI loads a validation plugin by its path, from the folder of the app.
    { exec: `mkdir -p node_modules && ln -sfn ../../.. node_modules/${name}`, cwd: 'examples/check-in-ci' },
  ],
});

// What looks for assemblies in all of node_modules would follow the links round and round.
const unlink = project.addTask('unlink', {
  description: 'Takes away what link made',
  exec: `rm -f node_modules/${name} examples/check-in-ci/node_modules/${name}`,
});
project.tasks.tryFind('docgen')!.prependSpawn(unlink);

const strictRosetta = project.addTask('samples', {
  description: 'Compiles the samples of README and docstrings as Construct Hub does, and fails if one does not compile',
  steps: [{ spawn: link.name }, { exec: 'jsii-rosetta extract --compile --fail' }],
});
project.postCompileTask.spawn(strictRosetta);

project.testTask.reset();
project.testTask.spawn(link);
project.testTask.exec('tsc --noEmit -p test/tsconfig.json');
project.testTask.exec('jest --ci', { receiveArgs: true });
project.testTask.spawn(project.tasks.tryFind('eslint')!);

project.addTask('examples', {
  description: 'Synthesizes all examples and shows the manifest of the first',
  steps: [
    { spawn: 'compile' },
    { spawn: link.name },
    ...readdirSync('examples').sort().map(example => ({ exec: 'cdk8s synth --check-upgrade=false', cwd: `examples/${example}` })),
    { exec: 'cat examples/pi/dist/pi.k8s.yaml' },
  ],
});

project.addTask('test:runtime', {
  description: 'Runs the supervisor with real processes; needs a static busybox (BUSYBOX, or it is looked for), dash, bash and shellcheck',
  // One after the other: they hold times against each other.
  exec: "jest --ci --runInBand --coverage=false --testPathIgnorePatterns /node_modules/ --testMatch '<rootDir>/test/runtime/**/*.test.ts'",
  receiveArgs: true,
});

project.addTask('test:programs', {
  description: 'Runs presets with the real programs that test/programs/get has put into the cache, or those of them that PROGRAMS names; needs Linux and root',
  exec: 'test/programs/in-private-network jest --ci --runInBand --coverage=false --testPathIgnorePatterns /node_modules/'
    + " --testMatch '<rootDir>/test/programs/**/*.test.ts'",
  receiveArgs: true,
});

project.addTask('test:cluster', {
  description: 'Runs the tests that need a Kubernetes cluster, on the one that KUBECONFIG names',
  exec: "jest --ci --runInBand --coverage=false --testPathIgnorePatterns /node_modules/ --testMatch '<rootDir>/test/cluster/real/**/*.test.ts'",
  receiveArgs: true,
});

project.addTask('docs:rules', {
  description: 'Writes docs/rules.md, which is made from the rules',
  exec: 'ts-node --project projenrc/tsconfig.json projenrc/write-rules-page.ts',
});

project.addTask('docs:presets', {
  description: 'Writes docs/presets, which is made from the docstrings, facts and examples of the presets',
  exec: 'ts-node --project projenrc/tsconfig.json projenrc/write-preset-pages.ts',
});

project.addTask('docs:api', {
  description: 'Writes docs/api, the reference of each language, which is made from the assembly (after compiling)',
  steps: [{ spawn: unlink.name }, { exec: 'ts-node --project projenrc/tsconfig.json projenrc/write-api-pages.ts' }, { spawn: link.name }],
});

project.tasks.tryFind('compat')!.reset('ts-node --project projenrc/tsconfig.json projenrc/compat.ts');

const notices = project.addTask('docs:notices', {
  description: 'Writes THIRD-PARTY-NOTICES.txt, which is made from the bundled packages',
  exec: 'ts-node --project projenrc/tsconfig.json projenrc/write-notices.ts',
});
project.tasks.tryFind('post-upgrade')!.spawn(notices);

project.addTask('docs:pictures', {
  description: 'Writes docs/pictures, which explain makes of the example pi (after compiling)',
  steps: [{ spawn: link.name }, { exec: 'ts-node --project projenrc/tsconfig.json projenrc/write-pictures.ts' }],
});

project.addTask('docs:site', {
  description: 'Makes the site of docs, and fails where a link of it is dead; what it needs is installed in site',
  steps: [{ exec: 'npm ci' }, { exec: 'npm run build' }],
  cwd: 'site',
});

project.addTask('bench', {
  description: 'Measures synthesis against cdk8s-plus-33, as ratios',
  exec: 'ts-node --project test/tsconfig.json bench/synthesis.ts',
  receiveArgs: true,
});

project.addTask('bench:attach', {
  description: 'Measures what attaching a sidecar to raw ApiObjects costs, as ratios',
  exec: 'ts-node --project test/tsconfig.json bench/attach.ts',
});

project.addTask('bench:check', {
  description: 'Measures check against a bare parse, and kube-score where it is there, as ratios; for the manifests of a folder',
  exec: 'ts-node --project test/tsconfig.json bench/check.ts',
  receiveArgs: true,
});

project.addTask('bench:package', {
  description: 'Measures import, starts of commands and size of the package, next to those of cdk8s and Node',
  steps: [{ spawn: stage.name }, { exec: 'ts-node --project test/tsconfig.json bench/package.ts' }],
});

project.addTask('bench:pod', {
  description: 'Measures what a supervised Pod costs, on the cluster that KUBECONFIG names',
  exec: 'ts-node --project test/tsconfig.json bench/supervised-pod.ts',
});

const clusters = new github.GithubWorkflow(project.github!, 'cluster');
clusters.on({ pullRequest: {}, workflowDispatch: {} });
clusters.addJob('test', {
  runsOn: ['ubuntu-latest'],
  permissions: { contents: github.workflows.JobPermission.READ },
  strategy: {
    failFast: false,
    // The last of the nodes without native sidecars, the first with them, and current ones.
    matrix: { domain: { kubernetes: ['v1.27.16', 'v1.29.14', 'v1.33.7', 'v1.34.3', 'v1.35.0'] } },
  },
  steps: [
    { uses: 'actions/checkout@v4' },
    { uses: 'actions/setup-node@v4', with: { 'node-version': '24' } },
    { uses: 'helm/kind-action@v1', with: { version: 'v0.31.0', node_image: 'kindest/node:${{ matrix.kubernetes }}' } },
    { run: 'npm ci && npx projen compile && npx projen link' },
    { run: 'npx projen test:runtime' },
    { run: 'npx projen test:cluster', env: { KUBECONFIG: '/home/runner/.kube/config' } },
  ],
});

const site = new github.GithubWorkflow(project.github!, 'site');
site.on({ pullRequest: {}, push: { branches: ['main'] }, workflowDispatch: {} });
site.addJob('build', {
  runsOn: ['ubuntu-latest'],
  permissions: { contents: github.workflows.JobPermission.READ },
  steps: [
    { uses: 'actions/checkout@v4' },
    { uses: 'actions/setup-node@v4', with: { 'node-version': '24' } },
    { run: 'npm ci && npm run build', workingDirectory: 'site' },
    { uses: 'actions/upload-pages-artifact@v3', with: { path: 'site/.vitepress/dist' } },
  ],
});
site.addJob('publish', {
  if: "github.ref == 'refs/heads/main'",
  needs: ['build'],
  runsOn: ['ubuntu-latest'],
  permissions: { pages: github.workflows.JobPermission.WRITE, idToken: github.workflows.JobPermission.WRITE },
  environment: { name: 'github-pages', url: '${{ steps.deploy.outputs.page_url }}' },
  concurrency: { 'group': 'pages', 'cancel-in-progress': false },
  steps: [{ id: 'deploy', uses: 'actions/deploy-pages@v4' }],
});

const nodes = new github.GithubWorkflow(project.github!, 'node');
nodes.on({ pullRequest: {}, workflowDispatch: {} });
nodes.addJob('try', {
  runsOn: ['ubuntu-latest'],
  permissions: { contents: github.workflows.JobPermission.READ },
  strategy: {
    failFast: false,
    // The floor of `engines`, and the releases that are maintained: docs/versioning.md says so, too.
    matrix: { domain: { node: ['20.16.0', '22', '24'] } },
  },
  steps: [
    { uses: 'actions/checkout@v4' },
    { uses: 'actions/setup-node@v4', with: { 'node-version': '24' } },
    { run: 'npm ci && npx projen compile && npx projen package:js' },
    { uses: 'actions/setup-node@v4', with: { 'node-version': '${{ matrix.node }}' } },
    { name: 'The packed package works in an empty app', run: 'test/package/try-package' },
  ],
});

const audit = new github.GithubWorkflow(project.github!, 'audit');
audit.on({ pullRequest: {}, schedule: [{ cron: '17 5 * * 1' }], workflowDispatch: {} });
audit.addJob('audit', {
  runsOn: ['ubuntu-latest'],
  permissions: { contents: github.workflows.JobPermission.READ },
  steps: [
    { uses: 'actions/checkout@v4' },
    { uses: 'actions/setup-node@v4', with: { 'node-version': '24' } },
    { run: 'npm ci' },
    { name: 'Known vulnerabilities in what users install', run: 'npx projen audit' },
  ],
});

project.synth();
