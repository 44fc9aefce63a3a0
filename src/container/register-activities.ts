import { problemSentence } from '../adapters/cli/i18n/problem-phrases.ts';
import { BuiltPageFiles } from '../adapters/filesystem/built-page-files.ts';
import { FileConfigRepository } from '../adapters/filesystem/file-config-repository.ts';
import { FileMediaLibrary } from '../adapters/filesystem/file-media-library.ts';
import { FileOwnPageLibrary } from '../adapters/filesystem/file-own-page-library.ts';
import { LastGoodFiles } from '../adapters/filesystem/last-good-files.ts';
import { PackedFiles } from '../adapters/memory/packed-files.ts';
import { RecentMedia } from '../adapters/memory/recent-media.ts';
import { RecentOwnPages } from '../adapters/memory/recent-own-pages.ts';
import type { Log } from '../adapters/pino/log.ts';
import { PinoConfigEvents } from '../adapters/pino/pino-config-events.ts';
import type { ServingNeeds } from '../application/authoring/check/serving-needs.ts';
import { kindReadings } from '../application/kinds/kinds.ts';
import type { Activity } from '../domain/activities/activity.ts';
import type { ConfigEvents } from '../domain/activities/config-events.ts';
import type { Registry } from './registry.ts';
import { servingNeeds } from './serving-needs.ts';
import { tokens } from './tokens.ts';

export interface ServedActivitiesOptions {
  /** The folder of the built page. */
  readonly pageDir: string;
  /** Whether this process logs changes of the files; one process does it for all. */
  readonly isLeader: boolean;
}

/*
 * A picture for a phone has some 100 KB; sounds and larger ones are sent as they are read. An edited file is served within
 * 2 s.
 */
const RECENT_MEDIA = { mostBytesAFile: 512 * 1024, mostBytes: 32 * 1024 * 1024, ttlMs: 1000 };

/* A script of a page may be larger, and is compressed only if it is kept in memory. */
const RECENT_PAGES = { ...RECENT_MEDIA, mostBytesAFile: 2 * 1024 * 1024 };

const MOST_PACKED_BYTES = 16 * 1024 * 1024;

/**
 * The activities as the service has them: watched, with the last good version of each.
 * @throws Error if the activities' folder or the built page cannot be read
 */
export async function registerServedActivities(
  registry: Registry,
  { pageDir, isLeader }: ServedActivitiesOptions,
): Promise<void> {
  const settings = registry.get(tokens.settings);
  const { activitiesDir, dataDir } = settings;
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
  registry.factory(tokens.configs, (get) => {
    const errorReporter = get(tokens.errorReporter);
    const needs = servingNeeds(settings, 'service');
    const configs = new FileConfigRepository({
      dir: activitiesDir,
      kinds: kindReadings,
      lastGood: new LastGoodFiles(dataDir, (error) =>
        errorReporter.report('the last good versions of activities cannot be kept', error),
      ),
      ...(needs.refuses && { missing: needs.missing }),
      events: eachOf(
        get(tokens.metrics).config,
        ...(isLeader ? [logOfChanges(get(tokens.log), needs, (id) => get(tokens.configs).find(id))] : []),
      ),
      onUnwatched: (error) =>
        errorReporter.report('the system has no file watches left: changes are found by sweeps alone', error),
    });
    get(tokens.disposer).push(configs.watch());
    return configs;
  });
}

/**
 * The activities as a command reads them: once, as the files are.
 * @throws FolderUnreadable if the activities' folder cannot be read
 */
export async function registerActivityFiles(registry: Registry): Promise<void> {
  const { activitiesDir } = registry.get(tokens.settings);
  registry.value(tokens.configs, new FileConfigRepository({ dir: activitiesDir, kinds: kindReadings }));
  registry.value(tokens.media, await FileMediaLibrary.open(activitiesDir));
}

/** What a process logs of activities as they change; outside production also what they need and is not there. */
function logOfChanges(
  log: Log,
  needs: ServingNeeds,
  find: (activityId: string) => Activity | undefined,
): ConfigEvents {
  const events = new PinoConfigEvents(log, problemSentence);
  return {
    loaded: (id) => {
      events.loaded(id);
      const activity = find(id);
      const problems = activity && !needs.refuses ? needs.missing(activity) : [];
      if (problems.length > 0) events.lacking(id, problems);
    },
    refused: (invalid) => events.refused(invalid),
    removed: (id) => events.removed(id),
  };
}

function eachOf(...listeners: readonly ConfigEvents[]): ConfigEvents {
  return {
    loaded: (id) => {
      for (const listener of listeners) listener.loaded(id);
    },
    refused: (invalid) => {
      for (const listener of listeners) listener.refused(invalid);
    },
    removed: (id) => {
      for (const listener of listeners) listener.removed(id);
    },
  };
}
