import type { DrawArchive } from '../../../domain/draws/draw-archive.ts';
import type { Account, BookedDraw, CommitResult, DrawCommit } from '../../../domain/draws/draw-ledger.ts';
import { DependencyError } from '../../../domain/shared/dependency-error.ts';
import { bookedOf, type FoundAccount, type readCommitted, type TrimmedDraw } from './draw-replies.ts';
import { digestOf } from './packed-text.ts';
import { logOfTag } from './redis-draw-log.ts';
import { faultOf, type RedisRecord } from './redis-record.ts';

/* A visitor waits for it, as for Redis. A draw is repeated within seconds as a rule, and then Redis still has it. */
const DEADLINE_MS = 500;

type Request = Pick<DrawCommit, 'activityId' | 'uid' | 'requestId'>;

/**
 * The account with the draw of the request id, from the archive where its entry was trimmed.
 * @param tag of the part that has the account
 * @throws DependencyError if the archive does not answer, or has another entry under that number
 */
export function withBooked(
  record: RedisRecord,
  tag: string,
  request: Request,
  found: FoundAccount,
): Account | Promise<Account> {
  const { draws, booked } = found;
  if (booked === null || !('trimmedSeq' in booked)) return { draws, booked };
  return recalled(record, tag, request, booked).then((recalledDraw) => ({ draws, booked: recalledDraw }));
}

/** The same for what a commit returned. */
export function withAccount(
  record: RedisRecord,
  tag: string,
  request: Request,
  result: ReturnType<typeof readCommitted>['result'],
): CommitResult | Promise<CommitResult> {
  if (result.kind !== 'conflict') return result;
  const account = withBooked(record, tag, request, result.account);
  return account instanceof Promise
    ? account.then((whole) => ({ kind: 'conflict', account: whole }))
    : { kind: 'conflict', account };
}

async function recalled(
  { archive, layout }: RedisRecord,
  tag: string,
  { activityId, uid, requestId }: Request,
  { trimmedSeq }: TrimmedDraw,
): Promise<BookedDraw> {
  if (!archive)
    throw faultOf(activityId, new Error(`entry ${trimmedSeq} was trimmed, and there is no archive`));
  const log = logOfTag(layout.knownTags(activityId) ?? [activityId], tag);
  const entry = await inTime(archive.entry(activityId, log, trimmedSeq));
  const isIt =
    entry?.kind === 'draw' && entry.uid === uid && digestOf(entry.requestId) === digestOf(requestId);
  try {
    return bookedOf(trimmedSeq, isIt ? entry : null);
  } catch (cause) {
    throw faultOf(activityId, cause);
  }
}

function inTime(answer: ReturnType<DrawArchive['entry']>): ReturnType<DrawArchive['entry']> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new DependencyError('record store', `no answer in ${DEADLINE_MS} ms`)),
      DEADLINE_MS,
    );
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
