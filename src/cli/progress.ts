const QUIET_MS = 1000;
const EVERY_MS = 100;

/**
 * Tells on a terminal how far a long run has come, and takes it back in the end. Says nothing to anything else than a terminal.
 */
export class Progress {
  private readonly begun = performance.now();
  private told = 0;
  private done = 0;

  public constructor(private readonly total: number, private readonly stream: NodeJS.WriteStream = process.stderr) {}

  /**
   * Counts what is done now.
   */
  public advance(count: number): void {
    this.done += count;
    const now = performance.now();
    if (this.stream.isTTY && now - this.begun > QUIET_MS && now - this.told > EVERY_MS) {
      this.told = now;
      this.stream.write(`\r${this.done} of ${this.total} files`);
    }
  }

  public end(): void {
    if (this.told > 0) {
      this.stream.write('\r\u001b[K');
    }
  }
}
