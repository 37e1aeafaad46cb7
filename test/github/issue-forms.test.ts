import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { IssueForm, issueFormFaults } from './issue-form-faults';
import { SIDECAR_POD } from '../../src/cli/sidecar-pod';
import { FakeKubectl } from '../cli/fake-kubectl';
import { deadLinks } from '../docs/dead-links';

const FOLDER = '.github/ISSUE_TEMPLATE';
const read = (name: string) => parse(readFileSync(join(FOLDER, name), 'utf8'));

function cdk8sSidecars(args: readonly string[], input: string): string {
  return execFileSync(process.execPath, [resolve('bin/cdk8s-sidecars'), ...args], { env: process.env, encoding: 'utf8', input });
}

describe('a form', () => {
  const FIELD = { type: 'input', id: 'a', attributes: { label: 'A' } };
  const FORM = { name: 'Bug', description: 'Wrong', body: [{ type: 'markdown', attributes: { value: 'Hello' } }, FIELD] };
  const withBody = (...body: object[]) => ({ ...FORM, body });

  test('with what GitHub wants has no faults', () => {
    expect(issueFormFaults(FORM)).toEqual([]);
  });

  test.each<[string, object, string[]]>([
    ['without a description', { name: 'Bug', body: [FIELD] }, ["the form must have required property 'description'"]],
    ['with a key of its own', { ...FORM, about: 'x' }, ['the form must NOT have additional properties']],
    ['with an unknown type', withBody({ ...FIELD, type: 'text' }), ['/body/0 value of tag "type" must be in oneOf']],
    ['with an id that is none', withBody({ ...FIELD, id: 'a b' }), ['/body/0/id must match pattern "^[A-Za-z0-9_-]+$"']],
    ['with a field without a label', withBody({ ...FIELD, attributes: {} }), ["/body/0/attributes must have required property 'label'"]],
    ['with a requirement that is no boolean', withBody({ ...FIELD, validations: { required: 'yes' } }), ['/body/0/validations/required must be boolean']],
    ['with no options to choose from', withBody({ type: 'dropdown', id: 'a', attributes: { label: 'A', options: [] } }),
      ['/body/0/attributes/options must NOT have fewer than 1 items']],
    ['with words alone', withBody(FORM.body[0]), ['the form asks for nothing']],
    ['with one id twice', withBody(FIELD, { ...FIELD, attributes: { label: 'B' } }), ['two fields have the id a']],
    ['with one label twice', withBody(FIELD, { ...FIELD, id: 'b' }), ['two fields have the label A']],
  ])('%s has that fault', (_, form, faults) => {
    expect(issueFormFaults(form)).toEqual(faults);
  });
});

const FORMS = readdirSync(FOLDER).filter(name => name !== 'config.yml').sort();

test('there are forms for bugs, features and presets, and no issue goes without one', () => {
  expect(FORMS).toEqual(['bug.yml', 'feature.yml', 'preset-out-of-date.yml']);
  expect(read('config.yml')).toMatchObject({ blank_issues_enabled: false, contact_links: expect.any(Array) });
});

test.each(FORMS)('GitHub shows the form %s', name => {
  expect(issueFormFaults(read(name))).toEqual([]);
});

const TEXTS = FORMS.flatMap(name => (read(name) as IssueForm).body.map(({ attributes }) => ({ name, text: attributes.description ?? attributes.value ?? '' })));

test('links in forms, and those to choose instead of one, lead somewhere', () => {
  const links: { name: string; url: string; about: string }[] = read('config.yml').contact_links;
  expect(links.map(link => Object.keys(link))).toEqual(links.map(() => ['name', 'url', 'about']));
  const files = new Map(['docs/README.md', 'docs/presets/README.md'].map(path => [path, readFileSync(path, 'utf8')]));
  const texts = [...TEXTS, ...links.map(({ url }) => ({ name: 'config.yml', text: `<${url}>` }))];
  expect(texts.flatMap(({ name, text }) => deadLinks(join(FOLDER, name), text, files))).toEqual([]);
});

describe('commands of this package', () => {
  const COMMANDS = [...new Set(TEXTS.flatMap(({ text }) => [...text.matchAll(/`npx cdk8s-sidecars ([^`]+)`/g)].map(([, args]) => args)))].sort();

  test('are these', () => {
    expect(COMMANDS).toEqual(['--version', 'explain -o json FILE', 'target -o json']);
  });

  test('--version prints the version', () => {
    expect(cdk8sSidecars(['--version'], '')).toBe(`${JSON.parse(readFileSync('package.json', 'utf8')).version}\n`);
  });

  test('explain -o json prints what is predicted for a workload', () => {
    const args = 'explain -o json FILE'.replace('FILE', 'examples/check-in-ci/manifests/collector.yaml').split(' ');
    expect(JSON.parse(cdk8sSidecars(args, ''))).toMatchObject({ object: { kind: 'Deployment', name: 'collector' }, phase: 'Succeeded' });
  });

  test('target -o json prints what was seen of the cluster', () => {
    const kubectl = new FakeKubectl();
    try {
      kubectl.answer('version', { stdout: JSON.stringify({ serverVersion: { gitVersion: 'v1.30.14' } }) });
      kubectl.answer('get', { stdout: JSON.stringify({ items: [{ metadata: { name: 'node' }, status: { nodeInfo: { kubeletVersion: 'v1.28.15' } } }] }) });
      kubectl.answer('create', { stdout: JSON.stringify(SIDECAR_POD) });
      expect(JSON.parse(cdk8sSidecars('target -o json'.split(' '), ''))).toMatchObject({ target: '1.30.14,node=1.28.15' });
    } finally {
      kubectl.remove();
    }
  });
});
