import type { LaunchSummary } from '../../../../application/authoring/check/launch-summary.ts';
import type { ActivityDiff } from '../../../../application/authoring/diff/diff-activities.ts';
import type { CostLineJson, DiffJson } from '../contract/releases.ts';
import type { ReleaseWords } from '../release-words.ts';
import { jsonOfPrize, jsonOfSummary } from './json-of-summary.ts';

export function jsonOfDiff(diff: ActivityDiff, words: Pick<ReleaseWords, 'change' | 'warnings'>): DiffJson {
  return {
    changes: diff.changes.map((change) => ({ ...change, ...words.change(change) })),
    before: jsonOfSummary(diff.before),
    after: jsonOfSummary(diff.after),
    prizes: diff.prizes.map(({ id, before, after, won, runsOutAt }) => ({
      id,
      name: after?.name ?? before?.name ?? id,
      before: before && jsonOfPrize(before),
      after: after && jsonOfPrize(after),
      won,
      runs_out_at: runsOutAt,
    })),
    warnings: [...words.warnings(diff)],
  };
}

/** What it costs, before and after. @param before `null`: there is nothing to compare with */
export function costLines(
  before: LaunchSummary | null,
  after: LaunchSummary | null,
  words: Pick<ReleaseWords, 'figure'>,
): CostLineJson[] {
  const [old, now] = [before?.draws ?? null, after?.draws ?? null];
  if (!now) return [];
  const line = (key: CostLineJson['key'], was: string | null | undefined, is: string | null) => ({
    ...{ key, before: was ?? null, after: is },
    ...words.figure(key),
  });
  return [
    line('chance_to_win', old?.chanceToWin.percent, now.chanceToWin.percent),
    line('cost', old?.cost, now.cost),
    line('budget', old?.budget, now.budget),
    line('left', old?.left, now.left),
  ];
}
