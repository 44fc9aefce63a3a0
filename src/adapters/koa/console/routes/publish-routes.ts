import type { z } from 'zod';
import { permissionsOf } from '../../../../domain/operators/roles.ts';
import { ConsoleRefusal, refusedBecause } from '../console-refusal.ts';
import {
  type ConsoleRoute,
  consoleRoute,
  type SignedInRequest,
  type TracedRequest,
} from '../console-route.ts';
import { ofActivity } from '../contract/parameters.ts';
import {
  approvedSchema,
  approveInput,
  cancelScheduleSchema,
  changedSchema,
  publishInput,
  type ReviewJson,
  reviewSchema,
} from '../contract/releases.ts';
import { costLines, jsonOfDiff } from '../encode/json-of-diff.ts';
import { jsonOfFindings } from '../encode/json-of-findings.ts';
import { jsonOfCandidate, jsonOfScheduled } from '../encode/json-of-releases.ts';
import { jsonOfSimulation } from '../encode/json-of-simulation.ts';
import { jsonOfSummary } from '../encode/json-of-summary.ts';
import { doneOr, viewOfChange } from './changed-view.ts';
import { unlessUnsettled } from './draft-view.ts';
import type { ReleaseRoutesParts } from './release-parts.ts';

/* An audience may have 10,000 users. */
const AUDIENCE_BYTES = 2 * 1024 * 1024;

type Actor = SignedInRequest<unknown>['actor'];

/** From a draft to what visitors get. */
export function publishRoutes(parts: ReleaseRoutesParts): readonly ConsoleRoute[] {
  return [
    consoleRoute({
      method: 'GET',
      path: '/activities/:id/review',
      access: 'view',
      summary: 'what publishing the draft would mean',
      input: ofActivity,
      output: reviewSchema,
      handle: async ({ input: { id }, actor }) => reviewOf(parts, id, actor),
    }),
    consoleRoute({
      method: 'POST',
      path: '/activities/:id/publish',
      access: 'publish',
      trail: 'change',
      summary: 'publish the draft that was shown: now, at a time, or to some users',
      input: publishInput,
      output: changedSchema,
      body: AUDIENCE_BYTES,
      handle: (request) => publish(parts, request),
    }),
    consoleRoute({
      method: 'POST',
      path: '/activities/:id/approve',
      access: 'publish',
      trail: 'change',
      summary: 'approve what was read, so that another person can publish it',
      input: approveInput,
      output: approvedSchema,
      handle: (request) => approve(parts, request),
    }),
    consoleRoute({
      method: 'POST',
      path: '/activities/:id/schedule/cancel',
      access: 'publish',
      trail: 'change',
      summary: 'cancel what is scheduled',
      input: ofActivity,
      output: cancelScheduleSchema,
      handle: async ({ input: { id }, actor, record }) => {
        const results = await parts.schedule.cancel({ activityId: id, author: actor.name });
        const of = (isCancelled: boolean) =>
          results
            .filter((each) => each.isCancelled === isCancelled)
            .map(({ scheduled }) => jsonOfScheduled(scheduled));
        const cancelled = of(true);
        if (cancelled.length > 0) {
          await record({ action: 'cancel_schedule', activityId: id, before: cancelled });
        }
        return { cancelled, too_late: of(false) };
      },
    }),
  ];
}

async function reviewOf(parts: ReleaseRoutesParts, id: string, actor: Actor): Promise<ReviewJson> {
  const { reviews, jobs, words } = parts;
  const review = await unlessUnsettled(reviews.review(id, actor.name));
  if (!review) throw new ConsoleRefusal('not_found');
  const { draft, checked, diff, liveNo } = review;
  const { serving, lastNo } = draft.state;
  const latest = await jobs.latest(id);
  const blocks = [...review.blocks, ...(mayPublish(actor) ? [] : ['forbidden'])];
  return {
    activity_id: id,
    version: draft.version,
    hash: checked.content.hash,
    content: checked.content.content,
    base_no: draft.base.no,
    live_no: liveNo,
    next_no: lastNo + 1,
    managed_by: draft.managedBy,
    is_paused: serving?.isPaused ?? false,
    starts_paused: draft.startsPaused && !serving,
    candidate: jsonOfCandidate(serving && !serving.isRemoved ? serving.candidate : null),
    scheduled: review.scheduled.map(jsonOfScheduled),
    findings: jsonOfFindings(checked.findings, words),
    diff: diff && jsonOfDiff(diff, words),
    summary: checked.summary && jsonOfSummary(checked.summary),
    cost: costLines(diff?.before ?? null, checked.hasErrors ? null : checked.summary, words),
    notes: review.notes.map((note) => words.note(note)),
    needs_approval: review.needsApproval,
    approvals: [...review.approvers],
    may_publish: blocks.length === 0,
    blocked_by: blocks,
    simulation: latest ? jsonOfSimulation(latest, checked.content.content, words) : null,
  };
}

function mayPublish(actor: Actor): boolean {
  return actor.kind === 'operator' && permissionsOf(actor.role).includes('publish');
}

async function publish(
  parts: ReleaseRoutesParts,
  { input, actor, record }: TracedRequest<z.output<typeof publishInput>>,
) {
  const { publication, words } = parts;
  const { id, version, content, expect, reason, at, audience, candidate = 0 } = input;
  if (at !== undefined && audience) throw new ConsoleRefusal('invalid', { field: 'audience' });
  const signed = { activityId: id, author: actor.name, note: reason };
  const shown = { version, content, expect };
  const result = await doneOr(
    parts,
    await unlessUnsettled(
      at !== undefined
        ? publication.schedule(signed, shown, Date.parse(at))
        : audience
          ? publication.rollOut(signed, shown, audience, candidate)
          : publication.publish(signed, shown),
    ),
  );
  const changed = viewOfChange(result, 'published', words);
  const action = at !== undefined ? 'schedule' : audience ? 'roll_out' : 'publish';
  if (changed.outcome !== 'unchanged') {
    const after = { content, no: changed.new_no, ...(at !== undefined && { at }) };
    await record({ action, activityId: id, reason, before: { no: expect }, after });
  }
  return changed.outcome === 'scheduled' ? { ...changed, no: expect } : changed;
}

async function approve(
  { publication, restock, queries }: ReleaseRoutesParts,
  { input, actor, record }: TracedRequest<z.output<typeof approveInput>>,
) {
  const { id, content } = input;
  const signed = { activityId: id, author: actor.name, note: '' };
  const order = input.restock && { prizeId: input.restock.prize_id, stock: input.restock.stock };
  const result = order
    ? await restock.approve(signed, order, content)
    : await unlessUnsettled(publication.approve(signed, content));
  if (!result) throw new ConsoleRefusal('not_found');
  if (result.kind === 'refused') throw refusedBecause(result.reason);
  if (result.kind === 'other_text') throw new ConsoleRefusal('clash', { hash: result.hash });
  await record({ action: 'approve', activityId: id, target: order?.prizeId ?? null, after: { content } });
  return { approvals: [...(await queries.approvers(id, { content }))] };
}
