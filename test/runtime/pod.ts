import { ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync, closeSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SUPERVISOR } from '../../src/runtime/supervisor';

const SOURCE = readFileSync('runtime/supervisor.sh', 'utf8');
const BUSYBOX = execFileSync(join(__dirname, 'busybox.sh'), { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim();
/** Every Pod has a main; one whose test is not about it has this one, which is never started. */
const NEVER_STARTED = 'never-started';
const PATIENCE_MS = 40_000;
const POLL_MS = 15;

/** What runs the supervisor: in a Pod it is busybox; the others are here since they read scripts in their own ways. */
export const SHELLS = ['busybox', 'dash', 'bash'] as const;
/** In a Pod it is the script as it stands in manifests; the others read it as it was written. */
const SCRIPTS = { busybox: SUPERVISOR, dash: SOURCE, bash: SOURCE };
export type Shell = typeof SHELLS[number];

export type Policy = 'Never' | 'OnFailure' | 'Always';
export type Role = 'sidecar' | 'step' | 'main';

export interface ContainerSpec {
  readonly role: Role;
  readonly command: readonly string[];
  /** What the supervisor is told besides what the Pod says. */
  readonly options?: { readonly [key: string]: string };
  /** Instead of PATH, POD (the folder of the Pod) and NAME (of the container). */
  readonly env?: NodeJS.ProcessEnv;
  readonly uid?: number;
  readonly cwd?: string;
  /** Command that starts the supervisor, such as unshare. */
  readonly wrapper?: readonly string[];
}

/** Programs of containers: shell scripts that may use `$POD` and `$NAME`. */
export const sidecar = (script: string, options?: ContainerSpec['options']) =>
  container('sidecar', script, { ...script.includes(RUNS) && UP_WHEN_IT_RUNS, ...options });
export const step = (script: string, options?: ContainerSpec['options']) => container('step', script, options);
export const main = (script: string, options?: ContainerSpec['options']) => container('main', script, options);

function container(role: Role, script: string, options?: ContainerSpec['options']): ContainerSpec {
  return { role, command: ['sh', '-c', `echo $$ > "$POD/$NAME.pid"; ${script}`], options };
}

const RUNS = 'echo "$NAME runs"';
/** Else the first words of a main could come before those of its sidecar, of which only the start is waited for. */
const UP_WHEN_IT_RUNS = { startup: '"$_bb" grep -qx "$NAME runs" "$POD/out"', startup_every: '0 0.05 1000 30' };

/** Says that it runs, and when it is stopped; ends with that code then. */
export const serve = (code: number = 0) => `trap 'echo "$NAME stops"; exit ${code}' TERM; ${RUNS}; sleep 600 & wait`;
export const SERVE = serve();
/** Says that it runs, and ends with the code that it reads. */
export const OBEY = `${RUNS}; read -r code; exit "$code"`;

/** A container that has been started, as the kubelet sees it. */
export class Container {
  /** The exit code, or the signal that ended the supervisor. With it, the kernel ends all other processes of a container. */
  public readonly end: Promise<number | NodeJS.Signals>;
  private readonly supervisor: ChildProcess;

  public constructor(argv: readonly string[], options: { env: NodeJS.ProcessEnv; uid?: number; cwd?: string; out: string; err: string }) {
    const { env, uid, cwd } = options;
    const [out, err] = [options.out, options.err].map(path => openSync(path, 'a'));
    this.supervisor = spawn(argv[0], argv.slice(1), { env, uid, gid: uid, cwd, detached: true, stdio: ['pipe', out, err] });
    [out, err].forEach(closeSync);
    this.supervisor.stdin!.on('error', () => {});
    this.end = new Promise((resolve, reject) => {
      this.supervisor.on('error', reject);
      this.supervisor.on('exit', (code, signal) => {
        this.kill();
        resolve(code ?? signal!);
      });
    });
  }

  /** Of the supervisor. */
  public get pid(): number {
    return this.supervisor.pid!;
  }

  /** Signals the supervisor, as the kubelet would. */
  public signal(signal: NodeJS.Signals): void {
    this.supervisor.kill(signal);
  }

  /** A line for the standard input of the program. */
  public input(line: string): void {
    this.supervisor.stdin!.write(`${line}\n`);
  }

  /** Ends all processes of the container. */
  public kill(): void {
    kill(-this.pid);
  }
}

/** Containers in the order in which they start, each with a supervisor of its own, and a folder that they share. */
export class Pod<N extends string = string> {
  /** For anything that a test needs. */
  public readonly folder: string;
  /** What the init container fills. */
  public readonly runtime: string;
  private readonly started: Container[] = [];
  private removed = false;

  public constructor(
    private readonly shell: Shell, private readonly policy: Policy, private readonly specs: Record<N, ContainerSpec>, private readonly grace: number,
  ) {
    this.folder = mkdtempSync(join(tmpdir(), 'pod-'));
    this.runtime = this.path('runtime');
    mkdirSync(join(this.runtime, 'state'), { recursive: true });
    copyFileSync(BUSYBOX, join(this.runtime, 'busybox'));
    writeFileSync(join(this.runtime, 'supervisor'), `#!${this.runtime}/busybox sh\n${SCRIPTS[shell]}\n`);
    [...this.names(), NEVER_STARTED].forEach(name => {
      writeFileSync(this.statePath(name), '');
      chmodSync(this.statePath(name), 0o666);
    });
    ['.', 'runtime', 'runtime/busybox', 'runtime/supervisor', 'runtime/state'].forEach(path => chmodSync(this.path(path), 0o777));
    writeFileSync(this.path('out'), '');
  }

  public path(name: string): string {
    return join(this.folder, name);
  }

  public start(name: N): Container {
    const { wrapper = [], role, command } = this.specs[name];
    return this.run(name, [...wrapper, ...this.supervisor(), role, ...this.options(name), '--', ...command]);
  }

  public startAll(): Record<N, Container> {
    return Object.fromEntries(this.names().map(name => [name, this.start(name)])) as Record<N, Container>;
  }

  /** Runs the supervisor in another role beside a container that runs, as the kubelet does for a probe or a hook. */
  public async exec(name: N, role: 'hook' | 'is-up', ...command: string[]): Promise<number | NodeJS.Signals> {
    return this.run(name, [...this.supervisor(), role, `name=${name}`, '--', ...command]).end;
  }

  /** What all programs have written, in the order in which they did. */
  public lines(): string[] {
    return readFileSync(this.path('out'), 'utf8').split('\n').slice(0, -1);
  }

  /** What a container has written to its standard error. */
  public errors(name: N): string {
    const path = this.path(`${name}.err`);
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  }

  /** The first line of its file; what comes after is left of earlier ones. */
  public state(name: N): string {
    return readFileSync(this.statePath(name), 'utf8').split('\n')[0];
  }

  /** Whether the supervisor of a container lives, and hears signals. */
  public isSupervised(name: N): boolean {
    return spawnSync(BUSYBOX, ['flock', '-n', this.statePath(name), BUSYBOX, 'true']).status !== 0;
  }

  public writeState(name: N, state: string): void {
    writeFileSync(this.statePath(name), `${state}\n`);
  }

  /** Makes a file that the shell of a program or a probe looks for. */
  public touch(name: string): void {
    writeFileSync(this.path(name), '');
  }

  public async until(happened: () => boolean): Promise<void> {
    while (!happened() && !this.removed) {
      await sleep(POLL_MS);
    }
  }

  public async line(line: string, times: number = 1): Promise<void> {
    await this.until(() => this.lines().filter(each => each === line).length >= times);
  }

  public async error(name: N, text: string): Promise<void> {
    await this.until(() => this.errors(name).includes(text));
  }

  public async inState(name: N, state: string): Promise<void> {
    await this.until(() => this.state(name) === state);
  }

  /** The program that a container has started last; it must have said something since. */
  public program(name: N): { kill: (signal: NodeJS.Signals) => void } {
    const pid = Number(readFileSync(this.path(`${name}.pid`), 'utf8'));
    return { kill: signal => process.kill(pid, signal) };
  }

  /** All processes that know the folder of the Pod by its name. */
  public processes(): number[] {
    return readdirSync('/proc').filter(pid => /^\d+$/.test(pid)).map(Number).filter(pid => commandLine(pid).includes(this.folder));
  }

  /** Ends and removes all. */
  public async remove(): Promise<void> {
    this.started.forEach(each => each.kill());
    // busybox's timeout leaves a process in a session of its own behind
    await this.until(() => this.processes().map(kill).length === 0);
    this.removed = true;
    rmSync(this.folder, { recursive: true });
  }

  /** What can be seen of it, for the message of a test that has waited in vain. */
  public toString(): string {
    const containers = this.names().map(name => `${name} is ${this.state(name) || 'not created'} and has said: ${this.errors(name)}`);
    return [...containers, 'the programs have said:', ...this.lines()].join('\n');
  }

  private run(name: N, argv: readonly string[]): Container {
    const { env = { PATH: process.env.PATH, POD: this.folder, NAME: name }, uid, cwd } = this.specs[name];
    const started = new Container(argv, { env, uid, cwd, out: this.path('out'), err: this.path(`${name}.err`) });
    this.started.push(started);
    return started;
  }

  private supervisor(): string[] {
    const interpreter = { busybox: [], dash: ['dash'], bash: ['bash', '--posix'] }[this.shell];
    return [...interpreter, join(this.runtime, 'supervisor')];
  }

  private options(name: N): string[] {
    const names = this.names();
    const { role, options } = this.specs[name];
    const withRole = (some: N[], wanted: Role) => some.filter(each => this.specs[each].role === wanted).join(' ');
    const after = names.slice(0, names.indexOf(name)).filter(each => this.specs[each].role !== 'main').at(-1);
    return Object.entries({
      name,
      policy: this.policy,
      grace: this.grace,
      ...after && { after },
      ...role === 'sidecar' && { mains: withRole(names, 'main') || NEVER_STARTED, later: withRole(names.slice(names.indexOf(name) + 1), 'sidecar') },
      ...options,
    }).map(([key, value]) => `${key}=${value}`);
  }

  private names(): N[] {
    return Object.keys(this.specs) as N[];
  }

  private statePath(name: string): string {
    return join(this.runtime, 'state', name);
  }
}

/** A process or, by a negative number, a group of them, if it is still there. */
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    expect(error).toMatchObject({ code: 'ESRCH' });
  }
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

/** A test of a Pod that is gone afterwards, whatever came of it. */
export function inPod<N extends string>(
  shell: Shell, policy: Policy, specs: Record<N, ContainerSpec>, body: (pod: Pod<N>) => Promise<void>, grace: number = 30,
): () => Promise<void> {
  return async () => {
    const pod = new Pod(shell, policy, specs, grace);
    const timeout = new AbortController();
    try {
      await Promise.race([body(pod), sleep(PATIENCE_MS, undefined, { signal: timeout.signal }).then(() => {
        throw new Error(`What the test waits for has not happened:\n${pod}`);
      })]);
    } finally {
      timeout.abort();
      await pod.remove();
    }
  };
}
