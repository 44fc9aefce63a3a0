import type { Activity } from '../../../domain/activities/activity.ts';
import type { DrawDetails } from '../../../domain/draws/draw-details.ts';

/** How the page of an activity can be looked at. `won` is there once for each prize. */
export const PREVIEW_KINDS = [
  'running',
  'before',
  'won',
  'lost',
  'no_chance',
  'ended',
  'paused',
  'wrong_zone',
  'login',
] as const;
export type PreviewKind = (typeof PREVIEW_KINDS)[number];

/** Why an activity can never be in a state. */
export const ABSENT_REASONS = [
  'no_start',
  'no_end',
  'nothing_drawn',
  'nobody_draws',
  'unlimited_chances',
  'no_zone_check',
  'no_login',
] as const;
export type AbsentReason = (typeof ABSENT_REASONS)[number];

export interface PreviewState {
  readonly kind: PreviewKind;
  /** The prize that every draw wins; `null` but for `won`. */
  readonly prize: { readonly id: string; readonly name: string } | null;
  /** `null` where the activity can be in it. */
  readonly absent: AbsentReason | null;
}

/**
 * All states, in the order in which they are offered.
 * @param details `null` where the activity's kind draws nothing
 */
export function previewStates(activity: Activity, details: DrawDetails | null): readonly PreviewState[] {
  return PREVIEW_KINDS.flatMap((kind): PreviewState[] => {
    const absent = absentReason(kind, activity, details);
    if (kind !== 'won' || absent || !details) return [{ kind, prize: null, absent }];
    return details.prizes.map(({ id, name }) => ({ kind, prize: { id, name }, absent: null }));
  });
}

/** The name of a state in an address: one segment, in which nothing is to be escaped. */
export function previewSlug({ kind, prize }: Pick<PreviewState, 'kind' | 'prize'>): string {
  return prize ? `${kind}-${prize.id}` : kind;
}

function absentReason(
  kind: PreviewKind,
  { startsAt, endsAt, zones, loginRequired }: Activity,
  details: DrawDetails | null,
): AbsentReason | null {
  switch (kind) {
    case 'running':
    case 'paused':
      return null;
    case 'before':
      return startsAt === null ? 'no_start' : null;
    case 'ended':
      return endsAt === null ? 'no_end' : null;
    case 'wrong_zone':
      return zones === null ? 'no_zone_check' : null;
    case 'login':
      return loginRequired ? null : 'no_login';
    case 'no_chance':
      return drawingReason(details, loginRequired) ?? (isUnlimited(details) ? 'unlimited_chances' : null);
    case 'won':
    case 'lost':
      return drawingReason(details, loginRequired);
  }
}

function drawingReason(details: DrawDetails | null, loginRequired: boolean): AbsentReason | null {
  if (!details || details.prizes.length === 0) return 'nothing_drawn';
  return loginRequired ? null : 'nobody_draws';
}

function isUnlimited(details: DrawDetails | null): boolean {
  const chances = details?.rules.chances;
  return chances?.per_day === null && chances.total === null;
}
