import { randomInt } from 'node:crypto';
import type { AccountEntry, DrawLog, LedgerBook, LogEntry } from '../../../domain/draws/draw-log.ts';
import { markOf } from '../../../domain/draws/entry-mark.ts';
import { checkAccount, checkLatestWins } from './account-check.ts';
import { AnnouncedRules, type RulesUse } from './announced-rules.ts';
import { checkBook, checkHelps } from './book-check.ts';
import { type Finding, Findings } from './finding.ts';
import type { KnownReleases, ReleaseComparison, UnknownReleases } from './known-releases.ts';
import { LogReplay } from './log-replay.ts';
import { ReleaseAudit } from './release-audit.ts';
import { nameRepeated } from './repeated-ids.ts';
import { type DeniedDraw, type LostEntries, ReplayState } from './replay-state.ts';

export interface AuditReport {
  readonly activityId: string;
  readonly draws: number;
  readonly wins: number;
  readonly users: number;
  /** Whole cents. */
  readonly spent: number;
  readonly rules: readonly RulesUse[];
  /** How many draws the risk check denied: they won nothing, whatever their tickets. */
  readonly denied: number;
  /** The first 1,000 of them. */
  readonly deniedDraws: readonly DeniedDraw[];
  readonly losses: readonly LostEntries[];
  readonly releases: ReleaseComparison;
  /** At most 1,000 of them. */
  readonly findings: readonly Finding[];
  readonly findingsInAll: number;
}

const ACCOUNTS_PER_CALL = 500;

/* A text may be as long as a file. */
const TEXTS_PER_CALL = 16;

const NO_STORE: UnknownReleases = { unknown: 'no_store', reason: '' };

/**
 * Replays an activity's logs with the rules, seeds and tickets of each draw, and compares the counters and accounts with
 * the result. Draws may go on during the audit: an account that is ahead of the log is compared when the replay has got
 * there. It streams; see `ReplayState` for what stays in memory.
 * @param onProgress called after each batch with the number of entries replayed, and of all entries
 * @param published the releases that draws name, or why they are not known
 */
export async function audit(
  drawLog: DrawLog,
  activityId: string,
  onProgress: (done: number, of: number) => void = () => {},
  published: KnownReleases | UnknownReleases = NO_STORE,
): Promise<AuditReport> {
  const book = await drawLog.book(activityId);
  const findings = new Findings(activityId);
  const rules = new AnnouncedRules(activityId, findings);
  const releases = new ReleaseAudit(activityId, findings, published);
  rules.learn(book.rules);
  // After the book: each of its draws is of a release that was recorded before.
  await releases.learn();
  await learnTexts(drawLog, activityId, rules, releases);
  const entries = book.logs.reduce((sum, { seq }) => sum + seq, 0);
  const wins = [...book.awarded.values()].reduce((sum, count) => sum + count, 0);
  const expected = { entries, wins };
  const state = new ReplayState(
    { findings, rules, releases },
    book.logs.length > 1,
    expected,
    randomInt(2 ** 31),
  );
  const replays = new Map(
    book.logs.map(({ log }) => [log, new LogReplay(activityId, log, state, book.seeds)]),
  );
  let done = 0;
  for (const [log, replay] of replays) {
    const end = book.logs.find((each) => each.log === log)?.seq ?? 0;
    const seam = book.archived?.find((each) => each.log === log);
    for await (const batch of drawLog.entries(activityId, log, 0, end)) {
      for (const entry of batch) {
        replay.next(entry);
        if (entry.seq === seam?.seq) checkSeam(log, entry, seam.mark, findings);
      }
      done += batch.length;
      onProgress(done, entries);
    }
    if (replay.seq !== end) findings.add(log, null, 'log_end_missing', { expected: end, found: replay.seq });
  }
  checkArchived(book, findings);
  rules.endOfLogs();
  checkBook(state, book);
  const { draws, winCount, spent } = state;
  const users = state.users.uids.length;
  if (book.sweptAt === null) await checkAccounts(drawLog, activityId, state, replays);
  checkHelps(state);
  await nameRepeated(drawLog, activityId, book, state);
  return {
    activityId,
    draws,
    wins: winCount,
    users,
    spent,
    rules: rules.uses(),
    denied: state.deniedCount,
    deniedDraws: state.denied,
    losses: state.losses,
    releases: releases.comparison,
    findings: findings.kept,
    findingsInAll: findings.count,
  };
}

