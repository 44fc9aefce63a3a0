import { FilePictureCopy } from '../adapters/filesystem/file-picture-copy.ts';
import { PackedFiles } from '../adapters/memory/packed-files.ts';
import { RecentPictures } from '../adapters/memory/recent-pictures.ts';
import { SqlReleasePictures } from '../adapters/sql/records/sql-release-pictures.ts';
import { PictureKeeper } from '../application/releases/picture-keeper.ts';
import { ReleasedMedia } from '../application/releases/released-media.ts';
import { StoredPictures } from '../application/releases/stored-pictures.ts';
import type { Registry } from './registry.ts';
import { tokens } from './tokens.ts';

const MOST_BYTES = 32 * 1024 * 1024;
const MOST_PACKED_BYTES = 4 * 1024 * 1024;

/** The pictures and sounds that visitors get: those of releases, and those of the folder that are not kept with them. */
export function registerPictures(registry: Registry, { isLeader }: { readonly isLeader: boolean }): void {
  registry.factory(tokens.releasePictures, (get) => new SqlReleasePictures(get(tokens.records).unguarded));
  registry.factory(tokens.pictureCopy, (get) => {
    const { records, dataDir } = get(tokens.settings);
    // A store on this machine is as near as a copy.
    if (records.kind === 'sqlite') return null;
    return new FilePictureCopy(dataDir, (error) =>
      get(tokens.errorReporter).report(
        'pictures cannot be copied to DATA_DIR: without the record store they would be missing',
        error,
      ),
    );
  });
  registry.factory(tokens.releasedMedia, (get) => {
    const stored = new StoredPictures({
      store: get(tokens.releasePictures),
      copy: get(tokens.pictureCopy),
      folder: get(tokens.media),
    });
    const pictures = new RecentPictures({
      read: (picture) => stored.read(picture),
      mostBytes: MOST_BYTES,
      packed: new PackedFiles(MOST_PACKED_BYTES),
    });
    return new ReleasedMedia({ served: get(tokens.released), pictures, folder: get(tokens.recentMedia) });
  });
  registry.factory(tokens.pictureKeeper, (get) => {
    const copy = get(tokens.pictureCopy);
    // One process of a machine is enough.
    if (!copy || !isLeader) return null;
    const keeper = new PictureKeeper({
      released: get(tokens.released),
      store: get(tokens.releasePictures),
      copy,
      errorReporter: get(tokens.errorReporter),
    });
    get(tokens.disposer).push(() => keeper.close());
    return keeper;
  });
}
