import { withLoadedCodes } from '../../../application/analysis/simulation/simulation-window.ts';
import type { Activity } from '../../../domain/activities/activity.ts';
import { codePrizes } from '../../../domain/draws/code-stock.ts';
import type { DrawDetails } from '../../../domain/draws/draw-details.ts';
import type { PoolSizes } from '../../../domain/draws/unit-pools.ts';
import type { CommandParts, Io } from '../command.ts';
import { simulateMessages } from '../i18n/simulate-messages.ts';

/**
 * The activity with the codes that draws know of. A prize that has none is simulated as if it had enough, since codes come
 * late; stderr says so.
 */
export async function simulatedCodes(
  activity: Activity<DrawDetails>,
  parts: CommandParts,
  { stderr, language }: Io,
): Promise<Activity<DrawDetails>> {
  const ids = codePrizes(activity.details);
  if (ids.length === 0) return activity;
  const sizes = await sizesOf(activity.id, parts);
  const messages = simulateMessages[language];
  for (const id of ids) {
    const codes = sizes[id] ?? 0;
    const text = codes === 0 ? messages.withoutCodes(id) : messages.withCodes(id, codes);
    stderr.write(`cms-market: ${text}\n`);
  }
  return withLoadedCodes(activity, sizes);
}

/* A simulation needs no store: it may be of another machine. */
async function sizesOf(activityId: string, parts: CommandParts): Promise<PoolSizes> {
  try {
    const { pools } = await parts.ledgerIfAny();
    return await pools.pools(activityId);
  } catch {
    return {};
  }
}
