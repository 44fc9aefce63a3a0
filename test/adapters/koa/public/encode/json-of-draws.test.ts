import { expect } from 'chai';
import fc from 'fast-check';
import {
  jsonOfDraw,
  jsonOfEarned,
  jsonOfPrizes,
  jsonOfUserDrawInfo,
} from '../../../../../src/adapters/koa/public/encode/json-of-draws.ts';
import type { DeliveriesByDraw } from '../../../../../src/application/deliveries/shown-deliveries.ts';
import type { ShownDelivery } from '../../../../../src/application/deliveries/shown-delivery.ts';
import { DELIVERY_STATES } from '../../../../../src/domain/deliveries/delivery.ts';
import { DELIVERY_METHODS, FORM_FIELDS } from '../../../../../src/domain/draws/prize-delivery.ts';
import type { UserDrawInfo, WonPrize } from '../../../../../src/domain/draws/user-draw-info.ts';

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

const face = fc.record({
  name: text,
  image: fc.option(text),
  claim: fc.option(text),
  claimUrl: fc.option(text),
});
const delivery = fc.record(
  {
    by: fc.constantFrom(...DELIVERY_METHODS),
    state: fc.constantFrom(...DELIVERY_STATES),
    code: text,
    until: text,
    form: fc.record({
      fields: fc.subarray([...FORM_FIELDS]),
      values: fc.record({ name: text, phone: text }),
    }),
    face,
  },
  { requiredKeys: ['by', 'state'] },
) as fc.Arbitrary<ShownDelivery>;

/* Wins, and the deliveries of some of them; or nothing was asked. */
const wins = info.chain((userDrawInfo) =>
  fc.option(fc.array(delivery, { minLength: 0, maxLength: userDrawInfo.prizes.length })).map((shown) => ({
    userDrawInfo,
    deliveries: shown && new Map(shown.map((each, at) => [userDrawInfo.prizes[at]?.drawId ?? '', each])),
  })),
);

/* As docs/api.md names the members. */
function expectedInfo({ prizes, inviteCode, ...rest }: UserDrawInfo, deliveries: DeliveriesByDraw): object {
  return {
    uid: rest.uid,
    chances_left: rest.chancesLeft,
    earned_left: rest.earnedLeft,
    drawn_today: rest.drawnToday,
    drawn_total: rest.drawnTotal,
    ways: rest.ways,
    ...(inviteCode !== null && { invite_code: inviteCode }),
    prizes_total: rest.prizesTotal,
    prizes: prizes.map((won) => expectedPrize(won, deliveries?.get(won.drawId))),
  };
}

function expectedPrize(
  { drawId, prizeId, unit, name, wonAt }: WonPrize,
  shown: ShownDelivery | undefined,
): object {
  const { face: kept, ...way } = shown ?? { by: 'hand', state: 'ready' };
  return {
    draw_id: drawId,
    prize_id: prizeId,
    unit,
    name: kept?.name ?? name,
    won_at: wonAt,
    image: kept?.image ?? undefined,
    claim: kept?.claim ?? undefined,
    claim_url: kept?.claimUrl ?? undefined,
    delivery: {
      by: way.by,
      state: way.state,
      code: way.code,
      until: way.until,
      form: way.form,
    },
  };
}

describe('the JSON of draws is that of JSON.stringify', () => {
  it('for what a user has drawn', () => {
    fc.assert(
      fc.property(wins, ({ userDrawInfo, deliveries }) => {
        const json = jsonOfUserDrawInfo(userDrawInfo, deliveries);
        expect(json).to.equal(JSON.stringify(expectedInfo(userDrawInfo, deliveries)));
      }),
    );
  });

  it('for a page of prizes, and for an earned chance', () => {
    fc.assert(
      fc.property(wins, whole, ({ userDrawInfo, deliveries }, count) => {
        const own = expectedInfo(userDrawInfo, deliveries);
        const page = JSON.stringify({ ...own, prizes_before: count });
        expect(jsonOfPrizes({ data: { userDrawInfo, before: count }, deliveries })).to.equal(page);
        const earned = JSON.stringify({ earned: count, user_draw_info: own });
        expect(jsonOfEarned({ data: { chances: count, userDrawInfo }, deliveries })).to.equal(earned);
      }),
    );
  });

  it('for a draw', () => {
    const drawn = fc.option(fc.record({ id: text, name: text, image: fc.option(text) }));
    fc.assert(
      fc.property(wins, text, whole, fc.boolean(), drawn, (listed, drawId, drawNo, replayed, won) => {
        const { userDrawInfo, deliveries } = listed;
        const expected = {
          draw_id: drawId,
          draw_no: drawNo,
          won: won !== null,
          replayed,
          prize: won,
          user_draw_info: expectedInfo(userDrawInfo, deliveries),
        };
        const draw = { drawId, drawNo, replayed, prize: won, userDrawInfo };
        expect(jsonOfDraw({ data: draw, deliveries })).to.equal(JSON.stringify(expected));
      }),
    );
  });
});
