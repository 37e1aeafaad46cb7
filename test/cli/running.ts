import fs, { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { main } from '../../src/cli/main';
import { TargetCluster } from '../../src/cluster/target-cluster';

/** What a command came to. */
export interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

const VARIABLES = [TargetCluster.ENVIRONMENT_VARIABLE, 'FORCE_COLOR', 'NO_COLOR'];

/**
 * An empty folder for each test, in which commands run, and an environment without anything that concerns them.
 */
export function inEmptyFolder(): void {
  const before = process.cwd();
  const { columns, isTTY } = process.stdout;
  const environment = VARIABLES.map((name): [string, string | undefined] => [name, process.env[name]]);
  beforeEach(() => {
    process.chdir(mkdtempSync(join(tmpdir(), 'check-')));
    Object.assign(process.stdout, { columns: undefined, isTTY: false });
    VARIABLES.forEach(name => { delete process.env[name]; });
  });
  afterEach(() => {
    const folder = process.cwd();
    process.chdir(before);
    rmSync(folder, { recursive: true });
    Object.assign(process.stdout, { columns, isTTY });
    VARIABLES.forEach(name => { delete process.env[name]; });
    environment.forEach(([name, value]) => value !== undefined && (process.env[name] = value));
    jest.restoreAllMocks();
  });
}

/** Runs a command. */
export function run(...args: readonly string[]): Outcome {
  let stdout = '';
  let stderr = '';
  jest.spyOn(process.stdout, 'write').mockImplementation(text => Boolean(stdout += text));
  jest.spyOn(process.stderr, 'write').mockImplementation(text => Boolean(stderr += text));
  const exitCode = main(args);
  return { exitCode, stdout, stderr };
}

/** Runs a command with something on standard input. */
export function runWith(input: string, ...args: readonly string[]): Outcome {
  const readFile = fs.readFileSync;
  jest.spyOn(fs, 'fstatSync').mockReturnValue({ isCharacterDevice: () => false } as fs.Stats);
  jest.spyOn(fs, 'readFileSync').mockImplementation((file, ...rest) => file === 0 ? Buffer.from(input) : readFile(file, ...rest as [any]) as any);
  return run(...args);
}

/** Writes a file, and the folders that it is in. */
export function write(name: string, text: string | Uint8Array): string {
  mkdirSync(dirname(name), { recursive: true });
  writeFileSync(name, text);
  return name;
}

export function read(name: string): string {
  return readFileSync(name, 'utf8');
}

/** A Job whose Pods may not have their restart policy (SC107, an error that can be repaired). */
export const JOB = `\
# Computes pi.
apiVersion: batch/v1
kind: Job
metadata:
  name: pi
  namespace: math
spec:
  template:
    spec:
      restartPolicy: Always  # as ever
      containers:
        - {name: pi, image: "perl:5.34.0"}
`;
export const REPAIRED_JOB = JOB.replace('Always', 'Never');

/** A Pod with an acknowledgement that has no reason (SC001, a warning), and a native sidecar without requests (SC501, an info). */
export const POD = `\
apiVersion: v1
kind: Pod
metadata:
  name: web
  annotations: {cdk8s-sidecars/acknowledge: SC301}
spec:
  initContainers:
    - {name: logs, image: 'registry.example.com/logs:1', restartPolicy: Always}
  containers:
    - {name: web, image: 'nginx:1.30'}
`;

/** What is found in the Job, on a terminal of the usual width. */
export const JOB_REPORT = `\
job.yaml:10:7  error  SC107 job-pod-restart-policy
  Job math/pi, spec.template.spec.restartPolicy
  the Pods of a Job may not have the restart policy Always.
  Fix: Set it to Never or OnFailure. Sidecars have a restartPolicy of their own,
       which stays Always.

1 error in 1 workload of 1 file, checked for Kubernetes 1.37 (1 can be repaired
with --fix).
`;

/** Ids of findings and the lines of them, as JSON tells them. */
export function found({ stdout }: Outcome): string[] {
  return JSON.parse(stdout).findings.map(({ file, line, id, acknowledged }: any) => `${file}:${line} ${id}${acknowledged ? ` ${acknowledged.by}` : ''}`);
}
