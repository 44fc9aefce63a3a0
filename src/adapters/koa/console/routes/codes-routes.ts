import type { z } from 'zod';
import type { CodeDesk, NoImport, PrizeForCodes } from '../../../../application/deliveries/code-desk.ts';
import type { CodeImportResult } from '../../../../application/deliveries/code-import.ts';
import { MOST_CODE_LINE_BYTES } from '../../../../application/deliveries/code-lines.ts';
import { sha256Hex } from '../../../../application/shared/sha256-hex.ts';
import type { ErrorReporter } from '../../../../domain/shared/error-reporter.ts';
import { beginAnswer } from '../../http/send.ts';
import type { CodeWords } from '../code-words.ts';
import { ConsoleRefusal, refusedBecause } from '../console-refusal.ts';
import {
  type ConsoleRequest,
  type ConsoleRoute,
  consoleRoute,
  type TracedRequest,
} from '../console-route.ts';
import {
  type CheckedCodesView,
  type CodesView,
  checkCodesInput,
  checkedCodesSchema,
  codesSchema,
  type ImportLine,
  importCodesInput,
  MOST_CODE_FILE_BYTES,
  MOST_CODE_FILE_LINES,
} from '../contract/codes.ts';
import { ofActivity } from '../contract/parameters.ts';
import { hasMoreLines, linesInBytes } from '../lines-in-bytes.ts';
import { unlessUnsettled } from './draft-view.ts';

export interface CodesRoutesDependencies {
  readonly desk: CodeDesk;
  readonly words: CodeWords;
  readonly errorReporter: ErrorReporter;
}

/* Each is in memory whole, twice for a moment, with 32 bytes for each of its lines. */
const MOST_FILES = 3;

const RETRY_SECONDS = 5;

type CheckRequest = TracedRequest<z.output<typeof checkCodesInput>>;
type ImportRequest = TracedRequest<z.output<typeof importCodesInput>>;

/** The redeem codes of an activity. No answer, no entry of the trail and no line of the log holds a code. */
export function codesRoutes(deps: CodesRoutesDependencies): readonly ConsoleRoute[] {
  const { desk, words } = deps;
  let files = 0;
  const withFile = async <T>(
    { readBody }: Pick<ConsoleRequest<unknown>, 'readBody'>,
    work: (bytes: Buffer) => Promise<T>,
  ): Promise<T> => {
    if (files >= MOST_FILES) throw new ConsoleRefusal('too_many', undefined, RETRY_SECONDS);
    files += 1;
    try {
      return await unlessUnsettled(work(await readBody(MOST_CODE_FILE_BYTES)));
    } finally {
      files -= 1;
    }
  };
  return [
    consoleRoute({
      method: 'GET',
      path: '/activities/:id/codes',
      access: 'view',
      summary: 'How many redeem codes the prizes of an activity have, without the codes',
      input: ofActivity,
      output: codesSchema,
      handle: ({ input }) => overview(desk, words, input.id),
    }),
    consoleRoute({
      method: 'POST',
      path: '/activities/:id/codes/check',
      access: 'publish',
      trail: 'look',
      summary: 'What an import of this file of codes would do; the file is the body',
      input: checkCodesInput,
      output: checkedCodesSchema,
      body: 'raw',
      handle: (request) => withFile(request, (bytes) => check(deps, request, bytes)),
    }),
    consoleRoute({
      method: 'POST',
      path: '/activities/:id/codes/import',
      access: 'publish',
      trail: 'change',
      summary: 'Imports the file of codes that was checked; the answer is a line of JSON for each step',
      input: importCodesInput,
      output: 'file',
      body: 'raw',
      handle: (request) => withFile(request, (bytes) => importCodes(deps, request, bytes)),
    }),
  ];
}

async function overview(desk: CodeDesk, words: CodeWords, activityId: string): Promise<CodesView> {
  const found = await unlessUnsettled(desk.overview(activityId));
  if (!found) throw new ConsoleRefusal('not_found');
  const prizes = new Map(found.prizes.map((prize) => [prize.id, prize]));
  return {
    codes: found.statuses.map((status) => {
      const prize = prizes.get(status.prizeId);
      const { loaded, announced, awarded, given, left } = status;
      return {
        ...{ prize_id: status.prizeId, name: prize?.name ?? null, by_code: prize ? byCodeOf(prize) : null },
        ...{ loaded, announced, awarded, given, left },
        notes: [...words.notes(status)],
      };
    }),
    prizes: found.prizes.map((prize) => ({ id: prize.id, name: prize.name, by_code: byCodeOf(prize) })),
    has_key: found.hasKey,
    ...{ most_bytes: MOST_CODE_FILE_BYTES, most_lines: MOST_CODE_FILE_LINES },
  };
}

