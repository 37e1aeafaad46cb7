import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** What a command of kubectl prints and ends with. */
export interface FakeAnswer {
  readonly stdout?: string;
  readonly stderr?: string;
  readonly status?: number;
}

/** Answers by the first word of its arguments, and keeps these and its input. */
const PROGRAM = `#!/bin/sh
cd "$(dirname "$0")"
printf '%s\\n' "$*" >> calls
cat > "input-$1"
cat "stdout-$1"
cat "stderr-$1" >&2
exit "$(cat "status-$1")"
`;

/**
 * A kubectl that comes first on the PATH and says what it is told to.
 */
export class FakeKubectl {
  public readonly folder = mkdtempSync(join(tmpdir(), 'fake-kubectl-'));
  private readonly path = process.env.PATH;

  public constructor() {
    writeFileSync(join(this.folder, 'kubectl'), PROGRAM);
    chmodSync(join(this.folder, 'kubectl'), 0o755);
    process.env.PATH = `${this.folder}${delimiter}${this.path}`;
  }

  public answer(command: string, { stdout = '', stderr = '', status = 0 }: FakeAnswer): void {
    Object.entries({ stdout, stderr, status }).forEach(([name, text]) => writeFileSync(join(this.folder, `${name}-${command}`), String(text)));
  }

  /** The arguments of all calls, one a line. */
  public calls(): string[] {
    return this.read('calls').trimEnd().split('\n');
  }

  public input(command: string): string {
    return this.read(`input-${command}`);
  }

  public remove(): void {
    process.env.PATH = this.path;
    rmSync(this.folder, { recursive: true });
  }

  private read(name: string): string {
    return readFileSync(join(this.folder, name), 'utf8');
  }
}
