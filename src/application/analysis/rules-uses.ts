import type { DrawLog } from '../../domain/draws/draw-log.ts';
import { AnnouncedRules, type RulesUse } from './audit/announced-rules.ts';
import { Findings } from './audit/finding.ts';

/**
 * Every set of rules of an activity, with the draws under it, by its logs. Nothing is checked.
 * @param onProgress called after each batch with the number of entries read, and of all entries
 */
export async function rulesUses(
  drawLog: DrawLog,
  activityId: string,
  onProgress: (done: number, of: number) => void = () => {},
): Promise<readonly RulesUse[]> {
  const { logs, rules } = await drawLog.book(activityId);
  const announced = new AnnouncedRules(activityId, new Findings(activityId));
  announced.learn(rules);
  const all = logs.reduce((sum, { seq }) => sum + seq, 0);
  let done = 0;
  for (const { log, seq } of logs) {
    for await (const batch of drawLog.entries(activityId, log, 0, seq)) {
      for (const entry of batch) if (entry.kind === 'draw') announced.count(log, entry);
      done += batch.length;
      onProgress(done, all);
    }
  }
  return announced.uses();
}
