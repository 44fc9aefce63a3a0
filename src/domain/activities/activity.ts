import type { z } from 'zod';
import { problemsOf } from '../shared/issue.ts';
import { boundedProblems, fileProblem, type Problem } from '../shared/problem.ts';
import { commonSchema } from './activity-schema.ts';
import { mediaVersionsOf } from './media-versions.ts';
import type { PrizeFacts } from './prize-facts.ts';

export const activityIdPattern = /^[A-Za-z0-9_-]{1,64}$/;

export type Phase = 'not_started' | 'running' | 'ended';

/** A valid activity. It never changes: an edited file makes a new one. */
export interface Activity<Details = unknown> {
  readonly id: string;
  /** Names the kind that serves it. */
  readonly dispatch: string;
  readonly title: string;
  readonly loginRequired: boolean;
  /** The zones whose users may take part; `null` where the zone is not checked. */
  readonly zones: ReadonlySet<string> | null;
  /** Milliseconds since the epoch. `endsAt` is exclusive. */
  readonly startsAt: number | null;
  readonly endsAt: number | null;
  readonly page: Readonly<Record<string, unknown>>;
  /** Everything of the file that visitors may see: all but `rules` and `$schema`. */
  readonly publicData: Readonly<Record<string, unknown>>;
  /** `rules` as the file has them; never to be sent. */
  readonly rulesAsWritten: unknown;
  /** What the activity's kind reads from the file. */
  readonly details: Details;
  /** What visitors may know of its prizes beyond the file; `null` where its kind draws none. */
  readonly prizeFacts: PrizeFacts | null;
  /** The release that it is; `null` where it was read from a file that is not published. */
  readonly release: ReleaseMark | null;
}

/** Which release an activity is, and the pictures that are kept with it. */
export interface ReleaseMark {
  readonly no: number;
  /** SHA-256 of each picture, as hex, by the name of its file. */
  readonly pictures: Readonly<Record<string, string>>;
}

/** What anyone may see of an activity, also a visitor who is refused. Times are ISO 8601, as the file has them. */
export interface ActivitySummary {
  readonly activityId: string;
  readonly dispatch: string;
  readonly title: string;
  readonly page: Readonly<Record<string, unknown>>;
  readonly phase: Phase;
  readonly startsAt: string | null;
  readonly endsAt: string | null;
  /** As the file has them; left out where it has none. */
  readonly prizes?: readonly unknown[];
  /** Left out where its kind draws none. */
  readonly prizeFacts?: PrizeFacts;
  /** By the names of the files; left out where none are kept with the release. */
  readonly mediaVersions?: Readonly<Record<string, string>>;
}

/** What a kind makes of a file beyond the common part. */
export interface KindReading {
  readonly details: z.ZodType;
  /** `null` where nothing is drawn. */
  readonly prizeFacts: ((activity: Omit<Activity, 'prizeFacts' | 'release'>) => PrizeFacts) | null;
}

/** By the kind's name. */
export type KindReadings = ReadonlyMap<string, KindReading>;

export type ActivityReading =
  | { readonly ok: true; readonly activity: Activity }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Makes an activity of a parsed `data.json`, or says everything that is wrong with it. */
export function readActivity(
  id: string,
  data: unknown,
  kinds: KindReadings,
  release: ReleaseMark | null = null,
): ActivityReading {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    return refused(fileProblem('not_an_object'));
  }
  const file = withOneSpellingOfDispatch(data as Record<string, unknown>);
  const common = commonSchema.safeParse(file);
  const kind = typeof file.dispatch === 'string' ? kinds.get(file.dispatch) : undefined;
  const details = kind?.details.safeParse(file);
  const problems = [
    ...(common.success ? [] : problemsOf(common.error.issues, file)),
    ...(!kind && typeof file.dispatch === 'string' ? [unknownKind(kinds)] : []),
    ...(details && !details.success ? problemsOf(details.error.issues, file) : []),
  ];
  if (problems.length > 0 || !common.success || !details?.success) return refused(...problems);

  const { dispatch, title, is_login_user, is_check_zone, zones, starts_at, ends_at, page } = common.data;
  // `$schema` is for editors, and may name a path of the server.
  const { rules, $schema: _forEditors, ...visible } = file;
  const activity = {
    id,
    dispatch,
    title,
    loginRequired: is_login_user || is_check_zone,
    zones: is_check_zone ? new Set(zones) : null,
    startsAt: starts_at ?? null,
    endsAt: ends_at ?? null,
    page,
    publicData: { ...visible, ...(zones && { zones }), activity_id: id, dispatch },
    rulesAsWritten: rules,
    details: details.data,
  };
  return { ok: true, activity: { ...activity, prizeFacts: kind?.prizeFacts?.(activity) ?? null, release } };
}

/** @param now milliseconds since the epoch */
export function phaseAt(activity: Pick<Activity, 'startsAt' | 'endsAt'>, now: number): Phase {
  if (activity.startsAt !== null && now < activity.startsAt) return 'not_started';
  if (activity.endsAt !== null && now >= activity.endsAt) return 'ended';
  return 'running';
}

/** Whether users of this zone may take part. `null`, no zone, may only where zones are not checked. */
export function admitsZone({ zones }: Activity, zoneId: string | null): boolean {
  return zones === null || (zoneId !== null && zones.has(zoneId));
}

/* One for each phase of each activity that somebody was refused in. */
const summaries = new WeakMap<Activity, Map<Phase, ActivitySummary>>();

/** The same object each time, as long as the phase lasts, so that it is encoded once. */
export function summaryOf(activity: Activity, now: number): ActivitySummary {
  const phase = phaseAt(activity, now);
  const ofActivity = summaries.get(activity) ?? new Map<Phase, ActivitySummary>();
  summaries.set(activity, ofActivity);
  const summary = ofActivity.get(phase) ?? summaryIn(activity, phase);
  ofActivity.set(phase, summary);
  return summary;
}

function summaryIn(activity: Activity, phase: Phase): ActivitySummary {
  const { id, dispatch, title, page, publicData, prizeFacts } = activity;
  const mediaVersions = mediaVersionsOf(activity);
  return {
    activityId: id,
    dispatch,
    title,
    page,
    phase,
    startsAt: (publicData.starts_at as string | undefined) ?? null,
    endsAt: (publicData.ends_at as string | undefined) ?? null,
    ...(Array.isArray(publicData.prizes) && { prizes: publicData.prizes }),
    ...(prizeFacts && { prizeFacts }),
    ...(mediaVersions && { mediaVersions }),
  };
}

/* Files of the service before this one say `dispath`. */
function withOneSpellingOfDispatch(data: Record<string, unknown>): Record<string, unknown> {
  const { dispath, ...rest } = data;
  return dispath === undefined || rest.dispatch !== undefined ? rest : { ...rest, dispatch: dispath };
}

function unknownKind(kinds: KindReadings): Problem {
  return { code: 'unknown_kind', path: 'dispatch', params: { kinds: [...kinds.keys()].join(', ') } };
}

function refused(...problems: Problem[]): ActivityReading {
  return { ok: false, problems: boundedProblems(problems) };
}
