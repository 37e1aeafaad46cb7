import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

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
}

function samplesOf(page: string): Sample[] {
  const fences = [...readFileSync(page, 'utf8').matchAll(/^```(\w+)\n([^]*?)^```$/gm)].map(([, language, text]) => ({ language, text }));
  return fences.flatMap(({ language, text }, i) => language !== 'ts' ? [] : [{
    title: `${page} (${i + 1})`,
    code: text,
    yaml: fences[i + 1]?.language === 'yaml' ? fences[i + 1].text : undefined,
  }]);
}

/** What stands between pipes in shell blocks and is a command of this package. */
function commandsOf(page: string): string[][] {
  const blocks = [...readFileSync(page, 'utf8').matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, block]) => block);
  return blocks.flatMap(block => block.split(/[\n|]/)).filter(command => /^\s*cdk8s-sidecars /.test(command))
    .map(command => [...command.matchAll(/(?:'[^']*'|\S)+/g)].map(([word]) => word.replace(/'/g, '')).slice(1));
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

const PAGES = execFileSync('git', ['ls-files', '*.md', ':!API.md'], { encoding: 'utf8' }).trim().split('\n');
const SAMPLES = PAGES.flatMap(samplesOf);
const COMMANDS = PAGES.flatMap(page => commandsOf(page).map(args => ({ title: args.join(' '), page, args })));

test('README shows a sample and the YAML that comes out of it', () => {
  expect(samplesOf('README.md')[0].yaml).toContain('restartPolicy: Always');
});

test.each(SAMPLES.map((sample, i) => ({ ...sample, i })))('the sample $title compiles, runs, and gives what the page shows', ({ code, yaml, i }) => {
  const main = join(folder, `sample-${i}.ts`);
  const outdir = join(folder, `out-${i}`);
  writeFileSync(main, code);
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({
    compilerOptions: { target: 'ES2022', module: 'node16', strict: true, types: ['node'], typeRoots: [resolve('node_modules/@types')] },
  }));
  execFileSync(resolve('node_modules/.bin/ts-node'), [main], { env: { ...process.env, CDK8S_OUTDIR: outdir }, stdio: 'pipe' });

  const files = readdirSync(outdir);
  expect(files.length).toBeGreaterThan(0);
  if (yaml) {
    expect(files.map(file => readFileSync(join(outdir, file), 'utf8')).join('---\n')).toBe(yaml);
  }
});

test.each(COMMANDS)('the command cdk8s-sidecars $title of $page does what it is shown for', ({ args }) => {
  writeFileSync(join(folder, 'job.yaml'), jobWith(undefined));
  const command = [resolve('bin/cdk8s-sidecars'), ...args];
  const lowered = execFileSync(process.execPath, command, { cwd: folder, input: jobWith(['web']), encoding: 'utf8' });
  expect(JSON.parse(lowered).spec.template.spec.containers.map(({ name }: { name: string }) => name)).toEqual(['web', 'import']);
});
