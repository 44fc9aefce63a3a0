import type { StaffDesk, StaffResult } from '../../../../application/deliveries/staff-desk.ts';
import type { SeenWin } from '../../../../application/deliveries/ticket-wins.ts';
import type { CounterPlace } from '../../../../domain/deliveries/counter-places.ts';
import { ConsoleRefusal, refusedBecause } from '../console-refusal.ts';
import { type ConsoleRoute, consoleRoute, type TracedRequest } from '../console-route.ts';
import {
  type CounterActivitiesView,
  type CounterRedeemInput,
  type CounterRedeemView,
  type CounterWinView,
  counterActivitiesSchema,
  counterLookInput,
  counterLookSchema,
  counterRedeemInput,
  counterRedeemSchema,
} from '../contract/counter.ts';
import { isoOrNull } from '../encode/iso.ts';

export interface CounterRoutesDependencies {
  readonly desk: StaffDesk;
  /** Those with the most open wins first, each with its title. */
  readonly places: () => Promise<readonly (CounterPlace & { readonly title: string | null })[]>;
  readonly countedUpTo: number;
}

/** The counter for staff who are signed in. */
export function counterRoutes({
  desk,
  places,
  countedUpTo,
}: CounterRoutesDependencies): readonly ConsoleRoute[] {
  return [
    consoleRoute({
      method: 'GET',
      path: '/counter/activities',
      access: 'redeem',
      summary: 'The activities that have prizes for a counter',
      input: null,
      output: counterActivitiesSchema,
      handle: async (): Promise<CounterActivitiesView> => ({
        activities: (await places()).map(({ activityId, title, open, redeemed, lastRedeemedAt }) => ({
          ...{ activity_id: activityId, title, open, redeemed, last_redeemed_at: isoOrNull(lastRedeemedAt) },
        })),
        counted_up_to: countedUpTo,
      }),
    }),
    consoleRoute({
      method: 'POST',
      path: '/counter/look',
      access: 'redeem',
      summary: 'What a winner’s code is for',
      input: counterLookInput,
      output: counterLookSchema,
      handle: async ({ input, actor }) => ({
        win: jsonOfWin(dataOf(await desk.look(actor, input.code)).data),
      }),
    }),
    consoleRoute({
      method: 'POST',
      path: '/counter/redeem',
      access: 'redeem',
      trail: 'change',
      summary: 'Redeems a winner’s code, once',
      input: counterRedeemInput,
      output: counterRedeemSchema,
      handle: (request) => redeem(desk, request),
    }),
  ];
}

async function redeem(
  desk: StaffDesk,
  { input, actor, record }: TracedRequest<CounterRedeemInput>,
): Promise<CounterRedeemView> {
  const { code, place = '', request_id } = input;
  const { ticket, data } = dataOf(await desk.redeem(actor, code, place, request_id));
  const { redeemed, replayed, win } = data;
  if (redeemed) {
    await record({
      ...{ action: 'prize_redeemed', activityId: ticket.activityId, target: ticket.drawId },
      before: { state: 'ready' },
      after: { state: win.state, ...win.redemption, ...(replayed && { replayed }) },
    });
  }
  return { redeemed, replayed, win: jsonOfWin(win) };
}

function dataOf<Data>(result: StaffResult<Data>): Extract<StaffResult<Data>, { kind: 'served' }> {
  switch (result.kind) {
    case 'served':
      return result;
    case 'not_redeemable':
      throw refusedBecause(result.reason);
    case 'too_many_attempts': {
      const { retryAfterSeconds } = result;
      throw new ConsoleRefusal('too_many', { retry_after_seconds: retryAfterSeconds }, retryAfterSeconds);
    }
  }
}

function jsonOfWin({
  activityId,
  activityTitle,
  name,
  image,
  serial,
  state,
  redemption,
}: SeenWin): CounterWinView {
  return {
    activity_id: activityId,
    activity_title: activityTitle,
    name,
    image,
    serial,
    state,
    redemption: redemption && { ...redemption },
  };
}
