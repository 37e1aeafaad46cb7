import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly env?: { readonly [name: string]: string };
}

interface Job {
  readonly permissions: { readonly [scope: string]: string };
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly on: { readonly [event: string]: unknown };
  readonly jobs: { readonly [name: string]: Job };
}

const FOLDER = join(__dirname, '../../.github/workflows');
const workflow = (name: string): Workflow => parse(readFileSync(join(FOLDER, `${name}.yml`), 'utf8'));
const release = workflow('release').jobs;

/** What the last step of a job gets, with which it publishes. */
const environmentOf = (job: string) => release[job].steps.at(-1)!.env!;
const secretsOf = (job: string) => [...JSON.stringify(release[job]).matchAll(/secrets\.(\w+)/g)].map(([, name]) => name).sort();

test('npm packages are published by a trusted publisher, with provenance and without a secret', () => {
  expect(release.release_npm.permissions).toEqual({ 'id-token': 'write', 'contents': 'read' });
  expect(environmentOf('release_npm')).toMatchObject({ NPM_TRUSTED_PUBLISHER: 'true', NPM_CONFIG_PROVENANCE: 'true' });
  expect(secretsOf('release_npm')).toEqual([]);
});

test('Python packages are published by a trusted publisher, with attestations and without a secret', () => {
  expect(release.release_pypi.permissions).toEqual({ 'id-token': 'write', 'contents': 'read' });
  expect(environmentOf('release_pypi')).toMatchObject({ PYPI_TRUSTED_PUBLISHER: 'true' });
  expect(environmentOf('release_pypi')).not.toHaveProperty('PYPI_DISABLE_ATTESTATIONS');
  expect(secretsOf('release_pypi')).toEqual([]);
});

test('NuGet packages are published by a trusted publisher, whose name is all that is asked for', () => {
  expect(release.release_nuget.permissions).toEqual({ 'id-token': 'write', 'contents': 'read' });
  expect(environmentOf('release_nuget')).toMatchObject({ NUGET_TRUSTED_PUBLISHER: 'true' });
  expect(secretsOf('release_nuget')).toEqual(['NUGET_USERNAME']);
});

test('other registries take the secrets that CONTRIBUTING.md names, and no identity', () => {
  const secrets = ['MAVEN_GPG_PRIVATE_KEY', 'MAVEN_GPG_PRIVATE_KEY_PASSPHRASE', 'MAVEN_PASSWORD', 'MAVEN_STAGING_PROFILE_ID', 'MAVEN_USERNAME'];
  expect(secretsOf('release_maven')).toEqual(secrets);
  expect(secretsOf('release_golang')).toEqual(['GO_GITHUB_TOKEN']);
  for (const job of ['release_maven', 'release_golang']) {
    expect(release[job].permissions).toEqual({ contents: 'read' });
  }
});

test('CONTRIBUTING.md names every secret of the release that has to be set up', () => {
  const text = readFileSync(join(FOLDER, '../../CONTRIBUTING.md'), 'utf8');
  const needed = Object.keys(release).flatMap(secretsOf).filter(name => !['GITHUB_TOKEN', 'MAVEN_STAGING_PROFILE_ID'].includes(name));
  expect(needed.filter(name => !text.includes(`\`${name}\``))).toEqual([]);
});

test('only jobs that need it may write, or have an identity', () => {
  const privileged = Object.entries(release).filter(([, { permissions }]) => Object.values(permissions).includes('write')).map(([name]) => name);
  expect(privileged).toEqual(['release', 'release_github', 'release_npm', 'release_pypi', 'release_nuget']);
});

test.each(['build', 'release'])('the API is compared with the last release after the build of %s, before anything is handed on', name => {
  const runs = workflow(name).jobs[name].steps.map(({ uses = '', run = uses }) => run);
  const at = (part: string) => runs.findIndex(run => run.includes(part));
  expect(at(`npx projen ${name}`)).toBeGreaterThan(0);
  expect(at('npx projen compat')).toBeGreaterThan(at(`npx projen ${name}`));
  expect(at('actions/upload-artifact')).toBeGreaterThan(at('npx projen compat'));
});

test('vulnerabilities are looked for in pull requests and every week', () => {
  const { on, jobs } = workflow('audit');
  expect(on).toEqual({ pull_request: {}, schedule: [{ cron: '17 5 * * 1' }], workflow_dispatch: {} });
  expect(jobs.audit.steps.map(({ run }) => run)).toContain('npx projen audit');
});

test.each(readdirSync(FOLDER))('%s gives its jobs no more than they say', file => {
  const { jobs } = workflow(file.replace(/\.yml$/, ''));
  expect(Object.entries(jobs).filter(([, { permissions }]) => permissions === undefined).map(([name]) => name)).toEqual([]);
});
