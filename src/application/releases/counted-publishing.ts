import type { ReleaseTelemetry } from '../../domain/releases/release-telemetry.ts';
import type { PublisherEvents } from './draft-publisher.ts';
import type { DueReleaseEvents } from './due-releases.ts';

/** The same events, each of which is counted. */
export function countedPublishing(
  events: PublisherEvents & DueReleaseEvents,
  telemetry: ReleaseTelemetry,
): PublisherEvents & DueReleaseEvents {
  return {
    published: (activityId, no) => {
      telemetry.releaseSettled('published');
      events.published(activityId, no);
    },
    looked: (published) => events.looked(published),
    removed: (activityId) => {
      telemetry.releaseSettled('removed');
      events.removed(activityId);
    },
    refused: (invalid) => {
      telemetry.releaseSettled('refused');
      events.refused(invalid);
    },
    cancelled: (scheduled, reason) => {
      telemetry.releaseSettled('cancelled');
      events.cancelled(scheduled, reason);
    },
  };
}
