import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PageFiles, PagePart } from '../../domain/shared/page-files.ts';
import type { ServedFile } from '../../domain/shared/served-file.ts';
import { builtFile, builtNames } from './built-file.ts';
import { PageParts } from './page-parts.ts';

/** The pages and the client that Vite and esbuild built. `open` reads all files into memory. */
export class BuiltPageFiles implements PageFiles {
  readonly index: ServedFile;
  readonly counter: ServedFile;
  readonly client: ServedFile;
  readonly #assets: ReadonlyMap<string, ServedFile>;
  readonly #parts: PageParts;

  private constructor(
    { index, counter, client }: Pick<PageFiles, 'index' | 'counter' | 'client'>,
    assets: ReadonlyMap<string, ServedFile>,
    parts: PageParts,
  ) {
    this.index = index;
    this.counter = counter;
    this.client = client;
    this.#assets = assets;
    this.#parts = parts;
  }

  /**
   * @param dir the built pages; the built client is in the folder `client` beside it
   * @throws Error if they have not been built
   */
  static async open(dir: string): Promise<BuiltPageFiles> {
    const index = await builtFile(join(dir, 'index.html'));
    const counter = await builtFile(join(dir, 'counter.html'));
    const client = await builtFile(join(dir, '../client/client.js'));
    const assets = join(dir, 'assets');
    const names = await builtNames(assets);
    const files = await Promise.all(
      names.map(async (name) => [name, await builtFile(join(assets, name))] as const),
    );
    // Without it the page works, and loads its parts a little later.
    const manifest = await readFile(join(dir, '.vite', 'manifest.json')).catch(() => null);
    return new BuiltPageFiles(
      { index, counter, client },
      new Map(files),
      new PageParts(manifest, 'index.html'),
    );
  }

  asset(name: string): ServedFile | undefined {
    return this.#assets.get(name);
  }

  part(source: string): PagePart {
    return this.#parts.part(source);
  }
}
