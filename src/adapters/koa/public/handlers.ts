import type { Context } from 'koa';
import type { ActivityService, Reply } from '../../../application/activities/activity-service.ts';
import type { Visit } from '../../../application/admission/activity-gate.ts';
import type { ClaimService } from '../../../application/deliveries/claim-service.ts';
import type { OwnDraws } from '../../../application/deliveries/own-draws.ts';
import type { ShownDeliveries } from '../../../application/deliveries/shown-deliveries.ts';
import type { TicketService } from '../../../application/deliveries/ticket-service.ts';
import { withDeliveries } from '../../../application/deliveries/with-deliveries.ts';
import type { ChancesService } from '../../../application/draws/chances-service.ts';
import type { DrawService } from '../../../application/draws/draw-service.ts';
import type { FairnessService } from '../../../application/draws/fairness-service.ts';
import { LIVE_SECONDS, type LiveService } from '../../../application/draws/live-service.ts';
import type { ActivityData } from '../../../application/kinds/activity-data.ts';
import { andThen, type MaybePromise } from '../../../application/shared/maybe-promise.ts';
import type { ConfigRepository } from '../../../domain/activities/config-repository.ts';
import type { Result } from '../../../domain/activities/result.ts';
import type { Clock } from '../../../domain/shared/clock.ts';
import { hasBody, readBody } from '../http/body.ts';
import { crossSiteMark } from '../http/cross-site.ts';
import { publicHeaders, sendData, sendPublicData, sendRefusal } from '../http/envelope.ts';
import type { JsonPieces } from '../http/json-pieces.ts';
import { inPlainAddress } from '../http/plain-parameters.ts';
import { nameRelease } from '../http/release-header.ts';
import { requestContext } from '../http/request-context.ts';
import type { Handler } from '../http/route.ts';
import { followToken, type TokenCookieOptions, tokenOfCookie } from '../http/token-cookie.ts';
import { type Validated, validatorFor } from '../http/validate.ts';
import { counterUrl } from './counter-url.ts';
import { encodeActivityData } from './encode/encode-activity-data.ts';
import { jsonOfTicket } from './encode/json-of-counter.ts';
import {
  jsonOfClaim,
  jsonOfDraw,
  jsonOfDrawsPage,
  jsonOfEarned,
  jsonOfFairness,
  jsonOfPrizes,
} from './encode/json-of-draws.ts';
import { jsonOfLive } from './encode/json-of-live.ts';
import { jsonOfSummary } from './encode/json-of-summary.ts';
import {
  chancesParameters,
  claimParameters,
  drawParameters,
  fairnessParameters,
  liveParameters,
  plainTexts,
  prizesParameters,
  ticketParameters,
  visitParameters,
} from './parameters.ts';

export interface HandlersDependencies {
  readonly service: ActivityService<ActivityData>;
  readonly draws: DrawService;
  readonly chances: ChancesService;
  readonly fairness: FairnessService;
  readonly live: LiveService;
  readonly ownDraws: OwnDraws;
  readonly shownDeliveries: Pick<ShownDeliveries, 'ofWins'>;
  readonly claims: ClaimService;
  readonly tickets: TicketService;
  readonly activities: Pick<ConfigRepository, 'find'>;
  readonly clock: Clock;
  readonly cookie: TokenCookieOptions;
}

const LENIENT = ['from'] as const;
const validateAnyVisit = validatorFor(visitParameters, plainTexts, [], LENIENT);
const validateDraw = validatorFor(drawParameters, plainTexts, ['proof'], LENIENT);
const validatePrizes = validatorFor(prizesParameters);
const validateChances = validatorFor(chancesParameters);
const validateClaim = validatorFor(claimParameters, {}, ['form', 'proof']);
const validateTicket = validatorFor(ticketParameters);
const validateFairness = validatorFor(fairnessParameters);
const validateLive = validatorFor(liveParameters);

const LIVE_HEADERS = publicHeaders(LIVE_SECONDS);

