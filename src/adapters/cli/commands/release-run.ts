import type { Signed } from '../../../application/releases/submission.ts';
import { activityIdPattern } from '../../../domain/activities/activity.ts';
import type { ReleaseState } from '../../../domain/releases/release-store.ts';
import type { Serving } from '../../../domain/releases/serving.ts';
import type { CommandParts, Io } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { commandMessages } from '../i18n/command-messages.ts';
import { releasesMessages } from '../i18n/releases-messages.ts';
import type { ReleasesUse, ReleaseTasks } from '../release-parts.ts';
import { plain } from '../render/text-layout.ts';
import { refuse } from './refuse-change.ts';
import { type ChangeOptions, signedBy } from './release-options.ts';

/** What a command works with that reads or changes the releases of one activity. */
export interface ReleaseRun {
  readonly parts: CommandParts;
  readonly io: Io;
  readonly tasks: ReleaseTasks;
  readonly activityId: string;
  readonly signed: Signed;
  readonly yes: boolean;
  readonly json: boolean;
}

/** `refused`: the reason is on stderr. */
export type Opened<T> =
  | ({ readonly kind: 'opened' } & T)
  | { readonly kind: 'refused'; readonly exitCode: ExitCode };

export type KnownState = ReleaseState & { readonly serving: Serving };

/** Whether it can be the id of an activity; else stderr says so. */
export function isActivityId(activityId: string, { stderr, language }: Io): boolean {
  if (activityIdPattern.test(activityId)) return true;
  stderr.write(`cms-market: ${commandMessages[language].noActivityId(plain(activityId))}\n`);
  return false;
}

/** Opens the releases of an activity of which something was published. @throws Error as `CommandParts.releases` */
export async function openKnown(
  parts: CommandParts,
  io: Io,
  activityId: string,
  use: ReleasesUse,
  options: ChangeOptions,
): Promise<Opened<{ readonly run: ReleaseRun; readonly state: KnownState }>> {
  const opened = await openKnownOrScheduled(parts, io, activityId, use, options);
  if (opened.kind === 'refused') return opened;
  const { run, state } = opened;
  const { serving } = state;
  if (serving) return { kind: 'opened', run, state: { ...state, serving } };
  return { kind: 'refused', exitCode: refuse(run, { kind: 'refused', reason: 'no_release' }) };
}

/** The same, also of one of which releases were scheduled alone. */
export async function openKnownOrScheduled(
  parts: CommandParts,
  io: Io,
  activityId: string,
  use: ReleasesUse,
  options: ChangeOptions,
): Promise<Opened<{ readonly run: ReleaseRun; readonly state: ReleaseState }>> {
  if (!isActivityId(activityId, io)) return { kind: 'refused', exitCode: exitCodes.usage };
  const tasks = await parts.releases(use);
  if (tasks) {
    const state = await tasks.queries.state(activityId);
    const isKnown = state.serving !== null || (await wasScheduled(tasks, activityId));
    if (isKnown) return { kind: 'opened', run: runOf(parts, io, tasks, activityId, options), state };
  }
  if (await parts.hasActivityFolder(activityId)) {
    const place = { io, activityId, json: options.json ?? false };
    return { kind: 'refused', exitCode: refuse(place, { kind: 'refused', reason: 'no_release' }) };
  }
  return { kind: 'refused', exitCode: refuseUnknown(parts, io, activityId) };
}

/** Prints that there is no such activity. */
export function refuseUnknown(parts: CommandParts, io: Io, activityId: string): ExitCode {
  const reason = releasesMessages[io.language].unknown(activityId, parts.activitiesFolder);
  io.stderr.write(`cms-market: ${reason}\n`);
  return exitCodes.usage;
}

/** Whether a release of it was ever scheduled that was not published. */
export async function wasScheduled({ schedule }: ReleaseTasks, activityId: string): Promise<boolean> {
  const [planned, cancelled] = await Promise.all([
    schedule.planned(activityId),
    schedule.cancelled(activityId, 1),
  ]);
  return planned.length > 0 || cancelled.length > 0;
}

export function runOf(
  parts: CommandParts,
  io: Io,
  tasks: ReleaseTasks,
  activityId: string,
  options: ChangeOptions,
): ReleaseRun {
  const { yes = false, json = false } = options;
  return { parts, io, tasks, activityId, signed: signedBy(activityId, options, parts), yes, json };
}