function byCodeOf({ live, draft }: PrizeForCodes): 'live' | 'draft' | null {
  if (live === 'code') return 'live';
  return draft === 'code' ? 'draft' : null;
}

/* Who may check finds out of any code whether it is there: so it is in the trail before it is answered. */
async function check(
  { desk, words }: CodesRoutesDependencies,
  { input, signal, record }: CheckRequest,
  bytes: Buffer,
): Promise<CheckedCodesView> {
  assertFewLines(bytes);
  const { id: activityId, prize_id: prizeId } = input;
  const file = linesInBytes(bytes, MOST_CODE_LINE_BYTES, signal);
  const result = await unlessGone(signal, desk.check({ activityId, prizeId }, file));
  if (result.kind !== 'checked') throw refusalOf(result);
  const { codes, known, problems, problemCount, examples, size, awarded } = result;
  const fresh = known === null ? null : codes - known;
  await record({
    ...{ action: 'codes_checked', activityId, target: prizeId },
    after: { codes, new: fresh, known, problems: problemCount },
  });
  return {
    ...{ hash: sha256Hex(bytes), codes, new: fresh, known },
    examples: [...examples],
    problems: problems.map((problem) => ({
      ...{ line: problem.line, code: problem.code, ...words.problem(problem) },
    })),
    ...{ problem_count: problemCount, loaded: size, awarded },
  };
}

/* Everything that can be refused is, before the answer begins; it then goes on also where the browser has gone. */
async function importCodes(
  { desk, errorReporter }: CodesRoutesDependencies,
  { ctx, input, record }: ImportRequest,
  bytes: Buffer,
): Promise<never> {
  const { id: activityId, prize_id: prizeId, reason } = input;
  assertFewLines(bytes);
  if (sha256Hex(bytes) !== input.hash) throw refusedBecause('other_file');
  const prepared = await desk.prepare({ activityId, prizeId }, linesInBytes(bytes, MOST_CODE_LINE_BYTES));
  if (prepared.kind === 'wrong_lines') throw refusedBecause('wrong_lines', { count: prepared.count });
  if (prepared.kind !== 'ready') throw refusalOf(prepared);
  const { codes, before } = prepared;
  const entry = { action: 'codes_imported', activityId, target: prizeId, reason, before: { codes: before } };
  const headers = [
    'Content-Type',
    'application/x-ndjson; charset=utf-8',
    'Cache-Control',
    'private, no-store',
  ];
  const response = beginAnswer(ctx, 200, headers, null);
  const say = (line: ImportLine) => {
    if (!response.destroyed) response.write(`${JSON.stringify(line)}\n`);
  };
  let done = 0;
  say({ done, of: codes });
  // Where the store of the trail is away, the note that was made before says that it was begun.
  const recordAs = async (after: () => Promise<object>) => {
    try {
      await record({ ...entry, after: await after() });
    } catch (error) {
      errorReporter.report('an import of redeem codes has no entry', error, { activityId, prizeId });
    }
  };
  let result: CodeImportResult | null = null;
  try {
    result = await prepared.run((now) => {
      done = now;
      say({ done, of: codes });
    });
  } catch (error) {
    errorReporter.report('an import of redeem codes stopped', error, { activityId, prizeId });
  }
  if (result) {
    const { added, known, size, announced } = result;
    // Also where none was new: somebody else may have imported them since they were checked.
    await recordAs(async () => ({ codes: size, added, known }));
    if (!announced)
      errorReporter.report('redeem codes were not announced', result.error, { activityId, prizeId });
    say({ imported: { added, known, before, loaded: size, announced } });
  } else {
    // What is imported by now stays.
    if (done > 0) await recordAs(async () => ({ codes: await prepared.size(), stopped: true }));
    say({ stopped: { done } });
  }
  if (!response.destroyed) response.end();
  return undefined as never;
}

/* Before anything is made of them. */
function assertFewLines(bytes: Buffer): void {
  if (hasMoreLines(bytes, MOST_CODE_FILE_LINES))
    throw refusedBecause('too_many_lines', { most_lines: MOST_CODE_FILE_LINES });
}

/* Nobody reads the refusal, and it is no fault. */
async function unlessGone<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (signal.aborted) throw refusedBecause('gone');
    throw error;
  }
}

function refusalOf({ kind }: NoImport): ConsoleRefusal {
  switch (kind) {
    case 'no_activity':
      return new ConsoleRefusal('not_found');
    case 'no_prize':
      return refusedBecause('no_such_prize');
    case 'no_key':
      return refusedBecause('no_key');
  }
}
