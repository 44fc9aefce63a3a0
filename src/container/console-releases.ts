import { availableParallelism } from 'node:os';
import { DraftFolder } from '../adapters/filesystem/draft-folder.ts';
import { FileFolderTexts } from '../adapters/filesystem/file-folder-texts.ts';
import { FileMediaLibrary } from '../adapters/filesystem/file-media-library.ts';
import { parseJsonText } from '../adapters/filesystem/parse-json-file.ts';
import { JsoncTexts } from '../adapters/jsonc/jsonc-texts.ts';
import type { ConsoleRoute } from '../adapters/koa/console/console-route.ts';
import type { ReleaseRoutesParts } from '../adapters/koa/console/routes/release-parts.ts';
import { releaseRoutes } from '../adapters/koa/console/routes/release-routes.ts';
import { SharpPictures } from '../adapters/sharp/sharp-pictures.ts';
import { SqlConsoleDrafts } from '../adapters/sql/records/sql-console-drafts.ts';
import { SqlReleaseApprovals } from '../adapters/sql/records/sql-release-approvals.ts';
import { SqlReleaseFeed } from '../adapters/sql/records/sql-release-feed.ts';
import { SqlScheduledReleases } from '../adapters/sql/records/sql-scheduled-releases.ts';
import { SqlSimulations } from '../adapters/sql/records/sql-simulations.ts';
import { systemTimer } from '../adapters/system/system-timer.ts';
import { ThreadRunPool } from '../adapters/threads/thread-run-pool.ts';
import { ActivityList } from '../application/analysis/activities/activity-list.ts';
import { KnownFacts } from '../application/analysis/activities/known-facts.ts';
import type { RunPool } from '../application/analysis/simulation/simulate.ts';
import { SimulationJobs } from '../application/analysis/simulation/simulation-jobs.ts';
import type { Awards } from '../application/authoring/drafts/awards.ts';
import { DraftCheck, type DraftText } from '../application/authoring/drafts/draft-check.ts';
import { DraftPrizes } from '../application/authoring/drafts/draft-prizes.ts';
import { DraftPublication } from '../application/authoring/drafts/draft-publication.ts';
import { DraftReviews } from '../application/authoring/drafts/draft-review.ts';
import { Restock } from '../application/authoring/drafts/restock.ts';
import { WaitingDrafts } from '../application/authoring/drafts/waiting-drafts.ts';
import { drawCapabilities, kindReadings, kinds } from '../application/kinds/kinds.ts';
import { DraftDesk } from '../application/releases/draft-desk.ts';
import { DraftOrigins } from '../application/releases/draft-origins.ts';
import { DraftPictureDesk } from '../application/releases/draft-picture-desk.ts';
import { ManagedDesk } from '../application/releases/managed-desk.ts';
import { PictureFacts } from '../application/releases/picture-facts.ts';
import type { LedgerSnapshot } from '../domain/draws/draw-log.ts';
import type { PoolSizes } from '../domain/draws/unit-pools.ts';
import { releaseWords } from './console-words.ts';
import { openReleaseParts } from './open-releases.ts';
import { readRelease } from './read-release.ts';
import type { Get } from './registry.ts';
import { servedLedger } from './served-ledger.ts';
import { servingNeeds } from './serving-needs.ts';
import { tokens } from './tokens.ts';

/* Where the activities have no folders. */
const NO_MEDIA = { lengthOf: async () => undefined, names: async () => [] };

export interface ConsoleReleases {
  readonly routes: readonly ConsoleRoute[];
  /** For previews: the drafts as operators open them. */
  readonly desk: DraftDesk;
  /** For the forecast of what is live. */
  readonly jobs: SimulationJobs;
  readonly list: ActivityList;
  /** For home; `null`: no draft needs an approval. */
  readonly waiting: WaitingDrafts | null;
  /** For redeem codes. */
  readonly prizes: DraftPrizes;
  /** Ends the simulations that are under way. */
  close(): Promise<void>;
}

