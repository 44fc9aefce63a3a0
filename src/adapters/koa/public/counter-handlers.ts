import type { Context } from 'koa';
import type { CounterDesk, DeskResult } from '../../../application/deliveries/counter-desk.ts';
import type { Clock } from '../../../domain/shared/clock.ts';
import { hasBody, readBody } from '../http/body.ts';
import { crossSiteMark } from '../http/cross-site.ts';
import { sendData, sendRefusal } from '../http/envelope.ts';
import { requestContext } from '../http/request-context.ts';
import type { Handler } from '../http/route.ts';
import type { TokenCookieOptions } from '../http/token-cookie.ts';
import { type Validated, validatorFor } from '../http/validate.ts';
import { jsonOfLook, jsonOfRedeemed } from './encode/json-of-counter.ts';
import { lookParameters, redeemParameters } from './parameters.ts';

export interface CounterHandlersDependencies {
  readonly desk: CounterDesk;
  readonly clock: Clock;
  readonly cookie: TokenCookieOptions;
}

const validateLook = validatorFor(lookParameters);
const validateRedeem = validatorFor(redeemParameters);

/** The handlers of the routes that staff use. */
export function counterHandlers({ desk, clock, cookie }: CounterHandlersDependencies) {
  return {
    look: handler(
      validateLook,
      ({ ticket, pin }, address) => desk.look({ ticket, pin, address }),
      jsonOfLook,
    ),
    redeem: handler(
      validateRedeem,
      ({ ticket, pin, place, request_id }, address) =>
        desk.redeem({ ticket, pin, address }, place, request_id),
      jsonOfRedeemed,
    ),
  };

  function handler<Parameters, Data>(
    validate: (ctx: Context) => Validated<Parameters>,
    work: (parameters: Parameters, address: string) => Promise<DeskResult<Data>>,
    encode: (data: Data) => string,
  ): Handler {
    return async (ctx) => {
      if (hasBody(ctx)) await readBody(ctx);
      // The page of another origin has no part in a hand-over, even if it knows the PIN, and none is listed for it.
      const mark = crossSiteMark(ctx, { trustsPeer: cookie.trustsPeer });
      if (mark) return sendRefusal(ctx, 'bad_parameter', clock.now(), { field: mark });
      const validated = validate(ctx);
      if (!validated.ok) return sendRefusal(ctx, 'bad_parameter', clock.now(), { field: validated.field });
      const context = requestContext(ctx);
      const result = await work(validated.parameters, context.clientAddress());
      context.activityId = result.activityId;
      send(ctx, result, encode);
    };
  }

  function send<Data>(ctx: Context, result: DeskResult<Data>, encode: (data: Data) => string): void {
    const now = clock.now();
    switch (result.kind) {
      case 'served':
        sendData(ctx, { own: encode(result.data) }, now);
        break;
      case 'not_redeemable':
        sendRefusal(ctx, result.kind, now, { reason: result.reason });
        break;
      case 'too_many_attempts':
        requestContext(ctx).headers.push('Retry-After', `${result.retryAfterSeconds}`);
        sendRefusal(ctx, 'too_many_draws', now);
    }
  }
}
