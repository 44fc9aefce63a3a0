import type { Activity } from '../../domain/activity.ts';
import { type ShakeDetails, shakeSchema } from '../../domain/shake.ts';
import { userDrawInfo } from '../../domain/user-draw-info.ts';
import { oncePer } from '../once-per.ts';
import type { Kind } from './kind.ts';

/** 摇一摇: shake the phone, draw a prize. The config is joined with what the user has drawn so far. */
export const shake: Kind<ShakeDetails> = {
  dispatch: 'shake',
  details: shakeSchema,

  async serve(activity, { user, now, ledger }) {
    const info =
      user && userDrawInfo(user.uid, await ledger.read(activity.id, user.uid), activity.details, now);
    return [everyonesPart(activity), Buffer.from(`${JSON.stringify(info)}}`)];
  },
};

/** The answer up to the user's own part. */
const everyonesPart = oncePer((activity: Activity<ShakeDetails>): Buffer => {
  const { user_draw_info: _replaced, ...data } = activity.publicData;
  return Buffer.from(`${JSON.stringify(data).slice(0, -1)},"user_draw_info":`);
});
