import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, join, resolve } from 'node:path';

const ROOT = resolve('.');
const EXAMPLE = 'examples/pipelines';

/** npm and npx find what is installed here. All else keeps its arguments and its input, and gh answers with the comments it is given. */
const PROGRAMS: { readonly [name: string]: string } = {
  npm: `[ "$1" = ci ] && ln -sfn '${ROOT}/node_modules' node_modules`,
  npx: `program=$1
shift
[ "$program" = cdk8s-sidecars ] && exec '${process.execPath}' '${ROOT}/bin/cdk8s-sidecars' "$@"
exec '${ROOT}/node_modules/.bin/'"$program" "$@"`,
  flux: 'printf \'%s\\n\' "$*" >> "$CALLS/flux"',
  gh: `printf '%s\\n' "$*" >> "$CALLS/gh"
for last; do :; done
case "$*" in
  *' --jq '*) jq -r "$last" "$CALLS/comments.json" ;;
  *) cat > "$CALLS/gh-input" ;;
esac`,
};

/**
 * The example as a repository of its own, with an origin, and programs on the PATH that reach nothing outside of it.
 */
export class Repository {
  private readonly root = mkdtempSync(join(tmpdir(), 'pipelines-'));
  public readonly folder = join(this.root, 'orders');
  public readonly origin = join(this.root, 'origin.git');
  public readonly artifacts = join(this.root, 'artifacts');
  private readonly calls = join(this.root, 'calls');

  public constructor() {
    if (!existsSync('node_modules/cdk8s-sidecars/lib/index.js')) {
      throw new Error('The examples use the compiled library. Run: npx projen compile && npx projen link');
    }
    [join(this.root, 'bin'), this.calls, this.artifacts].forEach(folder => mkdirSync(folder));
    Object.entries(PROGRAMS).forEach(([name, lines]) => {
      writeFileSync(join(this.root, 'bin', name), `#!/bin/sh\n${lines}\n`);
      chmodSync(join(this.root, 'bin', name), 0o755);
    });
    cpSync(EXAMPLE, this.folder, { recursive: true, filter: path => !['dist', 'node_modules'].includes(basename(path)) });
    this.comments([]);
    this.git('init', '--quiet', '--initial-branch=main');
    this.git('init', '--quiet', '--bare', this.origin);
    this.git('remote', 'add', 'origin', `file://${this.origin}`);
    this.write('.gitignore', 'node_modules\ndist\n');
    this.commit('Start');
    this.npmCi();
  }

  /** The environment of a runner, on which nobody has told git who they are. */
  public get env(): NodeJS.ProcessEnv {
    return {
      PATH: `${join(this.root, 'bin')}${delimiter}${process.env.PATH}`,
      HOME: this.root,
      CALLS: this.calls,
      GIT_CONFIG_NOSYSTEM: '1',
      TS_NODE_TRANSPILE_ONLY: 'true',
      GITHUB_REPOSITORY: 'Example/orders',
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_REF_NAME: 'main',
      GITHUB_SHA: this.git('rev-parse', 'HEAD'),
      GITHUB_ENV: join(this.calls, 'env'),
      GITHUB_STEP_SUMMARY: join(this.calls, 'summary'),
    };
  }

  public git(...args: readonly string[]): string {
    return execFileSync('git', args, {
      cwd: existsSync(this.folder) ? this.folder : this.root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH, HOME: this.root, GIT_CONFIG_NOSYSTEM: '1' },
    }).trimEnd();
  }

  public read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8');
  }

  public write(file: string, text: string): void {
    mkdirSync(join(this.folder, dirname(file)), { recursive: true });
    writeFileSync(join(this.folder, file), text);
  }

  /** Replaces something in the app, which has to be there. */
  public change(from: string, to: string): void {
    expect(this.read('main.ts')).toContain(from);
    this.write('main.ts', this.read('main.ts').replaceAll(from, to));
  }

  public commit(message: string): void {
    this.git('add', '--all');
    this.git('-c', 'user.name=Someone', '-c', 'user.email=someone@example.com', 'commit', '--quiet', '--message', message);
    this.git('push', '--quiet', 'origin', 'HEAD');
  }

  /** Checks out what GitHub does for a pull request: a commit that merges the branch into the main one. */
  public checkOutMergeOf(branch: string): void {
    this.git('checkout', '--quiet', '--detach', 'main');
    this.git('-c', 'user.name=Someone', '-c', 'user.email=someone@example.com', 'merge', '--quiet', '--no-ff', '--message', 'Merge', branch);
  }

  public npmCi(): void {
    execFileSync('npm', ['ci'], { cwd: this.folder, env: this.env });
  }

  /** Runs commands of a shell in the repository. */
  public sh(lines: string, env: NodeJS.ProcessEnv = {}): string {
    return execFileSync('sh', ['-e', '-c', lines], { cwd: this.folder, encoding: 'utf8', env: { ...this.env, ...env }, stdio: 'pipe' });
  }

  /** What a branch of the origin has in a file, or the names of its files. */
  public onOrigin(branch: string, file?: string): string {
    return file ? this.git('--git-dir', this.origin, 'show', `${branch}:${file}`) : this.git('--git-dir', this.origin, 'ls-tree', '-r', '--name-only', branch);
  }

  public headOnOrigin(branch: string): string {
    return this.git('--git-dir', this.origin, 'rev-parse', branch);
  }

  /** The comments that there are on the pull request. */
  public comments(comments: readonly object[]): void {
    writeFileSync(join(this.calls, 'comments.json'), JSON.stringify(comments));
  }

  /** What a program was called with, or else was written for the runner. */
  public called(name: 'gh' | 'gh-input' | 'flux' | 'summary'): string | undefined {
    const file = join(this.calls, name);
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  }

  public forgetCalls(): void {
    ['gh', 'gh-input', 'flux', 'summary'].forEach(name => rmSync(join(this.calls, name), { force: true }));
  }

  public remove(): void {
    rmSync(this.root, { recursive: true });
  }
}

/** The app with something that synthesis does not look at, and that never completes. */
export const WITH_AN_ERROR = `\
import { ApiObject, App, Chart } from 'cdk8s';

const app = new App();

new ApiObject(new Chart(app, 'report'), 'job', {
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'report' },
  spec: {
    template: {
      spec: {
        restartPolicy: 'Never',
        containers: [
          { name: 'report', image: 'example.com/report:1.0' },
          { name: 'proxy', image: 'gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.18.0', args: ['example:europe-west1:orders'] },
        ],
      },
    },
  },
});

app.synth();
`;
