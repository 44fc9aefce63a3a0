import { isOnlyDraft, releaseOf } from '../../../../application/releases/history-rows.ts';
import { servedNo } from '../../../../domain/releases/serving.ts';
import { ConsoleRefusal } from '../console-refusal.ts';
import { type ConsoleRoute, consoleRoute } from '../console-route.ts';
import {
  type HistoryJson,
  historyInput,
  historySchema,
  type ReleaseJson,
  releaseInput,
  releaseSchema,
} from '../contract/releases.ts';
import { isoOf } from '../encode/iso.ts';
import { jsonOfDiff } from '../encode/json-of-diff.ts';
import { jsonOfCancelled, jsonOfCandidate, jsonOfScheduled } from '../encode/json-of-releases.ts';
import type { ReleaseRoutesParts } from './release-parts.ts';

const PAGE = 30;

/** What was published before. */
export function historyRoutes(parts: ReleaseRoutesParts): readonly ConsoleRoute[] {
  return [
    consoleRoute({
      method: 'GET',
      path: '/activities/:id/history',
      access: 'view',
      summary: 'who changed what is served, the latest first, and what is scheduled',
      input: historyInput,
      output: historySchema,
      handle: async ({ input: { id, before } }) => historyOf(parts, id, before),
    }),
    consoleRoute({
      method: 'GET',
      path: '/activities/:id/releases/:no',
      access: 'view',
      summary: 'a release, and what a rollback to it would change',
      input: releaseInput,
      output: releaseSchema,
      handle: async ({ input: { id, no } }) => wholeRelease(parts, id, no),
    }),
  ];
}

async function historyOf(
  { queries, schedule }: ReleaseRoutesParts,
  id: string,
  before: number | undefined,
): Promise<HistoryJson> {
  // One more than is shown, to know whether there are more, and what the last one changed.
  const wanted = { limit: PAGE + 1, ...(before !== undefined && { before }) };
  const [rows, state] = await Promise.all([queries.history(id, wanted), queries.state(id)]);
  const isFirst = before === undefined;
  const scheduled = isFirst ? await schedule.planned(id) : [];
  const cancelled = isFirst ? await schedule.cancelled(id, PAGE) : [];
  const page = rows.slice(0, PAGE);
  const shown = page.filter((row, index) => !isOnlyDraft(row, rows.slice(index + 1)));
  const contents = shown.map((row) => releaseOf(row).content);
  const approvers = await queries.approversOf(id, contents);
  const liveNo = servedNo(state.serving);
  return {
    changes: shown.map((row) => ({
      ...{ version: row.version, action: row.action, author: row.author, note: row.note },
      at: isoOf(row.at),
      in_force_at: isoOf(row.inForceAt),
      no: servedNo(row.serving),
      candidate: jsonOfCandidate(row.serving.candidate),
      is_paused: row.serving.isPaused,
      hash: row.hash,
      approvers: [...(approvers.get(releaseOf(row).content) ?? [])],
      is_live: servedNo(row.serving) === liveNo && liveNo > 0,
    })),
    next: rows.length > PAGE ? (page.at(-1)?.version ?? null) : null,
    scheduled: scheduled.map(jsonOfScheduled),
    cancelled: cancelled.map(jsonOfCancelled),
  };
}

async function wholeRelease(
  { queries, reviews, words }: ReleaseRoutesParts,
  id: string,
  no: number,
): Promise<ReleaseJson> {
  const [release, state] = await Promise.all([queries.release(id, no), queries.state(id)]);
  if (!release) throw new ConsoleRefusal('not_found');
  const liveNo = servedNo(state.serving);
  const activity = await queries.activity(id, no);
  const live = liveNo > 0 ? await queries.activity(id, liveNo) : null;
  const diff = await reviews.compare(live, activity);
  const { at, author, note, hash, content, pictures, text } = release;
  return {
    ...{ activity_id: id, no, at: isoOf(at), author, note, hash, content, text },
    pictures: Object.keys(pictures),
    approvers: [...(await queries.approvers(id, release))],
    live_no: liveNo,
    diff: diff && jsonOfDiff(diff, words),
    is_readable: activity !== null,
  };
}
