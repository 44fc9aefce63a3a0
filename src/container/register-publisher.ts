import { problemSentence } from '../adapters/cli/i18n/problem-phrases.ts';
import { shownPath } from '../adapters/filesystem/activity-folders.ts';
import { DraftFolder } from '../adapters/filesystem/draft-folder.ts';
import { PinoPublisherEvents } from '../adapters/pino/pino-publisher-events.ts';
import { SqlDraftFindings } from '../adapters/sql/records/sql-draft-findings.ts';
import { SqlLease } from '../adapters/sql/records/sql-lease.ts';
import { SqlReleaseApprovals } from '../adapters/sql/records/sql-release-approvals.ts';
import { SqlReleaseFeed } from '../adapters/sql/records/sql-release-feed.ts';
import { SqlScheduledReleases } from '../adapters/sql/records/sql-scheduled-releases.ts';
import { kindReadings } from '../application/kinds/kinds.ts';
import { countedPublishing } from '../application/releases/counted-publishing.ts';
import { DraftPublisher } from '../application/releases/draft-publisher.ts';
import { DueReleases } from '../application/releases/due-releases.ts';
import { Publisher } from '../application/releases/publisher.ts';
import { FILES_AUTHOR } from '../domain/releases/release.ts';
import { openReleaseParts } from './open-releases.ts';
import { readRelease } from './read-release.ts';
import { mayPublish } from './records-owner.ts';
import type { Get } from './registry.ts';
import { servingNeeds } from './serving-needs.ts';
import { tokens } from './tokens.ts';

const PUBLISH_LEASE = 'publish';

/** What publishes drafts and scheduled releases. The caller starts it, and closes it before the stores. */
export function publisherOf(get: Get): Publisher {
  const settings = get(tokens.settings);
  const records = get(tokens.records);
  const errorReporter = get(tokens.errorReporter);
  const needs = servingNeeds(settings, 'service');
  const events = countedPublishing(
    new PinoPublisherEvents(get(tokens.log), problemSentence),
    get(tokens.releaseTelemetry),
  );
  const drafts = new DraftFolder({
    dir: settings.activitiesDir,
    kinds: kindReadings,
    ...(needs.refuses && { missing: needs.missing }),
    onUnwatched: (error) =>
      errorReporter.report('the system has no file watches left: changes are found by sweeps alone', error),
  });
  const parts = openReleaseParts(get, records, drafts);
  return new Publisher({
    drafts: settings.publish === 'auto' ? drafts : null,
    draftPublisher: new DraftPublisher({
      changes: parts.changes,
      store: parts.store,
      feed: new SqlReleaseFeed(records),
      approvals: new SqlReleaseApprovals(records),
      pictureStore: parts.pictures,
      drafts,
      findings: new SqlDraftFindings(records),
      isOneMachine: records.kind === 'sqlite',
      pathOf: (id) => shownPath(settings.activitiesDir, id),
      author: FILES_AUTHOR,
      events,
      errorReporter,
    }),
    dueReleases: new DueReleases({
      scheduled: new SqlScheduledReleases(records),
      changes: parts.changes,
      check: (scheduled) => {
        const reading = readRelease({ ...scheduled, no: 0 });
        return reading.ok ? (needs.refuses ? needs.missing(reading.activity) : []) : reading.problems;
      },
      writeDraft: (scheduled) => parts.draftWriter.writeScheduled(scheduled),
      clock: get(tokens.clock),
      events,
      errorReporter,
    }),
    lease: records.kind === 'sqlite' ? null : new SqlLease(records, PUBLISH_LEASE),
    holder: get(tokens.identifiers).next(),
    mayWrite: () => mayPublish(get),
    clock: get(tokens.clock),
    errorReporter,
  });
}
