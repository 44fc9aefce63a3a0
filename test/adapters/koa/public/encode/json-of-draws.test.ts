import { expect } from 'chai';
import fc from 'fast-check';
import {
  jsonOfDraw,
  jsonOfEarned,
  jsonOfPrizes,
  jsonOfUserDrawInfo,
} from '../../../../../src/adapters/koa/public/encode/json-of-draws.ts';
import type { UserDrawInfo } from '../../../../../src/domain/draws/user-draw-info.ts';

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('优惠券 1', 'a"b', '\\', '\n', '\u2028', '\ud83d', '</script>', '', 'plain text', '\u007f'),
);
const whole = fc.nat();
const prize = fc.record({ drawId: text, prizeId: text, unit: whole, name: text, wonAt: text });
const way = fc.record({ source: fc.constantFrom('share', 'sign_in', 'invite'), worth: whole, left: whole });
const info = fc.record({
  uid: text,
  chancesLeft: fc.option(whole),
  earnedLeft: whole,
  drawnToday: whole,
  drawnTotal: whole,
  ways: fc.array(way, { maxLength: 3 }),
  inviteCode: fc.option(text),
  prizesTotal: whole,
  prizes: fc.array(prize, { maxLength: 3 }),
}) as fc.Arbitrary<UserDrawInfo>;

/* As docs/api.md names the members. */
function expectedInfo({ prizes, inviteCode, ...rest }: UserDrawInfo): object {
  return {
    uid: rest.uid,
    chances_left: rest.chancesLeft,
    earned_left: rest.earnedLeft,
    drawn_today: rest.drawnToday,
    drawn_total: rest.drawnTotal,
    ways: rest.ways,
    ...(inviteCode !== null && { invite_code: inviteCode }),
    prizes_total: rest.prizesTotal,
    prizes: prizes.map(({ drawId, prizeId, unit, name, wonAt }) => ({
      draw_id: drawId,
      prize_id: prizeId,
      unit,
      name,
      won_at: wonAt,
    })),
  };
}

describe('the JSON of draws is that of JSON.stringify', () => {
  it('for what a user has drawn', () => {
    fc.assert(
      fc.property(info, (given) => {
        expect(jsonOfUserDrawInfo(given)).to.equal(JSON.stringify(expectedInfo(given)));
      }),
    );
  });

  it('for a page of prizes, and for an earned chance', () => {
    fc.assert(
      fc.property(info, whole, (userDrawInfo, count) => {
        const own = expectedInfo(userDrawInfo);
        const page = JSON.stringify({ ...own, prizes_before: count });
        expect(jsonOfPrizes({ userDrawInfo, before: count })).to.equal(page);
        const earned = JSON.stringify({ earned: count, user_draw_info: own });
        expect(jsonOfEarned({ chances: count, userDrawInfo })).to.equal(earned);
      }),
    );
  });

  it('for a draw', () => {
    const drawn = fc.option(fc.record({ id: text, name: text, image: fc.option(text) }));
    fc.assert(
      fc.property(info, text, whole, fc.boolean(), drawn, (userDrawInfo, drawId, drawNo, replayed, won) => {
        const expected = {
          draw_id: drawId,
          draw_no: drawNo,
          won: won !== null,
          replayed,
          prize: won,
          user_draw_info: expectedInfo(userDrawInfo),
        };
        const draw = { drawId, drawNo, replayed, prize: won, userDrawInfo };
        expect(jsonOfDraw(draw)).to.equal(JSON.stringify(expected));
      }),
    );
  });
});