/* The entry at the cursor stays in the ledger's own store, where it must be the one that is archived. */
function checkSeam(log: string, entry: LogEntry, archived: string, findings: Findings): void {
  const found = markOf(entry);
  if (found !== archived) findings.add(log, entry.seq, 'archive_differs', { expected: archived, found });
}

function checkArchived({ archived = [], logs }: LedgerBook, findings: Findings): void {
  for (const { log, seq } of archived) {
    const end = logs.find((each) => each.log === log)?.seq ?? 0;
    if (seq > end) findings.add(log, null, 'archive_ahead', { expected: seq, found: end });
  }
}

async function learnTexts(
  drawLog: DrawLog,
  activityId: string,
  rules: AnnouncedRules,
  releases: ReleaseAudit,
): Promise<void> {
  const numbers = rules.withoutText();
  for (let from = 0; from < numbers.length; from += TEXTS_PER_CALL) {
    const asked = numbers.slice(from, from + TEXTS_PER_CALL);
    for (const [index, text] of (await drawLog.rulesTexts(activityId, asked)).entries()) {
      const no = asked[index] as number;
      const link = rules.linkOf(no);
      if (!text || !link) continue;
      rules.learnText(no, text);
      await releases.checkSet(link, text);
    }
  }
}

async function checkAccounts(
  drawLog: DrawLog,
  activityId: string,
  state: ReplayState,
  replays: ReadonlyMap<string, LogReplay>,
): Promise<void> {
  const { users } = state;
  const ahead = new Map<number, AccountEntry>();
  for (let from = 0; from < users.uids.length; from += ACCOUNTS_PER_CALL) {
    const uids = users.uids.slice(from, from + ACCOUNTS_PER_CALL);
    for (const [index, account] of (await drawLog.accounts(activityId, uids)).entries()) {
      const user = from + index;
      const version = users.columns.version[user] as number;
      if (account.draws.version > version) {
        ahead.set(user, account);
        continue;
      }
      if (account.draws.version === 0 && version > 0) {
        state.findings.add('root', null, 'no_account', { uid: account.uid, draws: version });
        continue;
      }
      checkAccount(state, user, account);
      checkLatestWins(state, account);
    }
  }
  if (ahead.size > 0) await checkAhead(drawLog, activityId, state, replays, ahead);
}

/* Goes on with the replay, and compares each account when the log has reached its version. */
async function checkAhead(
  drawLog: DrawLog,
  activityId: string,
  state: ReplayState,
  replays: ReadonlyMap<string, LogReplay>,
  ahead: Map<number, AccountEntry>,
): Promise<void> {
  const { users, findings, rules, releases } = state;
  const later: LedgerBook = await drawLog.book(activityId);
  rules.learn(later.rules);
  await releases.learn();
  await learnTexts(drawLog, activityId, rules, releases);
  const compared: AccountEntry[] = [];
  for (const [log, replay] of replays) {
    replay.learn(later.seeds);
    const end = later.logs.find((each) => each.log === log)?.seq ?? 0;
    for await (const batch of drawLog.entries(activityId, log, replay.seq, end)) {
      for (const entry of batch) {
        replay.next(entry);
        const user = 'uid' in entry ? users.find(entry.uid) : -1;
        const account = ahead.get(user);
        if (!account || users.columns.version[user] !== account.draws.version) continue;
        ahead.delete(user);
        checkAccount(state, user, account);
        compared.push(account);
      }
    }
  }
  for (const account of compared) checkLatestWins(state, account);
  for (const [user, { uid, draws }] of ahead) {
    const expected = users.columns.version[user] as number;
    findings.add('root', null, 'account', { uid, field: 'version', expected, found: draws.version });
  }
}
