import { dirname, resolve } from 'node:path';
import { Progress } from './progress';
import { nameOf, readInput } from './read-input';
import { SourceFile } from '../inspection/inspect';
import { Unreadable } from '../inspection/located-finding';
import { UnusableInput } from '../source/unusable-input';

/** Every object of Kubernetes says it. */
const MANIFEST = 'apiVersion';

/**
 * Files that are read folder by folder. One that cannot be read is remembered, and does not keep the others from it.
 */
export class SourceFiles {
  private readonly folders = new Map<string, string[]>();
  private readonly broken: Unreadable[] = [];

  /**
   * @param searched those of the files that nobody named: where they hold no manifests, they are as good as empty, whatever they hold
   */
  public constructor(private readonly files: readonly string[], private readonly searched: ReadonlySet<string> = new Set()) {
    for (const file of files) {
      const folder = dirname(resolve(file));
      const others = this.folders.get(folder);
      if (others) {
        others.push(file);
      } else {
        this.folders.set(folder, [file]);
      }
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
      const text = readInput(file);
      return [{ name: nameOf(file), text: this.searched.has(file) && !text.includes(MANIFEST) ? '' : text }];
    } catch (error) {
      if (!(error instanceof UnusableInput && error.message.startsWith(nameOf(file)))) {
        throw error;
      }
      // The message begins with the place, as it is printed elsewhere.
      const [, line = '1', column = '1', message] = /^(?::(\d+):(\d+))?: ([^]*)$/.exec(error.message.slice(nameOf(file).length)) ?? [];
      this.broken.push({ file: nameOf(file), line: Number(line), column: Number(column), message: message ?? error.message });
      return [];
    }
  }
}
