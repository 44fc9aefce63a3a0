import { BuiltPageFiles } from '../adapters/filesystem/built-page-files.ts';
import { FileConfigRepository } from '../adapters/filesystem/file-config-repository.ts';
import { FileMediaLibrary } from '../adapters/filesystem/file-media-library.ts';
import { FileOwnPageLibrary } from '../adapters/filesystem/file-own-page-library.ts';
import { PackedFiles } from '../adapters/memory/packed-files.ts';
import { RecentMedia } from '../adapters/memory/recent-media.ts';
import { RecentOwnPages } from '../adapters/memory/recent-own-pages.ts';
import { kindReadings } from '../application/kinds/kinds.ts';
import type { Registry } from './registry.ts';
import { tokens } from './tokens.ts';

/*
 * A picture for a phone has some 100 KB; sounds and larger ones are sent as they are read. An edited file is served within
 * 2 s.
 */
const RECENT_MEDIA = { mostBytesAFile: 512 * 1024, mostBytes: 32 * 1024 * 1024, ttlMs: 1000 };

/* A script of a page may be larger, and is compressed only if it is kept in memory. */
const RECENT_PAGES = { ...RECENT_MEDIA, mostBytesAFile: 2 * 1024 * 1024 };

const MOST_PACKED_BYTES = 16 * 1024 * 1024;

/**
 * The files that visitors get: the built page, pictures, pages of activities.
 * @param pageDir the folder of the built page
 * @throws Error if the activities' folder or the built page cannot be read
 */
export async function registerServedFiles(registry: Registry, pageDir: string): Promise<void> {
  const { activitiesDir } = registry.get(tokens.settings);
  registry.value(tokens.media, await FileMediaLibrary.open(activitiesDir));
  const kept = () => ({ clock: registry.get(tokens.clock), packed: new PackedFiles(MOST_PACKED_BYTES) });
  registry.factory(
    tokens.recentMedia,
    (get) => new RecentMedia(get(tokens.media), { ...RECENT_MEDIA, ...kept() }),
  );
  registry.factory(
    tokens.ownPages,
    (get) =>
      new RecentOwnPages(new FileOwnPageLibrary(activitiesDir), {
        ...RECENT_PAGES,
        ...kept(),
        errorReporter: get(tokens.errorReporter),
      }),
  );
  registry.value(tokens.page, await BuiltPageFiles.open(pageDir));
}

/**
 * The activities as a command reads them: once, as the files are.
 * @throws FolderUnreadable if the activities' folder cannot be read
 */
export async function registerActivityFiles(registry: Registry): Promise<void> {
  const { activitiesDir } = registry.get(tokens.settings);
  registry.value(tokens.configs, new FileConfigRepository(activitiesDir, kindReadings));
  registry.value(tokens.media, await FileMediaLibrary.open(activitiesDir));
}
