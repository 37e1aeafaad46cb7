import { ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, closeSync, existsSync, fchownSync, mkdirSync, mkdtempSync, openSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { canConnect, get, POD_IP } from './network';
import { UsedPreset } from '../presets/use-preset';

/** The program of an image. */
export interface RealImage {
  /** As `get` and `image` name it. */
  readonly program: string;
  /** What stands in for the image's own entrypoint, where that is a script which cannot be had. */
  readonly entrypoint?: readonly string[];
  readonly workingDirectory?: string;
}

/** Data of the Secrets that there are, by their names. */
export interface Secrets {
  readonly [secret: string]: { readonly [key: string]: string };
}

/** How a program ended. */
export interface End {
  readonly code: number | NodeJS.Signals;
  readonly seconds: number;
}

const PROGRAMS_HOME = process.env.PROGRAMS_HOME ?? join(homedir(), '.cache/sidecar-programs');
/** What container runtimes set where the image does not. */
const RUNTIME_ENV = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/' };
const POLL_MS = 50;
const PATIENCE_MS = 30_000;
const FOLDERS: string[] = [];
const TREES = new Map<string, string>();

/** The version of a program in the cache. */
export function versionOf(program: string): string {
  return execFileSync(join(__dirname, 'get'), ['--version', program], { encoding: 'utf8' }).trim();
}

/** The files of an image. The mount points of Pods come to them. */
function treeOf(program: string): string {
  const tree = TREES.get(program) ?? temporaryFolder();
  if (!TREES.has(program)) {
    const { status, stderr } = spawnSync(join(__dirname, 'image'), ['--folder', program, tree], { encoding: 'utf8' });
    if (status !== 0) {
      throw new Error(stderr.trim());
    }
    // the kubelet's
    writeFileSync(join(tree, 'etc/hosts'), '127.0.0.1 localhost\n');
    writeFileSync(join(tree, 'etc/resolv.conf'), 'nameserver 127.0.0.1\n');
    ['proc', 'dev'].forEach(folder => mkdirSync(join(tree, folder), { recursive: true }));
    TREES.set(program, tree);
  }
  return tree;
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'program-'));
  chmodSync(folder, 0o755);
  FOLDERS.push(folder);
  return folder;
}

/** For the end of a test file. */
export function removeFolders(): void {
  FOLDERS.splice(0).forEach(folder => rmSync(folder, { recursive: true, force: true }));
  TREES.clear();
}

/**
 * The container of a preset as its Pod says, with the real program: command line, environment, files, user and root. It has namespaces
 * for mounts and processes; its network is that of the test.
 */
export class RealProgram {
  public readonly end: Promise<number | NodeJS.Signals>;
  private readonly process: ChildProcess;
  private readonly log = join(temporaryFolder(), 'log');

  public constructor(private readonly used: UsedPreset, image: RealImage, secrets: Secrets = {}) {
    if (!existsSync(join(PROGRAMS_HOME, 'bin', image.program))) {
      throw new Error(`${image.program} is not in ${PROGRAMS_HOME}/bin: run test/programs/get ${image.program}, or name other programs in PROGRAMS.`);
    }
    const { sidecar, preset } = used;
    const { runAsUser, runAsGroup, readOnlyRootFilesystem } = sidecar.securityContext;
    const root = treeOf(image.program);
    const script = [
      'set -e',
      `mount --bind ${root} ${root}`,
      `mount -t proc proc ${root}/proc`,
      `mount --rbind /dev ${root}/dev`,
      ...(sidecar.volumeMounts ?? []).flatMap((mount: any) => this.mountLines(root, mount)),
      ...readOnlyRootFilesystem ? [`mount -o remount,bind,ro ${root}`] : [],
      `exec setpriv --no-new-privs unshare --root=${root} --wd=${image.workingDirectory ?? '/'} --setgid=${runAsGroup} --setuid=${runAsUser} -- "$@"`,
    ].join('\n');
    const command = [...sidecar.command ?? image.entrypoint ?? preset.entrypoint!, ...sidecar.args ?? []];
    const log = openSync(this.log, 'a');
    fchownSync(log, runAsUser, runAsGroup);
    this.process = spawn('unshare', ['--mount', '--pid', '--fork', '--kill-child', 'sh', '-c', script, 'sh', ...command], {
      env: { ...RUNTIME_ENV, ...this.env(secrets) }, stdio: ['ignore', log, log],
    });
    closeSync(log);
    this.end = new Promise((resolve, reject) => {
      this.process.on('error', reject);
      this.process.on('exit', (code, signal) => resolve(code ?? signal!));
    });
  }

