import type { Activity } from '../../../domain/activities/activity.ts';
import { type ShakeDetails, shakeSchema } from '../../../domain/draws/shake.ts';
import { nextChanceAt, userDrawInfo } from '../../../domain/draws/user-draw-info.ts';
import { DependencyError } from '../../../domain/shared/dependency-error.ts';
import type { Seeds } from '../../draws/seeds.ts';
import { commitmentOfSeed } from '../../draws/ticket.ts';
import { memoizeByRef } from '../../shared/memoize-by-ref.ts';
import type { Kind } from '../kind.ts';

/** 摇一摇: shake the phone, draw a prize. The config is joined with what the user has drawn so far. */
export const shake: Kind<ShakeDetails> = {
  dispatch: 'shake',
  details: shakeSchema,
  draws: { detailsOf: ({ details }) => details as ShakeDetails },

  async serve(activity, { user, now, ledger, seeds }) {
    if (!user) {
      const fairness = { commitment: await commitmentIfKnown(activity.id, seeds) };
      return { common: everyonesPart(activity), own: ownPart({ fairness, user_draw_info: null }) };
    }
    // The seed is almost always known, and then there is one thing to wait for and not two.
    const seed = seeds.secret(activity.id);
    const [{ draws }, current] =
      seed instanceof Promise
        ? await Promise.all([ledger.read(activity.id, user.uid), seed])
        : [await ledger.read(activity.id, user.uid), seed];
    const info = userDrawInfo(user.uid, draws, activity.details, now);
    return {
      common: everyonesPart(activity),
      own: ownPart({
        fairness: { commitment: commitmentOfSeed(current) },
        user_draw_info: info,
        ...(info.chances_left === 0 && {
          next_chance_at: nextChanceAt(draws, activity.details.rules, activity.endsAt, now),
        }),
      }),
    };
  },
};

/** The answer up to the user's own part. */
const everyonesPart = memoizeByRef((activity: Activity<ShakeDetails>): Buffer => {
  const { user_draw_info: _own, fairness: _drawn, next_chance_at: _next, ...data } = activity.publicData;
  return Buffer.from(`${JSON.stringify(data).slice(0, -1)},`);
});

function ownPart(fields: object): Buffer {
  return Buffer.from(JSON.stringify(fields).slice(1));
}

/* Where nobody logs in nobody draws, so a ledger that is away is no reason not to show the activity. */
async function commitmentIfKnown(activityId: string, seeds: Seeds): Promise<string | null> {
  try {
    return commitmentOfSeed(await seeds.secret(activityId));
  } catch (error) {
    if (error instanceof DependencyError) return null;
    throw error;
  }
}
