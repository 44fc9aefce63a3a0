import type { Chances } from '../../../domain/draws/draw-rules.ts';
import type { Warn } from '../../authoring/check/finding.ts';

/** Chances that nobody has or that have no end, and ways to earn some that bring none. */
export function checkChances({ per_day, total, earn }: Chances, warn: Warn): void {
  const { sign_in, share, invite } = earn;
  const earnsSome =
    (sign_in?.per_day ?? 0) > 0 ||
    (share?.per_day ?? 0) > 0 ||
    (invite?.each ?? 0) * (invite?.total ?? 0) > 0;
  const isEndless = per_day === null && total === null;
  if (isEndless) warn('rules.chances', 'endless-chances');
  // With ways to earn some, it may be meant that these are the only ones.
  if ((per_day === 0 || total === 0) && !earnsSome) warn('rules.chances', 'no-chances');
  else if (per_day !== null && total !== null && total > 0 && total < per_day) {
    warn('rules.chances.total', 'total-below-per-day', { perDay: String(per_day), total: String(total) });
  }
  if (isEndless && earnsSome) warn('rules.chances.earn', 'earned-never-used');
  const counts = {
    'sign_in.per_day': sign_in?.per_day,
    'share.per_day': share?.per_day,
    'invite.each': invite?.each,
    'invite.total': invite?.total,
  };
  for (const [key, count] of Object.entries(counts)) {
    if (count === 0) warn(`rules.chances.earn.${key}`, 'earns-nothing', { key: key.split('.')[1] ?? '' });
  }
}