/** The handlers of the routes that answer in the envelope. */
export function handlers(deps: HandlersDependencies) {
  const {
    service,
    draws,
    chances,
    fairness,
    live,
    ownDraws,
    shownDeliveries,
    claims,
    tickets,
    activities,
    clock,
    cookie,
  } = deps;
  return { visit, draw, prizes, drawsOf, earn, claim, ticket, fairnessOf, liveOf };

  /** @param dispatch where given, an activity of another kind is not found */
  function visit(dispatch?: string): Handler {
    return visitHandler(validateVisit, dispatch, (asked) => service.visit(asked), encodeActivityData);
  }

  function prizes(dispatch: string): Handler {
    return visitHandler(
      validatePrizes,
      dispatch,
      (asked, { before, limit }) =>
        withDeliveries(shownDeliveries, draws.prizes(asked, { before, limit }), 'always'),
      (page) => ({ own: jsonOfPrizes(page) }),
    );
  }

  function drawsOf(dispatch: string): Handler {
    return visitHandler(
      validatePrizes,
      dispatch,
      (asked, { before, limit }) => ownDraws.draws(asked, { before, limit }),
      (page) => ({ own: jsonOfDrawsPage(page) }),
    );
  }

  function draw(dispatch: string): Handler {
    return changeHandler(
      validateDraw,
      dispatch,
      (asked, { request_id, proof }) =>
        withDeliveries(shownDeliveries, draws.draw(asked, request_id, proof), 'where_needed'),
      jsonOfDraw,
    );
  }

  function earn(dispatch: string): Handler {
    return changeHandler(
      validateChances,
      dispatch,
      (asked, { source, from = '' }) => {
        const earned = chances.earn(asked, source === undefined ? { from } : { source });
        return withDeliveries(shownDeliveries, earned, 'where_needed');
      },
      jsonOfEarned,
    );
  }

  function claim(dispatch: string): Handler {
    return changeHandler(
      validateClaim,
      dispatch,
      (asked, { draw_id, form, proof }) => claims.claim(asked, { drawId: draw_id, form, proof }),
      jsonOfClaim,
    );
  }

  function ticket(dispatch: string): Handler {
    return changeHandler(
      validateTicket,
      dispatch,
      (asked, { draw_id }) => tickets.ticket(asked, draw_id),
      (issued, ctx) => jsonOfTicket(issued, counterUrl(ctx, cookie, issued.ticket)),
    );
  }

  function fairnessOf(dispatch: string): Handler {
    return async (ctx) => {
      const validated = validateFairness(ctx);
      if (!validated.ok) return refuseParameter(ctx, validated.field);
      const { activity_id, rules_no } = validated.parameters;
      requestContext(ctx).activityId = activity_id;
      const releaseNo = activities.find(activity_id)?.release?.no;
      const result = await fairness.fairness(activity_id, dispatch, rules_no);
      if (result.kind !== 'no_such_activity') nameRelease(ctx, releaseNo);
      sendResult(ctx, result, (data) => ({ own: jsonOfFairness(data) }));
    };
  }

  function liveOf(dispatch: string): Handler {
    return async (ctx) => {
      const validated = validateLive(ctx);
      if (!validated.ok) return refuseParameter(ctx, validated.field);
      const { activity_id } = validated.parameters;
      requestContext(ctx).activityId = activity_id;
      // As it is looked up by the service, in the same turn.
      const releaseNo = activities.find(activity_id)?.release?.no;
      const result = await live.live(activity_id, dispatch);
      if (result.kind !== 'no_such_activity') nameRelease(ctx, releaseNo);
      if (result.kind !== 'served') return sendResult(ctx, result, jsonOfLive);
      sendPublicData(ctx, jsonOfLive(result.data), clock.now(), LIVE_HEADERS);
    };
  }

  /** What changes something of the visitor's, and so is not to be done by another site's page. */
  function changeHandler<Parameters extends VisitParameters, Data>(
    validate: (ctx: Context) => Validated<Parameters>,
    dispatch: string,
    work: (visit: VisitTo<string>, parameters: Parameters) => MaybePromise<Reply<Data>>,
    encode: (data: Data, ctx: Context) => string,
  ): Handler {
    return afterBody((ctx) => {
      // The page of another site must not spend a visitor's chances.
      const mark = crossSiteMark(ctx, cookie);
      if (mark === 'Sec-Fetch-Site') return refuseParameter(ctx, mark);
      const validated = validate(ctx);
      if (!validated.ok) return refuseParameter(ctx, validated.field);
      const visit = visitOf(ctx, validated.parameters, dispatch);
      // A page that has a token of the visitor's needs no cookie, such as the page of an app, whose origin is `null`.
      const byCookie = visit.token === undefined && visit.cookieToken !== undefined;
      if (mark && byCookie) return refuseParameter(ctx, mark);
      return andThen(work(visit, validated.parameters), (reply) =>
        sendReply(ctx, reply, (data) => ({ own: encode(data, ctx) })),
      );
    });
  }

  function visitHandler<Parameters extends VisitParameters, Data, Dispatch extends string | undefined>(
    validate: (ctx: Context) => Validated<Parameters>,
    dispatch: Dispatch,
    work: (visit: VisitTo<Dispatch>, parameters: Parameters) => MaybePromise<Reply<Data>>,
    encode: (data: Data) => JsonPieces,
  ): Handler {
    return afterBody((ctx) => {
      const validated = validate(ctx);
      if (!validated.ok) return refuseParameter(ctx, validated.field);
      const { parameters } = validated;
      const visit = visitOf(ctx, parameters, dispatch);
      return andThen(work(visit, parameters), (reply) => sendReply(ctx, reply, encode));
    });
  }

  function sendReply<Data>(
    ctx: Context,
    { result, tokenState, releaseNo }: Reply<Data>,
    encode: (data: Data) => JsonPieces,
  ): void {
    followToken(ctx, tokenState, cookie);
    nameRelease(ctx, releaseNo);
    sendResult(ctx, result, encode);
  }

  function sendResult<Data>(ctx: Context, result: Result<Data>, encode: (data: Data) => JsonPieces): void {
    const now = clock.now();
    switch (result.kind) {
      case 'served':
        sendData(ctx, encode(result.data), now);
        break;
      case 'too_many_draws':
      case 'too_many_tokens':
        requestContext(ctx).headers.push('Retry-After', `${result.retryAfterSeconds}`);
        sendRefusal(ctx, result.kind, now);
        break;
      case 'no_such_activity':
        sendRefusal(ctx, result.kind, now);
        break;
      case 'not_claimable':
        sendRefusal(ctx, result.kind, now, { reason: result.reason });
        break;
      case 'not_offered':
      case 'bad_value':
        refuseParameter(ctx, result.field);
        break;
      default:
        sendRefusal(ctx, result.kind, now, jsonOfSummary(result.summary));
    }
  }

  function refuseParameter(ctx: Context, field: string): void {
    sendRefusal(ctx, 'bad_parameter', clock.now(), { field });
  }
}

/** Reads the body first, where there is one. */
function afterBody(answer: (ctx: Context) => MaybePromise<void>): Handler {
  return (ctx) => (hasBody(ctx) ? readBody(ctx).then(() => answer(ctx)) : answer(ctx));
}

interface VisitParameters {
  readonly activity_id: string;
  readonly token?: string | undefined;
  readonly from?: string | undefined;
}

/* A short-cut for the address of most visits. */
function validateVisit(ctx: Context): Validated<VisitParameters> {
  const plain = ctx.request.body === undefined ? inPlainAddress(ctx.req.url ?? '') : undefined;
  return plain ? { ok: true, parameters: plain } : validateAnyVisit(ctx);
}

/** A visit to an activity of this kind, or of any. */
type VisitTo<Dispatch extends string | undefined> = Visit & { readonly dispatch: Dispatch };

function visitOf<Dispatch extends string | undefined>(
  ctx: Context,
  { activity_id, token, from }: VisitParameters,
  dispatch: Dispatch,
): VisitTo<Dispatch> {
  const origin = requestContext(ctx);
  origin.activityId = activity_id;
  return { activityId: activity_id, token, cookieToken: tokenOfCookie(ctx), dispatch, origin, from };
}
