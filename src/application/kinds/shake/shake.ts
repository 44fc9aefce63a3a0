import type { Activity } from '../../../domain/activities/activity.ts';
import { type DrawDetails, drawDetailsSchema } from '../../../domain/draws/draw-details.ts';
import { drawsSummary } from '../../authoring/check/draws-summary.ts';
import { serveDeliveredDraws } from '../../deliveries/serve-delivered-draws.ts';
import type { Kind } from '../kind.ts';
import { checkShake } from './check-shake.ts';
import { startingShake } from './starting-shake.ts';

const draws = { detailsOf: ({ details }: { details: unknown }) => details as DrawDetails };

/** 摇一摇: users shake the phone and draw a prize. */
export const shake: Kind<DrawDetails> = {
  dispatch: 'shake',
  details: drawDetailsSchema,
  shape: 'draws',
  draws,
  authoring: {
    lists: ['prizes'],
    objects: ['page.texts', 'page.sounds', 'rules'],
    places: [
      { above: '', keys: ['chances', 'blocked_users', 'fallback', 'guarantee'], place: 'rules' },
      { above: 'rules', keys: ['per_day', 'total', 'earn'], place: 'rules.chances' },
    ],
    warn: (activity, warn, now) => checkShake(activity as Activity<DrawDetails>, warn, now),
    summarize: (activity) => {
      const details = draws.detailsOf(activity);
      return { timezone: details.rules.timezone, draws: drawsSummary(details), goods: null };
    },
    startingFields: startingShake,
  },
  open: (parts) => async (activity, visitor) => ({
    shape: 'draws',
    activity,
    ...(await serveDeliveredDraws(activity, visitor, { draws, ...parts })),
  }),
};
