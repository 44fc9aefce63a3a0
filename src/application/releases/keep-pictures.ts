import type { Picture, ReleasePictures } from '../../domain/releases/release-pictures.ts';

/** Stores the pictures that are not stored yet. @throws DependencyError if the store does not answer */
export async function keepPictures(
  store: Pick<ReleasePictures, 'missing' | 'keep'>,
  pictures: readonly Picture[],
): Promise<void> {
  if (pictures.length === 0) return;
  const missing = new Set(await store.missing(pictures.map(({ hash }) => hash)));
  if (missing.size > 0) await store.keep(pictures.filter(({ hash }) => missing.has(hash)));
}