  /** What it has written. */
  public output(): string {
    return readFileSync(this.log, 'utf8');
  }

  /** Waits until its startup probe succeeds. */
  public async gateOpens(): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    while (!await this.probe('startupProbe')) {
      if (this.process.exitCode !== null || Date.now() > deadline) {
        throw new Error(`its gate has not opened${this.process.exitCode === null ? '' : `, and it has ended with ${this.process.exitCode}`}:\n${this.output()}`);
      }
      await sleep(POLL_MS);
    }
  }

  /** Whether a probe succeeds, as the kubelet would make it. */
  public async probe(name: 'startupProbe' | 'livenessProbe'): Promise<boolean> {
    const { httpGet, tcpSocket, exec, timeoutSeconds = 1 } = this.used.sidecar[name];
    if (exec) {
      return this.exec(exec.command, timeoutSeconds);
    }
    if (tcpSocket) {
      return canConnect(tcpSocket.port, POD_IP);
    }
    const status = await get(httpGet.port, httpGet.path, { host: POD_IP, timeoutSeconds }).then(answer => answer.status, () => undefined);
    return status !== undefined && status >= 200 && status < 400;
  }

  /** Sends the stop signal of the image, as the kubelet does. */
  public async stop(): Promise<End> {
    const began = performance.now();
    process.kill(this.pid()!, this.used.preset.stopSignal as NodeJS.Signals | undefined ?? 'SIGTERM');
    const code = await this.end;
    return { code, seconds: (performance.now() - began) / 1000 };
  }

  /** Ends it at once, if it runs. */
  public async kill(): Promise<void> {
    if (this.process.exitCode === null) {
      const pid = this.child();
      // what only waits for the program would end before it
      process.kill(pid ?? this.process.pid!, 'SIGKILL');
      await this.end;
    }
  }

  /** The program, once its container stands; it is the first process there, as in every container. */
  private pid(): number | undefined {
    const child = this.child();
    return child !== undefined && readlinkSync(`/proc/${child}/root`) !== '/' ? child : undefined;
  }

  /** The first process of its namespace, which may still be what mounts its files. */
  private child(): number | undefined {
    const { pid } = this.process;
    const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').match(/\d+/) ?? [];
    return child === undefined ? undefined : Number(child);
  }

  private async exec(command: readonly string[], timeoutSeconds: number): Promise<boolean> {
    const pid = this.process.exitCode === null ? this.pid() : undefined;
    if (pid === undefined) {
      return false;
    }
    const { runAsUser, runAsGroup } = this.used.sidecar.securityContext;
    const inside = ['--target', `${pid}`, '--mount', '--pid', '--root', '--wd', '--setgid', runAsGroup, '--setuid', runAsUser];
    const process = spawn('nsenter', [...inside, '--', ...command], { env: RUNTIME_ENV, stdio: 'ignore', timeout: timeoutSeconds * 1000 });
    return new Promise(resolve => process.on('exit', code => resolve(code === 0)));
  }

  private env(secrets: Secrets): { readonly [name: string]: string } {
    return Object.fromEntries((this.used.sidecar.env ?? []).map(({ name, value, valueFrom }: any) => {
      const { name: secret, key } = valueFrom?.secretKeyRef ?? {};
      const resolved = value ?? secrets[secret]?.[key];
      if (resolved === undefined) {
        throw new Error(`the test has no value for ${name}: ${JSON.stringify(valueFrom)}`);
      }
      return [name, resolved];
    }));
  }

  /** The commands that mount a volume: a ConfigMap that is there, or an emptyDir. */
  private mountLines(root: string, { name, mountPath, subPath, readOnly }: any): string[] {
    const { configMap, emptyDir } = this.used.podSpec.volumes.find((volume: any) => volume.name === name);
    const source = temporaryFolder();
    if (configMap) {
      const { data } = this.used.others.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === configMap.name);
      Object.entries<string>(data).forEach(([file, text]) => writeFileSync(join(source, file), text));
    } else if (emptyDir) {
      chmodSync(source, 0o777);
    } else {
      throw new Error(`the test cannot mount the volume ${name}`);
    }
    const target = join(root, mountPath);
    mkdirSync(subPath === undefined ? target : dirname(target), { recursive: true });
    return [
      // below a volume that is mounted by then
      ...subPath === undefined ? [] : [`: > ${target}`],
      `mount --bind ${join(source, subPath ?? '')} ${target}`,
      // the kubelet mounts all of a ConfigMap like this
      ...readOnly || configMap ? [`mount -o remount,bind,ro ${target}`] : [],
    ];
  }
}
