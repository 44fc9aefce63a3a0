import type { PictureMaker } from '../../domain/releases/picture-maker.ts';
import type { ReleasePictures } from '../../domain/releases/release-pictures.ts';

export interface PictureFact {
  readonly bytes: number;
  /** Pixels; `null` where that is not known. */
  readonly width: number | null;
  readonly height: number | null;
}

/* A hundred bytes each. */
const MOST_KNOWN = 20_000;

/** How large the stored pictures are. A picture of a hash never changes, so each is looked at once. */
export class PictureFacts {
  readonly #pictures: Pick<ReleasePictures, 'find'>;
  readonly #maker: Pick<PictureMaker, 'sizeOf'>;
  readonly #known = new Map<string, PictureFact>();

  constructor(pictures: Pick<ReleasePictures, 'find'>, maker: Pick<PictureMaker, 'sizeOf'>) {
    this.#pictures = pictures;
    this.#maker = maker;
  }

  /** `undefined` where there is none of this hash. @throws DependencyError if the store does not answer */
  async of(hash: string): Promise<PictureFact | undefined> {
    const known = this.#known.get(hash);
    if (known) return known;
    const bytes = await this.#pictures.find(hash);
    if (!bytes) return undefined;
    const { width = null, height = null } = (await this.#maker.sizeOf(bytes)) ?? {};
    const fact = { bytes: bytes.length, width, height };
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    this.#known.set(hash, fact);
    return fact;
  }
}
