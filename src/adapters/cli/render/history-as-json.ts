import { actionOf, releaseOf } from '../../../application/releases/history-rows.ts';
import type { ScheduledRelease } from '../../../domain/releases/scheduled-releases.ts';
import { cancelReasonOf } from '../../../domain/releases/scheduled-releases.ts';
import type { Serving } from '../../../domain/releases/serving.ts';
import type { PastEvent } from './past-of-history.ts';
import { scheduledAsJson, servingAsJson } from './release-report.ts';

export interface PlannedRelease extends ScheduledRelease {
  /** Whether everyone has this text now: then there will be nothing to publish. */
  readonly isServed: boolean;
}

export interface History {
  readonly activityId: string;
  readonly title: string;
  /** As it is now; `null`: nothing was published yet. */
  readonly serving: Serving | null;
  readonly planned: readonly PlannedRelease[];
  /** Latest first. */
  readonly past: readonly PastEvent[];
  /** Who has approved a release, by its content; one that nobody has approved is missing. */
  readonly approvers: ReadonlyMap<string, readonly string[]>;
  /** Whether nothing happened before that. */
  readonly isComplete: boolean;
}

/** What was changed, for programs. */
export function historyAsJson({
  activityId,
  serving,
  planned,
  past,
  approvers,
  isComplete,
}: History): object {
  return {
    activityId,
    serving: serving && servingAsJson(serving),
    scheduled: planned.map(scheduledAsJson),
    changes: past.flatMap((event) => (event.kind === 'changed' ? [changeAsJson(event, approvers)] : [])),
    cancelled: past.flatMap((event) => (event.kind === 'cancelled' ? [cancelledAsJson(event)] : [])),
    isComplete,
  };
}

function changeAsJson(
  { row, earlier }: Extract<PastEvent, { kind: 'changed' }>,
  approvers: History['approvers'],
): object {
  const { no, hash, content } = releaseOf(row);
  return {
    ...{ version: row.version, at: isoOf(row.at), inForceAt: isoOf(row.inForceAt) },
    ...{ action: actionOf(row, earlier), author: row.author, note: row.note },
    release: { no, hash, approvers: approvers.get(content) ?? [] },
    serving: servingAsJson(row.serving),
  };
}

function cancelledAsJson({ at, scheduled }: Extract<PastEvent, { kind: 'cancelled' }>): object {
  const { code, detail } = cancelReasonOf(scheduled.reason);
  return { ...scheduledAsJson(scheduled), at: isoOf(at), reason: code, detail };
}

function isoOf(at: number): string {
  return new Date(at).toISOString();
}
