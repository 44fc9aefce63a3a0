import type { Handler, Route } from '../http/route.ts';
import { lookParameters, redeemParameters } from './parameters.ts';

export interface CounterRouteHandlers {
  readonly page: Handler;
  readonly look: Handler;
  readonly redeem: Handler;
}

/** The routes of staff at a counter. Who may use them is shown by the ticket and the PIN, not by a login. */
export function counterRoutes(base: string, { page, look, redeem }: CounterRouteHandlers): readonly Route[] {
  return [
    { methods: ['GET'], path: `${base}/counter`, handle: page },
    {
      methods: ['POST'],
      path: `${base}/counter/look`,
      handle: look,
      operation: {
        id: 'CounterLook',
        tag: 'counter',
        summary: 'What staff see of the win of a ticket',
        input: { name: 'Look', schema: lookParameters },
        output: ['Served.look'],
        refusals: ['bad_parameter', 'not_redeemable', 'too_many_draws'],
      },
    },
    {
      methods: ['POST'],
      path: `${base}/counter/redeem`,
      handle: redeem,
      operation: {
        id: 'CounterRedeem',
        tag: 'counter',
        summary: 'Redeems the win of a ticket, once',
        input: { name: 'Redeem', schema: redeemParameters },
        output: ['Served.redeem'],
        refusals: ['bad_parameter', 'not_redeemable', 'too_many_draws'],
      },
    },
  ];
}
