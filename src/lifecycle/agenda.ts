interface Entry {
  readonly time: number;
  readonly happen: () => void;
}

/**
 * What is going to happen, by its time. What was planned first comes first where times are the same.
 */
export class Agenda {
  private readonly entries: Entry[] = [];

  public plan(time: number, happen: () => void): void {
    const later = this.entries.findIndex(entry => entry.time > time);
    this.entries.splice(later < 0 ? this.entries.length : later, 0, { time, happen });
  }

  /** The next thing, which is taken out; undefined if there is none until a time. */
  public next(until: number): Entry | undefined {
    return this.entries.length > 0 && this.entries[0].time <= until ? this.entries.shift() : undefined;
  }

  public clear(): void {
    this.entries.length = 0;
  }
}
