import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { TargetCluster } from '../src';
import { FakeKubectl } from './cli/fake-kubectl';
import { Fence, markdownPage } from './docs/markdown-page';
import { SIDECAR_POD } from '../src/cli/sidecar-pod';

jest.setTimeout(120_000);

/** Inside the project, so that the samples find its packages. */
const FOLDER = '.samples';
mkdirSync(FOLDER, { recursive: true });
const folder = mkdtempSync(join(FOLDER, 'run-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Sample {
  readonly title: string;
  readonly code: string;
  /** The YAML that the page shows after the code, if it does. */
  readonly yaml?: string;
  /** Files that the page shows: blocks of YAML that begin with their name. */
  readonly files: { readonly [name: string]: string };
}

const FILE = /^# (\S+\.yaml)\n/;

function fencesOf(page: string): Fence[] {
  return markdownPage(readFileSync(page, 'utf8')).fences.filter(({ language }) => language !== '');
}

/** The files that a page shows. */
function filesOf(page: string): { [name: string]: string } {
  return Object.fromEntries(fencesOf(page).flatMap(({ text }) => FILE.test(text) ? [[FILE.exec(text)![1], text]] : []));
}

function samplesOf(page: string): Sample[] {
  const fences = fencesOf(page);
  const files = filesOf(page);
  return fences.flatMap(({ language, text }, i) => language !== 'ts' ? [] : [{
    title: `${page} (${i + 1})`,
    code: text,
    yaml: fences[i + 1]?.language === 'yaml' && !FILE.test(fences[i + 1].text) ? fences[i + 1].text : undefined,
    files,
  }]);
}

/** What is a command of this package in shell blocks, between pipes or in a substitution. */
function commandsOf(page: string): string[][] {
  const blocks = fencesOf(page).filter(({ language }) => language === 'sh').map(({ text }) => text);
  return blocks.flatMap(block => block.split(/[\n|]/)).flatMap(line => /(?:^|\$\()\s*cdk8s-sidecars ([^)]*)/.exec(line)?.[1] ?? [])
    .map(args => [...args.matchAll(/(?:'[^']*'|\S)+/g)].map(([word]) => word.replace(/'/g, '')));
}

/** A Job whose sidecar has a command, or leaves it to its image. */
const jobWith = (command: string[] | undefined) => JSON.stringify({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'import' },
  spec: {
    template: {
      spec: {
        restartPolicy: 'Never',
        initContainers: [{ name: 'web', image: 'web', restartPolicy: 'Always', ...command && { command } }],
        containers: [{ name: 'import', image: 'import', command: ['import'] }],
      },
    },
  },
});

function put(cwd: string, name: string, text: string): void {
  mkdirSync(join(cwd, dirname(name)), { recursive: true });
  writeFileSync(join(cwd, name), text);
}

/** A shell that knows the command of this package, and where a hyphen is not let into the name of a function. */
function withCommand(lines: string): string {
  const command = `cdk8s_sidecars() { '${process.execPath}' '${resolve('bin/cdk8s-sidecars')}' "$@"; }`;
  return `${command}\n${lines.replace(/(npx )?cdk8s-sidecars (?=[a-z])/g, 'cdk8s_sidecars ')}`;
}

const PAGES = execFileSync('git', ['ls-files', '*.md', ':!API.md'], { encoding: 'utf8' }).trim().split('\n');
const SAMPLES = PAGES.flatMap(samplesOf);
const COMMANDS = PAGES.flatMap(page => commandsOf(page).map(args => ({ title: args.join(' '), page, args })));

test('README shows a sample and the YAML that comes out of it', () => {
  expect(samplesOf('README.md')[0].yaml).toContain('restartPolicy: Always');
});

test.each(SAMPLES.map((sample, i) => ({ ...sample, i })))('the sample $title compiles, runs, and gives what the page shows', ({ code, yaml, files: given, i }) => {
  const cwd = join(folder, String(i));
  const outdir = resolve(cwd, 'dist');
  mkdirSync(cwd);
  Object.entries({ ...given, 'main.ts': code }).forEach(([name, text]) => put(cwd, name, text));
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({
    compilerOptions: { target: 'ES2022', module: 'node16', strict: true, types: ['node'], typeRoots: [resolve('node_modules/@types')] },
  }));
  execFileSync(resolve('node_modules/.bin/ts-node'), ['main.ts'], { cwd, env: { ...process.env, CDK8S_OUTDIR: outdir }, stdio: 'pipe' });

  const files = readdirSync(outdir);
  expect(files.length).toBeGreaterThan(0);
  if (yaml) {
    expect(files.map(file => readFileSync(join(outdir, file), 'utf8')).join('---\n')).toBe(yaml);
  }
});

