import type { Activity } from '../../../domain/activities/activity.ts';
import type { PrizeRule } from '../../../domain/draws/prize-rule.ts';
import type { Warn } from '../../authoring/check/finding.ts';

/** Steps of a release that are too late, or whose counts are not the stock. */
export function checkRelease(
  { endsAt, publicData }: Activity,
  prize: string,
  { stock, release }: PrizeRule,
  warn: Warn,
): void {
  if (!Array.isArray(release)) return;
  const field = `rules.prizes.${prize}.release`;
  let isLate = false;
  for (const [index, { at }] of release.entries()) {
    if (endsAt === null || at < endsAt) continue;
    isLate = true;
    warn(`${field}.${index}.at`, 'release-too-late', { prize, ends: String(publicData.ends_at) });
  }
  const released = release.reduce((total, { count }) => total + count, 0);
  // The sum is compared with the stock only if the times are right.
  if (stock === null || stock === 0 || released === stock || isLate) return;
  warn(field, released > stock ? 'release-over-stock' : 'release-under-stock', {
    prize,
    released: String(released),
    stock: String(stock),
    difference: String(Math.abs(released - stock)),
  });
}
