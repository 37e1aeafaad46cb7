import { posix } from 'node:path';
import { Progress } from './progress';
import { nameOf, readInput } from './read-input';
import { SourceFile } from '../inspection/inspect';
import { Unreadable } from '../inspection/located-finding';
import { UnusableInput } from '../source/unusable-input';

/**
 * Files that are read folder by folder. One that cannot be read is remembered, and does not keep the others from it.
 */
export class SourceFiles {
  private readonly folders = new Map<string, string[]>();
  private readonly broken: Unreadable[] = [];

  public constructor(private readonly files: readonly string[]) {
    for (const file of files) {
      const folder = posix.dirname(file);
      this.folders.set(folder, [...this.folders.get(folder) ?? [], file]);
    }
  }

  /**
   * The files of each folder, which are read when it is their turn.
   */
  public* groups(): Generator<readonly SourceFile[]> {
    const progress = new Progress(this.files.length);
    this.broken.length = 0;
    try {
      for (const files of this.folders.values()) {
        yield files.flatMap(file => this.read(file));
        progress.advance(files.length);
      }
    } finally {
      progress.end();
    }
  }

  /**
   * The files that could not be read when they were read last.
   */
  public get unreadable(): readonly Unreadable[] {
    return this.broken;
  }

  private read(file: string): SourceFile[] {
    try {
      return [{ name: nameOf(file), text: readInput(file) }];
    } catch (error) {
      if (!(error instanceof UnusableInput)) {
        throw error;
      }
      // The message begins with the place, as it is printed elsewhere.
      const [, line = '1', column = '1', message] = /^(?::(\d+):(\d+))?: ([^]*)$/.exec(error.message.slice(nameOf(file).length)) ?? [];
      this.broken.push({ file: nameOf(file), line: Number(line), column: Number(column), message: message ?? error.message });
      return [];
    }
  }
}
