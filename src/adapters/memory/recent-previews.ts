import { LRUCache } from 'lru-cache';
import type { Preview, PreviewStore } from '../../application/authoring/previews/preview-desk.ts';

export interface RecentPreviewsOptions {
  readonly mostBytes: number;
  /** Of one operator: the others keep theirs, however many one looks at. */
  readonly mostOfOwner: number;
  /** Without a visit for so long, a preview is forgotten. */
  readonly ttlMs: number;
  /** A clock in milliseconds that is never set back. */
  readonly monotonic?: { now(): number };
}

/* What an entry takes beside its text. */
const ENTRY_BYTES = 1000;

/* A text takes at most two bytes a character. */
const CHARACTER_BYTES = 2;

/* The pictures' hashes are counted alike: 64 digits and a name. */
const PICTURE_BYTES = 300;

/** Previews in the memory of this process. Those that were visited longest ago make room. */
export class RecentPreviews implements PreviewStore {
  readonly #previews: LRUCache<string, Preview>;
  readonly #mostOfOwner: number;

  constructor({ mostBytes, mostOfOwner, ttlMs, monotonic = performance }: RecentPreviewsOptions) {
    this.#mostOfOwner = mostOfOwner;
    this.#previews = new LRUCache({
      maxSize: mostBytes,
      sizeCalculation: bytesOf,
      ttl: ttlMs,
      ttlResolution: 0,
      perf: monotonic,
    });
  }

  put(preview: Preview): void {
    this.#previews.set(preview.key, preview);
    // From the most recently used on.
    const own = [...this.#previews.values()].filter(({ owner }) => owner === preview.owner);
    for (const { key } of own.slice(this.#mostOfOwner)) this.#previews.delete(key);
  }

  find(key: string, isVisit: boolean): Preview | undefined {
    return this.#previews.get(key, { updateAgeOnGet: isVisit });
  }
}

function bytesOf({ text, pictures }: Preview): number {
  return ENTRY_BYTES + text.length * CHARACTER_BYTES + Object.keys(pictures).length * PICTURE_BYTES;
}
