import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';

/** What a kubectl command prints; many may run at a time. */
export async function kube(args: readonly string[], input: string = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('kubectl', args);
    let [out, err] = ['', ''];
    child.stdout.on('data', data => { out += data; });
    child.stderr.on('data', data => { err += data; });
    child.on('error', reject);
    child.on('close', code => code === 0 ? resolve(out) : reject(new Error(`kubectl ${args.join(' ')}: ${err}`)));
    child.stdin.end(input);
  });
}

/** Runs a shell command with some more environment. */
export async function sh(command: string, env: { readonly [name: string]: string }): Promise<void> {
  await promisify(execFile)('sh', ['-c', command], { env: { ...process.env, ...env } });
}

/** What a command goes on to tell, line by line; it is run again, from the start, whenever it ends. */
export class Follower {
  private stopped = false;
  private stop?: () => void;

  public constructor(
    private readonly args: readonly string[], private readonly onStart: () => void, private readonly onLine: (line: string) => void,
  ) {
    this.run();
  }

  public end(): void {
    this.stopped = true;
    this.stop?.();
  }

  private run(): void {
    const child = spawn('kubectl', this.args, { stdio: ['ignore', 'pipe', 'ignore'] });
    this.stop = () => { child.kill(); };
    this.onStart();
    let rest = '';
    child.stdout.setEncoding('utf8').on('data', (data: string) => {
      const lines = (rest + data).split('\n');
      rest = lines.pop()!;
      lines.forEach(this.onLine);
    });
    child.on('close', () => this.stopped || setTimeout(() => this.stopped || this.run(), 300));
  }
}

/** The changes of all objects of a kind in a namespace, as they come. */
export function watch<T>(kind: string, namespace: string, onChange: (object: T, deleted: boolean) => void): Follower {
  return new Follower(['get', kind, '-n', namespace, '--watch', '--output-watch-events', '-o', 'json'], () => {}, line => {
    const { type, object } = JSON.parse(line) as { type: string; object: T };
    onChange(object, type === 'DELETED');
  });
}

export async function until<T>(what: string, poll: () => T | undefined | false, seconds: number = 150): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const result = poll();
    if (result) {
      return result;
    }
    if (Date.now() > deadline) {
      throw new Error(`${what} did not come in ${seconds} s`);
    }
    await pause(100);
  }
}

export async function pause(ms: number): Promise<void> {
  await new Promise(resolve => setTimeout(resolve, ms));
}
