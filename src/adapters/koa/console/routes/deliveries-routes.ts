import {
  COUNTED_UP_TO,
  type DeliveryOffice,
  type MarkedDraws,
  type Resending,
} from '../../../../application/deliveries/delivery-office.ts';
import type { DeliveryPages, KeptDelivery } from '../../../../domain/deliveries/delivery-pages.ts';
import type { EndpointStates } from '../../../../domain/deliveries/endpoint-states.ts';
import { ConsoleRefusal, refusedBecause } from '../console-refusal.ts';
import { type ConsoleRoute, consoleRoute, type TracedRequest } from '../console-route.ts';
import {
  type DeliveriesInput,
  type DeliveriesView,
  type DoneInput,
  type DoneView,
  deliveriesInput,
  deliveriesSchema,
  doneInput,
  doneSchema,
  type ResendInput,
  type ResentView,
  resendInput,
  resentSchema,
  type TotalsView,
  totalsInput,
  totalsSchema,
} from '../contract/deliveries.ts';
import { isoOf } from '../encode/iso.ts';
import { jsonOfListedDelivery } from '../encode/json-of-delivery.ts';
import { cursorOf, readCursor } from '../encode/page-cursor.ts';
import type { PeopleWords } from '../people-words.ts';

export interface DeliveriesRoutesDependencies {
  readonly pages: DeliveryPages;
  readonly states: Pick<EndpointStates, 'stopped'>;
  readonly office: DeliveryOffice;
  readonly words: Pick<PeopleWords, 'unmarked'>;
}

const USUAL_LIMIT = 50;

/** How prizes reach their winners, and what operators do about those that do not. */
export function deliveriesRoutes(deps: DeliveriesRoutesDependencies): readonly ConsoleRoute[] {
  return [
    consoleRoute({
      method: 'GET',
      path: '/deliveries',
      access: 'support',
      scope: 'deliveries',
      summary: 'The deliveries of an activity, the latest wins first',
      input: deliveriesInput,
      output: deliveriesSchema,
      handle: ({ input }) => list(deps.pages, input),
    }),
    consoleRoute({
      method: 'GET',
      path: '/deliveries/totals',
      access: 'support',
      scope: 'deliveries',
      summary: 'How many deliveries of an activity are in each state',
      input: totalsInput,
      output: totalsSchema,
      handle: ({ input }) => totals(deps, input.activity_id),
    }),
    consoleRoute({
      method: 'POST',
      path: '/deliveries/resend',
      access: 'support',
      trail: 'change',
      summary: 'Sends one failed delivery again, or all of an activity',
      input: resendInput,
      output: resentSchema,
      handle: (request) => resend(deps.office, request),
    }),
    consoleRoute({
      method: 'POST',
      path: '/deliveries/done',
      access: 'support',
      scope: 'deliveries',
      trail: 'change',
      summary: 'Marks prizes as handed over',
      input: doneInput,
      output: doneSchema,
      handle: (request) => markDone(deps, request),
    }),
  ];
}

async function list(pages: DeliveryPages, input: DeliveriesInput): Promise<DeliveriesView> {
  const { activity_id: activityId, state = null, method = null, cursor, limit = USUAL_LIMIT } = input;
  const from = cursor === undefined ? null : readCursor(cursor, 'cursor');
  const before = from && { wonAt: from.number, drawId: from.text };
  const { deliveries, next } = await pages.page({ activityId, state, method, before, limit });
  return {
    deliveries: deliveries.map(jsonOfListedDelivery),
    next: next && cursorOf(next.wonAt, next.drawId),
  };
}

async function totals(
  { pages, states }: Pick<DeliveriesRoutesDependencies, 'pages' | 'states'>,
  activityId: string,
): Promise<TotalsView> {
  const { byState, resendable } = await pages.totals(activityId, COUNTED_UP_TO);
  const stopped = await states.stopped();
  return {
    by_state: byState,
    counted_up_to: COUNTED_UP_TO,
    resendable,
    stopped_endpoints: stopped.map(({ name, stoppedAt, reason }) => ({
      ...{ name, stopped_at: isoOf(stoppedAt), reason },
    })),
  };
}

async function resend(
  office: DeliveryOffice,
  { input, record }: TracedRequest<ResendInput>,
): Promise<ResentView> {
  const { activity_id: activityId, draw_id: drawId, all, reason } = input;
  if ((drawId === undefined) === (all === undefined))
    throw new ConsoleRefusal('invalid', { field: 'draw_id' });
  const result =
    drawId === undefined
      ? await office.resendAll(activityId, all?.count ?? 0)
      : await office.resendOne(activityId, drawId);
  if (result.kind !== 'resent') throw refusalOf(result);
  const { count, before } = result;
  await record({
    ...{ action: 'delivery_resent', activityId, target: drawId ?? null, reason },
    before: before && stateOf(before),
    after: { resent: count },
  });
  return { resent: count };
}

function refusalOf(result: Exclude<Resending, { kind: 'resent' }>): ConsoleRefusal {
  if (result.kind === 'no_win') return new ConsoleRefusal('not_found', { reason: 'no_win' });
  return result.kind === 'more_failed'
    ? refusedBecause(result.kind, { count: result.count })
    : refusedBecause(result.kind);
}

async function markDone(
  { office, words }: Pick<DeliveriesRoutesDependencies, 'office' | 'words'>,
  { input, actor, record }: TracedRequest<DoneInput>,
): Promise<DoneView> {
  const { activity_id: activityId, draw_ids: drawIds, reason } = input;
  const marked = await office.markDone(activityId, drawIds, actor.name);
  const { delivered, already, unmarked } = marked;
  // Also where a repeat finds all of it done: the first one may have ended before its entry was written.
  if (delivered + already > 0) {
    const [only = null] = drawIds.length === 1 ? drawIds : [];
    await record({
      ...{ action: 'delivery_done', activityId, target: only, reason },
      before: statesOf(marked),
      after: { delivered, already, refused: unmarked.length, draw_ids: drawIds },
    });
  }
  return {
    delivered,
    already,
    refused: unmarked.map(({ drawId, why }) => ({
      ...{ draw_id: drawId, code: why.kind, ...words.unmarked(why) },
    })),
  };
}

function stateOf({ state, attempts, lastError }: KeptDelivery) {
  return { state, attempts, last_error: lastError };
}

/* How many were in each state. */
function statesOf({ before }: MarkedDraws): Readonly<Record<string, number>> {
  const states: Record<string, number> = {};
  for (const { state } of before) states[state] = (states[state] ?? 0) + 1;
  return states;
}
