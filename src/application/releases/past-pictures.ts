import { mediaVersion } from '../../domain/activities/media-versions.ts';
import type { Pictures } from '../../domain/releases/release.ts';

/* A page asks for most of its pictures at once, and for those further down when the visitor scrolls there. */
const KEPT_MS = 600_000;

/* Of all activities together, some 200 bytes each. */
const MOST = 20_000;

interface Past {
  readonly hash: string;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/** The pictures of releases that were served a short time ago: pages that were loaded then still ask for them. */
export class PastPictures {
  readonly #pictures = new Map<string, Past>();

  /** The release with these pictures is not served any more. @param now milliseconds since the epoch */
  note(activityId: string, pictures: Pictures, now: number): void {
    for (const [file, hash] of Object.entries(pictures)) {
      const key = keyOf(activityId, file, mediaVersion(hash));
      this.#pictures.delete(key);
      this.#pictures.set(key, { hash, until: now + KEPT_MS });
    }
    // The first were noted first.
    for (const [key, { until }] of this.#pictures) {
      if (until > now && this.#pictures.size <= MOST) break;
      this.#pictures.delete(key);
    }
  }

  hashOf(activityId: string, file: string, version: string, now: number): string | undefined {
    const past = this.#pictures.get(keyOf(activityId, file, version));
    return past && past.until > now ? past.hash : undefined;
  }

  *hashes(): Iterable<string> {
    for (const { hash } of this.#pictures.values()) yield hash;
  }
}

/* No name of a file has a slash. */
function keyOf(activityId: string, file: string, version: string): string {
  return `${activityId}/${version}/${file}`;
}
