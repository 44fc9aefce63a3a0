import type { z } from 'zod';
import type { Publication } from '../../../../application/authoring/drafts/draft-publication.ts';
import type { RestockOrder } from '../../../../application/authoring/drafts/restock.ts';
import { ConsoleRefusal, refusedBecause } from '../console-refusal.ts';
import { type ConsoleRoute, consoleRoute, type TracedRequest } from '../console-route.ts';
import {
  type ChangedJson,
  changedSchema,
  reasonInput,
  restockInput,
  restockReviewInput,
  restockReviewSchema,
  rollbackInput,
  rolloutInput,
} from '../contract/releases.ts';
import { jsonOfDiff } from '../encode/json-of-diff.ts';
import { jsonOfFindings } from '../encode/json-of-findings.ts';
import { doneOr, viewOfChange } from './changed-view.ts';
import type { ReleaseRoutesParts } from './release-parts.ts';

/* An audience may have 10,000 users. */
const AUDIENCE_BYTES = 2 * 1024 * 1024;

/** What is done to an activity while it runs. */
export function controlRoutes(parts: ReleaseRoutesParts): readonly ConsoleRoute[] {
  const { managed } = parts;
  return [
    consoleRoute({
      method: 'POST',
      path: '/activities/:id/pause',
      access: 'publish',
      trail: 'change',
      summary: 'pause it at once',
      input: reasonInput,
      output: changedSchema,
      handle: (request) => change(parts, request, 'pause', (signed) => managed.pause(signed)),
    }),
    consoleRoute({
      method: 'POST',
      path: '/activities/:id/resume',
      access: 'publish',
      trail: 'change',
      summary: 'resume it',
      input: reasonInput,
      output: changedSchema,
      handle: (request) => change(parts, request, 'resume', (signed) => managed.resume(signed)),
    }),
    consoleRoute({
      method: 'POST',
      path: '/activities/:id/rollback',
      access: 'publish',
      trail: 'change',
      summary: 'publish an earlier release again; a rollout ends',
      input: rollbackInput,
      output: changedSchema,
      handle: (request) => {
        const { no, expect } = request.input;
        return change(parts, request, 'roll_back', (signed) => managed.rollBack(signed, no, expect), {
          before: { no: expect },
          target: String(no),
        });
      },
    }),
    consoleRoute({
      method: 'POST',
      path: '/activities/:id/rollout',
      access: 'publish',
      trail: 'change',
      summary: 'give a candidate to others, to everyone, or to nobody',
      input: rolloutInput,
      output: changedSchema,
      body: AUDIENCE_BYTES,
      handle: (request) => rollOut(parts, request),
    }),
    ...restockRoutes(parts),
  ];
}

function restockRoutes(parts: ReleaseRoutesParts): readonly ConsoleRoute[] {
  const { restock, words, requiresApproval } = parts;
  return [
    consoleRoute({
      method: 'GET',
      path: '/activities/:id/restock',
      access: 'view',
      summary: 'what another stock of a prize would mean',
      input: restockReviewInput,
      output: restockReviewSchema,
      handle: async ({ input }) => {
        const plan = await restock.plan(input.id, orderOf(input));
        if (plan.kind === 'refused') throw refusedBecause(plan.reason);
        const { prize, liveNo, before, after, won, checked, diff, approvers } = plan;
        return {
          ...{ prize_id: prize.id, name: prize.name, live_no: liveNo, before, after, won },
          ...{ hash: checked.content.hash, content: checked.content.content },
          diff: jsonOfDiff(diff, words),
          findings: jsonOfFindings(checked.findings, words),
          needs_approval: requiresApproval,
          approvals: [...approvers],
        };
      },
    }),
    consoleRoute({
      method: 'POST',
      path: '/activities/:id/restock',
      access: 'publish',
      trail: 'change',
      summary: 'change how many of a prize there are, and nothing else',
      input: restockInput,
      output: changedSchema,
      handle: async ({ input, actor, record }) => {
        const { id, expect, reason, force = false } = input;
        const signed = { activityId: id, author: actor.name, note: reason };
        const done = await restock.publish(signed, orderOf(input), { expect, force });
        const changed = viewOfChange(await doneOr(parts, done.result), 'published', words);
        if ('plan' in done && changed.outcome !== 'unchanged') {
          const { before, after } = done.plan;
          const what = { before: { no: expect, stock: before }, after: { no: changed.new_no, stock: after } };
          await record({ action: 'restock', activityId: id, target: input.prize_id, reason, ...what });
        }
        return changed;
      },
    }),
  ];
}

interface WrittenOrder {
  readonly prize_id: string;
  readonly stock?: number | undefined;
  readonly add?: number | undefined;
}

function orderOf({ prize_id, stock, add }: WrittenOrder): RestockOrder {
  if (stock !== undefined && add === undefined) return { prizeId: prize_id, stock };
  if (add !== undefined && stock === undefined) return { prizeId: prize_id, add };
  throw new ConsoleRefusal('invalid', { field: 'stock', message: 'either stock or add' });
}

async function rollOut(
  parts: ReleaseRoutesParts,
  request: TracedRequest<z.output<typeof rolloutInput>>,
): Promise<ChangedJson> {
  const { managed } = parts;
  const { action, audience, candidate } = request.input;
  const shown = { candidate };
  switch (action) {
    case 'widen': {
      if (!audience) throw new ConsoleRefusal('invalid', { field: 'audience' });
      const widened = (signed: Signed) => managed.rollOut(signed, null, audience, shown);
      return change(parts, request, 'widen', widened, { after: { candidate, audience: audience.kind } });
    }
    case 'promote':
      return change(parts, request, 'promote', (signed) => managed.promote(signed, candidate), {
        after: { candidate },
      });
    case 'abort':
      return change(parts, request, 'abort', (signed) => managed.abort(signed, shown), {
        before: { candidate },
      });
  }
}

type Signed = Parameters<ReleaseRoutesParts['managed']['pause']>[0];

/* Makes a change, leaves it in the trail, and says what it has made of what is served. */
async function change(
  parts: ReleaseRoutesParts,
  { input, actor, record }: TracedRequest<{ readonly id: string; readonly reason: string }>,
  action: string,
  make: (signed: Signed) => Promise<Publication>,
  what: { readonly before?: object; readonly after?: object; readonly target?: string } = {},
): Promise<ChangedJson> {
  const { id, reason } = input;
  const result = await doneOr(parts, await make({ activityId: id, author: actor.name, note: reason }));
  const changed = viewOfChange(result, 'changed', parts.words);
  if (changed.outcome === 'unchanged') return changed;
  const { no, new_no } = changed;
  const after = what.after ?? { no, ...(new_no !== null && { new_no }) };
  await record({ action, activityId: id, reason, ...what, after });
  return changed;
}