test.each(COMMANDS.filter(({ args }) => args[0] === 'lower'))('the command cdk8s-sidecars $title of $page does what it is shown for', ({ args }) => {
  writeFileSync(join(folder, 'job.yaml'), jobWith(undefined));
  const command = [resolve('bin/cdk8s-sidecars'), ...args];
  const lowered = execFileSync(process.execPath, command, { cwd: folder, input: jobWith(['web']), encoding: 'utf8' });
  expect(JSON.parse(lowered).spec.template.spec.containers.map(({ name }: { name: string }) => name)).toEqual(['web', 'import']);
});

describe('what is explained', () => {
  const BLOCKS = PAGES.flatMap(page => [...readFileSync(page, 'utf8').matchAll(/^```sh\n([^`]*cdk8s-sidecars explain[^`]*)^```\n(?:\n```text\n([^`]*)^```)?/gm)]
    .map(([, lines, shown]) => ({ page, lines, shown })));

  test('README and a page on it show what the command prints', () => {
    expect([...new Set(BLOCKS.filter(({ shown }) => shown).map(({ page }) => page))]).toEqual(['README.md', 'docs/explanation-lifecycle.md', 'docs/explanation-sidecars-in-jobs.md', 'docs/how-to-mesh.md']);
  });

  test.each(BLOCKS)('is what $page shows after $lines', ({ page, lines, shown }) => {
    const cwd = mkdtempSync(join(folder, 'explain-'));
    put(cwd, 'pi.yaml', samplesOf('README.md')[0].yaml!);
    Object.entries(filesOf(page)).forEach(([name, text]) => put(cwd, name, text));
    const printed = execFileSync('sh', ['-c', `set -e\n${withCommand(lines)}`], { cwd, encoding: 'utf8', env: { ...process.env, FORCE_COLOR: '0' } });
    expect(printed).toBe(shown ?? printed);
  });
});

describe('what is checked', () => {
  interface Step {
    readonly page: string;
    readonly lines: string;
    /** What the page shows that it prints. */
    readonly shown?: string;
    /** Files that the page has shown before. */
    readonly before: readonly { readonly name: string; readonly text: string }[];
  }
  const CHECKS = /\bcdk8s-sidecars (check|rules)\b/;

  /** What a page has run: blocks of shell, and the steps of pipelines that it shows. */
  function stepsOf(page: string): Step[] {
    const before: { name: string; text: string }[] = [];
    const fences = fencesOf(page);
    return fences.flatMap(({ language, text }, i): Step[] => {
      if (language === 'sh' && CHECKS.test(text)) {
        const next = fences[i + 1];
        const commands = text.trimEnd().split('\n');
        const shown = ['text', 'diff'].includes(next?.language) ? next.text : undefined;
        return commands.map((lines, j) => ({ page, lines, shown: j === commands.length - 1 ? shown : undefined, before: before.splice(0) }));
      }
      if (language === 'yaml' && FILE.test(text)) {
        before.push({ name: FILE.exec(text)![1], text });
      }
      return [...text.matchAll(/^ *(?:- )?(?:run|entry): (.*cdk8s-sidecars (?:check|rules)\b.*)$/gm)]
        .map(([, lines]) => ({ page, lines, before: before.splice(0) }));
    });
  }

  const STEPS = PAGES.map(page => ({ page, steps: stepsOf(page) })).filter(({ steps }) => steps.length > 0);

  test('README and guides have something checked', () => {
    expect(STEPS.map(({ page }) => page)).toEqual(['README.md', 'docs/how-to-check.md', 'docs/how-to-pipelines.md']);
  });

  /** What else is called: charts and overlays come out as a file that the page has shown. */
  const PROGRAMS = 'helm() { cat known/export.yaml; }\nkubectl() { cat known/export.yaml; }\n';

  describe.each(STEPS)('in $page', ({ steps }) => {
    const cwd = mkdtempSync(join(folder, 'check-'));

    test.each(steps)('is what it shows after $lines', ({ lines, shown, before }) => {
      before.forEach(({ name, text }) => put(cwd, name, text));
      const { status, stdout, stderr } = spawnSync('sh', ['-c', `${PROGRAMS}${withCommand(lines)}`],
        { cwd, encoding: 'utf8', input: '', env: { ...process.env, FORCE_COLOR: '0', [TargetCluster.ENVIRONMENT_VARIABLE]: '' } });
      expect(stdout).toBe(shown ?? stdout);
      // What cannot be used, or is no command, ends with more.
      expect({ stderr, isUsable: status! < 2 }).toEqual({ stderr, isUsable: true });
    });
  });
});

describe('on a cluster whose nodes are older than its API server', () => {
  const TARGET = '1.30.14,node=1.28.15';
  let kubectl: FakeKubectl;
  beforeEach(() => {
    kubectl = new FakeKubectl();
    kubectl.answer('version', { stdout: JSON.stringify({ serverVersion: { gitVersion: 'v1.30.14' } }) });
    kubectl.answer('get', { stdout: JSON.stringify({ items: [{ metadata: { name: 'node' }, status: { nodeInfo: { kubeletVersion: 'v1.28.15' } } }] }) });
    kubectl.answer('create', { stdout: JSON.stringify(SIDECAR_POD) });
  });
  afterEach(() => kubectl.remove());

  /** Runs lines of a shell that finds the command of this package. */
  function shell(lines: string): string {
    return execFileSync('sh', ['-c', withCommand(lines)], { env: process.env, encoding: 'utf8', stdio: 'pipe' });
  }

  test.each(COMMANDS.filter(({ args }) => args[0] === 'target'))('the command cdk8s-sidecars $title of $page prints its target', ({ args }) => {
    const printed = execFileSync(process.execPath, [resolve('bin/cdk8s-sidecars'), ...args], { env: process.env, encoding: 'utf8' });
    expect(args.includes('json') ? JSON.parse(printed).target : printed.trimEnd()).toBe(TARGET);
  });

  const EXPORTS = PAGES.flatMap(page => [...readFileSync(page, 'utf8').matchAll(/^ *CDK8S_SIDECARS_TARGET=\$\(.*\n *export .*$/gm)]
    .map(([lines]) => ({ page, lines: lines.replace(/\$\{\{.*?\}\}/g, 'edge') })));

  test('README and a guide show how to export the target, also in a pipeline', () => {
    expect(EXPORTS.map(({ page }) => page)).toEqual(['README.md', 'docs/how-to-pipelines.md', 'docs/how-to-several-clusters.md']);
  });

  test.each(EXPORTS)('the lines of $page that export it do, and end where the cluster cannot be asked', ({ lines }) => {
    expect(shell(`${lines}\nprintenv CDK8S_SIDECARS_TARGET`)).toBe(`${TARGET}\n`);
    kubectl.answer('version', { stderr: 'refused', status: 1 });
    expect(() => shell(`${lines}\necho went on`)).toThrow(expect.objectContaining({ status: 2, stdout: '' }));
  });
});

/** What a page shows with cdk8s-plus-33 must compile with all releases. */
const ANY_RELEASE = [27, 28, 29, 30, 31, 32, 33, 34];
const FOR_ANY_RELEASE = SAMPLES.filter(({ code }) => code.includes("'cdk8s-plus-33'"));

test('README and the guide to attaching have samples for any release of cdk8s-plus, and no sample has a cast', () => {
  expect(FOR_ANY_RELEASE.map(({ title }) => title.split(' ')[0])).toEqual(['README.md', 'docs/how-to-attach.md']);
  const castIn = (code: string) => /\bas (?!kplus from)|<any>|@ts-/.test(code.replace(/\/\/ .*/g, ''));
  expect(SAMPLES.filter(({ code }) => castIn(code)).map(({ title }) => title)).toEqual([]);
});

test('the samples for any release of cdk8s-plus compile with each, from 27 to 34', () => {
  const cwd = join(folder, 'releases');
  mkdirSync(cwd);
  FOR_ANY_RELEASE.forEach(({ code }, i) => ANY_RELEASE.forEach(minor =>
    writeFileSync(join(cwd, `sample-${i}-with-${minor}.ts`), code.replace("'cdk8s-plus-33'", `'cdk8s-plus-${minor}'`))));
  writeFileSync(join(cwd, 'tsconfig.json'), JSON.stringify({
    compilerOptions: { target: 'ES2022', module: 'node16', strict: true, noEmit: true, types: ['node'], typeRoots: [resolve('node_modules/@types')] },
  }));
  expect(() => execFileSync(resolve('node_modules/.bin/tsc'), ['-p', cwd], { encoding: 'utf8', stdio: 'pipe' })).not.toThrow();
});
