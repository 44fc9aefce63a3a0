import { type DrawDetails, drawDetailsSchema } from '../../../domain/draws/draw-details.ts';
import { serveDraws } from '../../draws/serve-draws.ts';
import type { Kind } from '../kind.ts';

const draws = { detailsOf: ({ details }: { details: unknown }) => details as DrawDetails };

/** 摇一摇: users shake the phone and draw a prize. */
export const shake: Kind<DrawDetails> = {
  dispatch: 'shake',
  details: drawDetailsSchema,
  shape: 'draws',
  draws,
  open: (parts) => async (activity, visitor) => ({
    shape: 'draws',
    activity,
    ...(await serveDraws(activity, visitor, { draws, ...parts })),
  }),
};
