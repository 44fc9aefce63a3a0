import type { DrawLog } from '../../domain/draws/draw-log.ts';
import { isTimezone } from '../../domain/shared/local-time.ts';
import { rulesFacts } from './rules-text.ts';

/** The time zone of an activity's draws, by their latest rules: so that an activity without a file has one too. */
export async function drawsTimezone(
  drawLog: Pick<DrawLog, 'book' | 'rulesTexts'>,
  activityId: string,
): Promise<string> {
  const { rules } = await drawLog.book(activityId);
  const latest = rules.at(-1);
  const [text] = latest ? await drawLog.rulesTexts(activityId, [latest.no]) : [];
  const { timezone } = rulesFacts(text);
  return typeof timezone === 'string' && isTimezone(timezone) ? timezone : 'Asia/Shanghai';
}
