import type { PagePart } from '../../domain/shared/page-files.ts';
import { parseJsonFile } from './parse-json-file.ts';

/** One built file in Vite's manifest, which has an entry for each source. */
interface Chunk {
  readonly file: string;
  readonly css: readonly string[];
  /** The keys of the chunks that this one imports. */
  readonly imports: readonly string[];
}

const NOTHING: PagePart = { scripts: [], styles: [] };

/* A path as Vite makes it. It is written into the page, so it must have no character that needs an escape. */
const BUILT = /^assets\/[\w.-]+$/;

/** Finds the files of those parts of the built page that are loaded after its first script, by the path of their source. */
export class PageParts {
  readonly #chunks: ReadonlyMap<string, Chunk>;
  /** The chunks that the page loads at once. */
  readonly #first: ReadonlySet<Chunk>;

  /** @param manifest Vite's manifest. Where it is missing or malformed, no part is found */
  constructor(manifest: Buffer | null, entry: string) {
    this.#chunks = chunksOf(manifest);
    this.#first = this.#reached(entry, new Set());
  }

  /** @param source the last folders and the name of the source, such as `stages/egg/EggStage.vue` */
  part(source: string): PagePart {
    const key = [...this.#chunks.keys()].find((path) => path.endsWith(`/${source}`));
    if (key === undefined) return NOTHING;
    const needed = [...this.#reached(key, new Set())].filter((chunk) => !this.#first.has(chunk));
    return {
      scripts: needed.map(({ file }) => file).filter((file) => file.endsWith('.js')),
      styles: [...new Set(needed.flatMap(({ css }) => css))],
    };
  }

  #reached(key: string, found: Set<Chunk>): Set<Chunk> {
    const chunk = this.#chunks.get(key);
    if (!chunk || found.has(chunk)) return found;
    found.add(chunk);
    for (const each of chunk.imports) this.#reached(each, found);
    return found;
  }
}

function chunksOf(manifest: Buffer | null): ReadonlyMap<string, Chunk> {
  const reading = manifest && parseJsonFile(manifest);
  if (!reading?.ok) return new Map();
  return new Map(Object.entries(reading.data ?? {}).flatMap(([key, value]) => chunkOf(key, value)));
}

function chunkOf(key: string, value: unknown): [string, Chunk][] {
  const { file, css, imports } = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof file !== 'string' || !BUILT.test(file)) return [];
  return [[key, { file, css: textsOf(css).filter((each) => BUILT.test(each)), imports: textsOf(imports) }]];
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
