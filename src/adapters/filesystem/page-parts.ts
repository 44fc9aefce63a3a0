import type { PagePart } from '../../domain/shared/page-files.ts';
import { parseJsonFile } from './parse-json-file.ts';

/** What Vite's manifest says of a file that it built; the manifest has one for each source. */
interface Chunk {
  readonly file: string;
  readonly css: readonly string[];
  /** The keys of those that it loads itself. */
  readonly imports: readonly string[];
}

const NOTHING: PagePart = { scripts: [], styles: [] };

/* Of Vite's: what stands in the page must need no escape. */
const BUILT = /^assets\/[\w.-]+$/;

/** The parts of the built page that it loads later, by the paths of their sources. */
export class PageParts {
  readonly #chunks: ReadonlyMap<string, Chunk>;
  /** What the page loads at once. */
  readonly #first: ReadonlySet<Chunk>;

  /** @param manifest Vite's; whatever is no such file has no parts */
  constructor(manifest: Buffer | null, entry: string) {
    this.#chunks = chunksOf(manifest);
    this.#first = this.#reached(entry, new Set());
  }

  /** @param source the end of the path of the part's source */
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
