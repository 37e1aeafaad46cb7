import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { parse } from 'yaml';

/** A step of a job of a GitHub workflow. */
export interface Step {
  readonly uses?: string;
  readonly with?: { readonly [name: string]: unknown };
  readonly run?: string;
  readonly if?: string;
  readonly env?: { readonly [name: string]: string };
}

export interface Job {
  readonly 'runs-on': string;
  readonly 'if'?: string;
  readonly 'concurrency'?: string;
  readonly 'permissions'?: object;
  readonly 'strategy'?: { readonly matrix: { readonly [name: string]: readonly string[] } };
  readonly 'env'?: { readonly [name: string]: string };
  readonly 'steps': readonly Step[];
}

export interface Workflow {
  readonly on: unknown;
  readonly permissions: object;
  readonly jobs: { readonly [name: string]: Job };
}

export interface JobRun {
  readonly failed: boolean;
  /** The steps that ran: their commands, or the action and what it was given. */
  readonly ran: readonly string[];
  /** What the commands printed on both streams. */
  readonly log: string;
}

export interface Runner {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** What expressions can name, such as `github` and `matrix`. */
  readonly context: { readonly [name: string]: unknown };
  /** Where artifacts are put, and taken from. */
  readonly artifacts?: string;
}

export const WORKFLOWS = 'examples/pipelines/.github/workflows';

export function workflow(name: string): Workflow {
  return parse(readFileSync(join(WORKFLOWS, name), 'utf8')) as Workflow;
}

/** What the matrix of a job comes to. */
export function matrixOf({ strategy }: Job): { readonly [name: string]: string }[] {
  const [[name, values], ...others] = Object.entries(strategy!.matrix);
  expect(others).toEqual([]);
  return values.map(value => ({ [name]: value }));
}

/**
 * Runs the commands of a job as GitHub does, and the actions that move artifacts. Of others it is noted that they ran.
 */
export function runJob({ env: jobEnv, steps }: Job, { cwd, env, context, artifacts }: Runner): JobRun {
  rmSync(env.GITHUB_ENV!, { force: true });
  let failed = false;
  let log = '';
  const ran: string[] = [];
  const evaluate = (expression: string): unknown => runInNewContext(expression, {
    ...context,
    cancelled: () => false,
    success: () => !failed,
    hashFiles: (file: string) => existsSync(join(cwd, file)) ? 'a hash' : '',
  });
  const filled = (text: unknown) => String(text).replace(/\$\{\{(.*?)\}\}/g, (_, expression: string) => String(evaluate(expression) ?? ''));
  const allFilled = (texts: { readonly [name: string]: unknown } = {}) =>
    Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, filled(text)]));
  const isDue = ({ if: condition = 'success()' }: Step) => {
    const expression = condition.replace(/^\$\{\{(.*)\}\}$/, '$1');
    return Boolean(evaluate(/\b(success|cancelled)\(/.test(expression) ? expression : `success() && (${expression})`));
  };

  for (const step of steps.filter(({ uses, run }) => uses ?? run)) {
    if (!isDue(step)) {
      continue;
    }
    if (step.run !== undefined) {
      ran.push(step.run.trimEnd());
      const { status, stdout } = spawnSync('bash', ['-c', 'exec 2>&1; exec bash -e -c "$0"', step.run],
        { cwd, encoding: 'utf8', env: { ...env, ...allFilled(jobEnv), ...setBefore(env.GITHUB_ENV!), ...allFilled(step.env) } });
      log += stdout;
      failed ||= status !== 0;
    } else {
      const inputs = allFilled(step.with);
      ran.push([step.uses!.replace(/@.*/, ''), ...Object.entries(inputs).map(([name, value]) => `${name}=${value}`)].join(' '));
      moveArtifacts(step.uses!, inputs, cwd, artifacts);
    }
  }
  return { failed, ran, log };
}

/** Variables that earlier steps have set for later ones. */
function setBefore(file: string): { readonly [name: string]: string } {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
  return Object.fromEntries(lines.map(line => /^(\w+)=(.*)$/.exec(line)!.slice(1)));
}

function moveArtifacts(uses: string, { name, path, pattern }: { readonly [input: string]: string }, cwd: string, artifacts?: string): void {
  if (uses.startsWith('actions/upload-artifact@')) {
    cpSync(join(cwd, path), join(artifacts!, name), { recursive: true });
    removeEmptyFolders(join(artifacts!, name));
  } else if (uses.startsWith('actions/download-artifact@')) {
    mkdirSync(join(cwd, path), { recursive: true });
    readdirSync(artifacts!).filter(artifact => artifact.startsWith(pattern.replace(/\*$/, '')))
      .forEach(artifact => cpSync(join(artifacts!, artifact), join(cwd, path), { recursive: true }));
  }
}

/** An artifact has files alone. */
function removeEmptyFolders(folder: string): void {
  readdirSync(folder, { withFileTypes: true }).filter(entry => entry.isDirectory()).forEach(({ name }) => removeEmptyFolders(join(folder, name)));
  if (readdirSync(folder).length === 0) {
    rmdirSync(folder);
  }
}
