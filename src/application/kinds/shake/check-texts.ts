import type { Activity } from '../../../domain/activities/activity.ts';
import type { DrawDetails } from '../../../domain/draws/draw-details.ts';
import { localDay } from '../../../domain/shared/local-time.ts';
import { excerpt, type Warn } from '../../authoring/check/finding.ts';
import { type SaidChances, saidChances } from './said-chances.ts';

const DAY_MS = 24 * 60 * 60_000;

/* Enough of a paragraph to find it by. */
const SHOWN_CHARACTERS = 30;

/** Texts for visitors that promise other chances than the rules give. */
export function checkTexts(activity: Activity<DrawDetails>, warn: Warn): void {
  const { subtitle, rules_text } = activity.page;
  const { per_day, total } = activity.details.rules.chances;
  const allDays = chancesOfAllDays(activity);
  const isTrue = ({ rule, count }: SaidChances) =>
    rule === 'per_day' ? count === per_day : count === total || count === allDays;

  const paragraphs = Array.isArray(rules_text) ? rules_text : [];
  for (const [field, text] of [
    ['page.subtitle', subtitle],
    ...paragraphs.map((each, index) => [`page.rules_text.${index}`, each] as const),
  ] as const) {
    if (typeof text !== 'string') continue;
    for (const said of saidChances(text)) {
      if (isTrue(said)) continue;
      const limit = activity.details.rules.chances[said.rule];
      warn(field, 'text-contradicts', {
        text: excerpt(text, SHOWN_CHARACTERS),
        rule: said.rule,
        said: String(said.count),
        limit: limit === null ? '' : String(limit),
      });
    }
  }
}

/* Without a limit in all, a user who comes each day draws so often; `null` where that has no end. */
function chancesOfAllDays({ startsAt, endsAt, details: { rules } }: Activity<DrawDetails>): number | null {
  const { per_day } = rules.chances;
  if (per_day === null || startsAt === null || endsAt === null) return null;
  const [first = 0, last = 0] = [startsAt, endsAt - 1].map((at) => Date.parse(localDay(at, rules.timezone)));
  return per_day * ((last - first) / DAY_MS + 1);
}
