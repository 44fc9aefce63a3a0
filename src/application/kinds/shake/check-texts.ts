import type { Activity } from '../../../domain/activities/activity.ts';
import type { DrawDetails } from '../../../domain/draws/draw-details.ts';
import type { Chances } from '../../../domain/draws/draw-rules.ts';
import { excerpt, type Warn } from '../../authoring/check/finding.ts';
import { daysOf, earnedInADay, earnedInAll } from './most-draws.ts';
import { type SaidChances, saidChances } from './said-chances.ts';
import { type SaidEarning, saidEarnings } from './said-earnings.ts';

/* Enough of a paragraph to find it by. */
const SHOWN_CHARACTERS = 30;

/** Texts for visitors that promise other chances than the rules give. */
export function checkTexts(activity: Activity<DrawDetails>, warn: Warn): void {
  const { subtitle, rules_text } = activity.page;
  const { chances } = activity.details.rules;
  const paragraphs = Array.isArray(rules_text) ? rules_text : [];
  for (const [field, text] of [
    ['page.subtitle', subtitle],
    ...paragraphs.map((each, index) => [`page.rules_text.${index}`, each] as const),
  ] as const) {
    if (typeof text !== 'string') continue;
    const shown = excerpt(text, SHOWN_CHARACTERS);
    for (const said of saidChances(text)) {
      if (isGiven(said, activity)) continue;
      const limit = chances[said.rule];
      warn(field, 'text-contradicts', {
        text: shown,
        rule: said.rule,
        said: String(said.count),
        limit: limit === null ? '' : String(limit),
      });
    }
    for (const said of saidEarnings(text)) {
      if (isEarned(said, chances)) continue;
      const params = { text: shown, way: said.source, said: String(said.count) };
      warn(field, 'text-promises-earning', { ...params, worth: worthOf(said.source, chances) });
    }
  }
}

/* A text may count the earned chances or not. */
function isGiven({ rule, count }: SaidChances, activity: Activity<DrawDetails>): boolean {
  const { per_day, total, ...more } = activity.details.rules.chances;
  const isFrom = (least: number | null, earned: number | null) =>
    least !== null && count >= least && count <= least + (earned ?? Number.POSITIVE_INFINITY);
  if (rule === 'per_day') return isFrom(per_day, earnedInADay(more));
  const days = daysOf(activity);
  // Without a limit in all, a user who comes each day draws so often.
  const ofAllDays = per_day === null || days === null ? null : per_day * days;
  return [total, ofAllDays].some((least) => isFrom(least, earnedInAll(activity)));
}

function isEarned({ source, count }: SaidEarning, { earn }: Chances): boolean {
  if (source === 'invite') {
    const { each = 0, total = 0 } = earn.invite ?? {};
    return each > 0 && (count === each || count === each * total);
  }
  const perDay = earn[source]?.per_day ?? 0;
  return perDay > 0 && (count === 1 || count === perDay);
}

/* Empty where it is not offered. */
function worthOf(source: SaidEarning['source'], { earn }: Chances): string {
  if (source === 'invite') return earn.invite ? String(earn.invite.each) : '';
  return earn[source] ? '1' : '';
}
