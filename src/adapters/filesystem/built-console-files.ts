import { join } from 'node:path';
import type { ServedFile } from '../../domain/shared/served-file.ts';
import { builtFile, builtNames } from './built-file.ts';

/** The console that Vite built. Each file is read when it is first asked for: most are never asked for. */
export class BuiltConsoleFiles {
  readonly #dir: string;
  readonly #assets: ReadonlySet<string>;
  readonly #read = new Map<string, Promise<ServedFile>>();

  private constructor(dir: string, assets: readonly string[]) {
    this.#dir = dir;
    this.#assets = new Set(assets);
  }

  /** @throws Error if it has not been built */
  static async open(dir: string): Promise<BuiltConsoleFiles> {
    const files = new BuiltConsoleFiles(dir, await builtNames(join(dir, 'assets')));
    await files.index();
    return files;
  }

  index(): Promise<ServedFile> {
    return this.#file('index.html');
  }

  /** @param name content-hashed. @returns `undefined` if there is none */
  asset(name: string): Promise<ServedFile> | undefined {
    return this.#assets.has(name) ? this.#file(join('assets', name)) : undefined;
  }

  #file(path: string): Promise<ServedFile> {
    const known = this.#read.get(path);
    if (known) return known;
    const reading = builtFile(join(this.#dir, path));
    this.#read.set(path, reading);
    reading.catch(() => this.#read.delete(path));
    return reading;
  }
}
