import type { Finding } from '../../../application/authoring/check/finding.ts';
import type { LaunchSummary } from '../../../application/authoring/check/launch-summary.ts';
import type { ActivityDiff } from '../../../application/authoring/diff/diff-activities.ts';
import type { ScheduledRelease } from '../../../domain/releases/scheduled-releases.ts';
import type { Serving } from '../../../domain/releases/serving.ts';
import type { Io } from '../command.ts';
import { withSentences } from './render-findings.ts';

/** What a change of what is served would mean, to be read before. */
export interface ReleasePreview {
  /** Which text is compared with which. */
  readonly heading: string;
  readonly findings: readonly Finding[];
  /** `null` where there is nothing to compare with. */
  readonly diff: ActivityDiff | null;
  /** Of a text that is compared with nothing. */
  readonly summary: LaunchSummary | null;
  readonly notes: readonly string[];
}

/** What became of the draft in the activity's folder. */
export type DraftOutcome = 'written' | 'no_folder' | 'failed';

export interface ReportParts {
  /** `no` is `null` for a text that is not published. */
  readonly release?: { readonly no: number | null; readonly hash: string };
  /** Milliseconds since the epoch. */
  readonly at?: number;
  readonly inForceAt?: number;
  readonly dueAt?: number;
  readonly serving?: Serving;
  readonly draft?: DraftOutcome;
  readonly preview?: Partial<ReleasePreview> | null;
  /** Scheduled releases that will not be published. */
  readonly cancelled?: readonly ScheduledRelease[];
}

export interface Report extends ReportParts {
  readonly activityId: string;
  readonly outcome: 'done' | 'unchanged' | 'scheduled' | 'cancelled' | 'approved' | 'refused' | 'unconfirmed';
  /** A code; `null` where it was done. */
  readonly reason?: string;
  readonly message?: string;
}

/** The report of a change for programs. */
export function printReport({ stdout, language }: Pick<Io, 'stdout' | 'language'>, report: Report): void {
  const { activityId, outcome, reason = null, message = null, release = null, draft = null } = report;
  const { at, inForceAt, dueAt, serving, preview, cancelled } = report;
  const json = {
    ...{ activityId, outcome, reason, message, release },
    ...{ at: isoOf(at), inForceAt: isoOf(inForceAt), dueAt: isoOf(dueAt) },
    serving: serving ? servingAsJson(serving) : null,
    draft,
    findings: withSentences(preview?.findings ?? [], language),
    diff: preview?.diff ?? null,
    summary: preview?.summary ?? null,
    notes: preview?.notes ?? [],
    ...(cancelled && { cancelled: cancelled.map(scheduledAsJson) }),
  };
  stdout.write(`${JSON.stringify(json, null, 2)}\n`);
}

export function servingAsJson({ no, candidate, isPaused, isRemoved, managedBy }: Serving): object {
  return { no, candidate, isPaused, isRemoved, managedBy };
}

export function scheduledAsJson({
  id,
  dueAt,
  besideNo,
  hash,
  author,
  note,
}: Omit<ScheduledRelease, 'text' | 'content' | 'pictures'>): object {
  return { id, dueAt: new Date(dueAt).toISOString(), besideNo, hash, author, note };
}

function isoOf(at: number | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString();
}
