import type { IncomingMessage } from 'node:http';
import { fileURLToPath } from 'node:url';
import proxyAddr from 'proxy-addr';
import { BuiltPageFiles } from '../adapters/filesystem/built-page-files.ts';
import { FileMediaLibrary } from '../adapters/filesystem/file-media-library.ts';
import type { PreviewListener } from '../adapters/koa/console/console-app.ts';
import type { ConsoleIdentity } from '../adapters/koa/console/console-handler.ts';
import { pageElsewhere } from '../adapters/koa/console/page-elsewhere.ts';
import { PREVIEW_PREFIX, previewDoor } from '../adapters/koa/console/preview-door.ts';
import { trialAssets } from '../adapters/koa/console/trial-assets.ts';
import { trialListener } from '../adapters/koa/console/trial-listener.ts';
import { tryDoor } from '../adapters/koa/console/try-door.ts';
import { PackedFiles } from '../adapters/memory/packed-files.ts';
import { RecentMedia } from '../adapters/memory/recent-media.ts';
import { RecentPictures } from '../adapters/memory/recent-pictures.ts';
import { SqlReleasePictures } from '../adapters/sql/records/sql-release-pictures.ts';
import type { PreviewStore } from '../application/authoring/previews/preview-desk.ts';
import { StoredPictures } from '../application/releases/stored-pictures.ts';
import type { TestLinks } from '../application/releases/test-links.ts';
import { clientAddress, peerTrust } from './client-address.ts';
import type { TrialSurroundings } from './open-trial.ts';
import type { Get } from './registry.ts';
import { StagedTrials, type StagedTrialsOptions } from './staged-trials.ts';
import { tokens } from './tokens.ts';

/** The build puts the page beside the server. */
const PAGE_DIR = fileURLToPath(new URL('../web', import.meta.url));

const PREVIEW_TRIALS = { mostUsers: 1000, mostTrials: 64, beginsAnew: true, titlePrefix: '' };
const TRY_TRIALS = { mostUsers: 1000, mostTrials: 20, beginsAnew: false, titlePrefix: '测试 · ' };

const PICTURES_BYTES = 16 * 1024 * 1024;
const PACKED_BYTES = 4 * 1024 * 1024;
const FOLDER_MEDIA = { mostBytesAFile: 512 * 1024, mostBytes: 8 * 1024 * 1024, ttlMs: 1000 };

export interface TrialDoorsOptions {
  readonly identity: Pick<ConsoleIdentity, 'bySession'>;
  readonly previews: Pick<PreviewStore, 'find'>;
  readonly links: Pick<TestLinks, 'find'>;
  /** What the paths of test links begin with: the first is the one of those that are handed out. */
  readonly tryPrefixes: readonly string[];
  /** The folder of the built page of visitors. */
  readonly pageDir?: string;
}

/** @throws Error if the page of visitors cannot be read */
export async function openTrialDoors(
  get: Get,
  { identity, previews, links, tryPrefixes, pageDir = PAGE_DIR }: TrialDoorsOptions,
): Promise<readonly PreviewListener[]> {
  const page = await BuiltPageFiles.open(pageDir);
  const shared = { ...(await sharedOf(get)), clock: get(tokens.clock) };
  const { around } = shared;
  const { errorReporter, trust } = around;
  const [tryPrefix = ''] = tryPrefixes;
  const previewTrials = new StagedTrials({
    ...shared,
    ...PREVIEW_TRIALS,
    page: pageElsewhere(page, { assets: '../../assets/', isMarked: false }),
  });
  const tryTrials = new StagedTrials({
    ...shared,
    ...TRY_TRIALS,
    page: pageElsewhere(page, { assets: '../assets/', isMarked: true }),
  });
  const assetsBelow = (basePath: string) =>
    trialAssets(page, { ...around, basePath, cookie: trust, clock: get(tokens.clock) });
  return [
    trialListener(
      previewDoor({
        ...{ previews, identity, errorReporter, site: trust, assets: assetsBelow(PREVIEW_PREFIX) },
        stage: (preview, slug) =>
          previewTrials.stage(preview, slug, `${PREVIEW_PREFIX}/${preview.key}/${slug}`),
      }),
    ),
    trialListener(
      tryDoor({
        ...{ links, errorReporter, trust, prefixes: tryPrefixes, assets: assetsBelow(tryPrefix) },
        stage: (link, token) => tryTrials.stage(link, 'running', `${tryPrefix}/${token}`),
      }),
    ),
  ];
}

async function sharedOf(get: Get): Promise<Pick<StagedTrialsOptions, 'pictures' | 'folder' | 'around'>> {
  const settings = get(tokens.settings);
  const trusts = proxyAddr.compile([...settings.trustProxy]);
  const around: TrialSurroundings = {
    settings,
    errorReporter: get(tokens.errorReporter),
    identifiers: get(tokens.identifiers),
    lifecycle: get(tokens.lifecycle),
    entropy: get(tokens.entropy),
    trust: { trustsPeer: peerTrust(trusts) },
    clientAddress: (request: IncomingMessage) => clientAddress(request, trusts),
  };
  const media = await FileMediaLibrary.open(settings.activitiesDir).catch(() => null);
  const stored = new StoredPictures({
    store: new SqlReleasePictures(get(tokens.records).unguarded),
    copy: null,
    folder: media ?? { open: async () => undefined },
  });
  const pictures = new RecentPictures({
    read: (picture) => stored.read(picture),
    mostBytes: PICTURES_BYTES,
    packed: new PackedFiles(PACKED_BYTES),
  });
  const folder = media && new RecentMedia(media, { ...FOLDER_MEDIA, clock: get(tokens.clock) });
  return { around, pictures, folder };
}