/** Activities, drafts, releases and simulations in the console. @param pool for tests, which have no built threads */
export async function consoleReleases(get: Get, pool: RunPool = patientPool()): Promise<ConsoleReleases> {
  const settings = get(tokens.settings);
  const clock = get(tokens.clock);
  const records = get(tokens.records);
  const dir = settings.activitiesDir;
  const drafts = new DraftFolder({ dir, kinds: kindReadings });
  const folders = new FileFolderTexts(dir, kindReadings);
  const feed = new SqlReleaseFeed(records);
  const releases = openReleaseParts(get, records, drafts);
  const { store, pictures, queries, schedule } = releases;
  const texts = new JsoncTexts(parsedText);
  const read = (draft: DraftText) => readRelease({ ...draft, no: 0 });
  const consoleDrafts = new SqlConsoleDrafts(records);
  const origins = new DraftOrigins({ store, pictures, folders, folderPictures: drafts });
  const desk = new DraftDesk({ drafts: consoleDrafts, store, folders, origins, texts, clock });
  const maker = new SharpPictures();
  const facts = new PictureFacts(pictures, maker);
  const media = (await FileMediaLibrary.open(dir).catch(() => null)) ?? NO_MEDIA;
  const needs = servingNeeds(settings, 'service');
  const check = new DraftCheck({ read, kinds, facts, media, needs, clock });
  const { draftWriter } = releases;
  const errorReporter = get(tokens.errorReporter);
  const managed = new ManagedDesk({ desk: releases.desk, store, draftWriter, errorReporter });
  const ledger = servedLedger(get);
  const awards = awardsIn(ledger);
  const { requiresApproval } = settings;
  const reviews = new DraftReviews({
    ...{ desk, check, queries, schedule, managed, awards, kinds, requiresApproval, clock },
    ...{ draws: drawCapabilities, poolSizes: poolSizesIn(ledger) },
  });
  const known = new KnownFacts({ feed, read });
  const list = new ActivityList({ feed, store, drafts: consoleDrafts, folders, facts: known, clock });
  const jobs = simulationsOf(get, pool, poolSizesIn(ledger));
  const parts: ReleaseRoutesParts = {
    ...{ list, desk, pictures, facts, maker, check, reviews, managed, queries, schedule, jobs, folders },
    pictureDesk: new DraftPictureDesk({ desk, pictures }),
    publication: new DraftPublication({
      ...{ desk, check, managed, releases: releases.desk, schedule, pictures, clock },
    }),
    restock: new Restock({
      ...{ queries, read, check, reviews, managed, releases: releases.desk, awards, texts },
    }),
    ...{ kinds, draws: drawCapabilities, texts, words: releaseWords, requiresApproval, clock },
  };
  const waiting = requiresApproval
    ? new WaitingDrafts({
        ...{ drafts: consoleDrafts, check, store, clock },
        approvals: new SqlReleaseApprovals(records),
        scheduled: new SqlScheduledReleases(records),
      })
    : null;
  const prizes = new DraftPrizes({ desk, queries, read, draws: drawCapabilities });
  return { routes: releaseRoutes(parts), desk, jobs, list, waiting, prizes, close: () => jobs.close() };
}

/* Half of the machine: visitors are served on it too. */
function patientPool(): RunPool {
  const threads = Math.max(1, Math.floor(availableParallelism() / 2));
  return new ThreadRunPool(threads, { isPatient: true });
}

function simulationsOf(
  get: Get,
  pool: RunPool,
  poolSizes: (activityId: string) => Promise<PoolSizes | null>,
): SimulationJobs {
  const records = get(tokens.records);
  const errorReporter = get(tokens.errorReporter);
  const jobs = new SimulationJobs({
    simulations: new SqlSimulations(records),
    pool,
    // A simulation needs no store of draws: while it is away, no codes are known.
    poolSizes: async (activityId) => (await poolSizes(activityId)) ?? {},
    clock: get(tokens.clock),
    timer: systemTimer,
    identifiers: get(tokens.identifiers),
    errorReporter,
    isOneMachine: records.kind === 'sqlite',
  });
  void records
    .ready()
    .then(() => jobs.recover())
    .catch((error) => errorReporter.report('simulations that were interrupted cannot be noted', error));
  return jobs;
}

function poolSizesIn(
  ledger: () => Promise<LedgerSnapshot>,
): (activityId: string) => Promise<PoolSizes | null> {
  return async (activityId) => {
    try {
      return await (await ledger()).pools.pools(activityId);
    } catch {
      return null;
    }
  };
}

function awardsIn(ledger: () => Promise<LedgerSnapshot>): Awards {
  return {
    of: async (activityId) => {
      try {
        return await (await ledger()).drawLog.book(activityId);
      } catch {
        return null;
      }
    },
  };
}

function parsedText(text: string): { readonly value: unknown } | null {
  const reading = parseJsonText(text);
  return reading.ok ? { value: reading.data } : null;
}
