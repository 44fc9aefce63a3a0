import { setFlagsFromString } from 'node:v8';
import { audit } from '../src/application/analysis/audit/audit.ts';
import { headAfter, NO_HEAD } from '../src/application/draws/rules-head.ts';
import { rulesHash } from '../src/application/draws/rules-text.ts';
import { ticketOf } from '../src/application/draws/ticket.ts';
import { NO_DRAWS, type UserDraws, type Win, withWin } from '../src/domain/draws/account.ts';
import type { DrawLog, LogEntry } from '../src/domain/draws/draw-log.ts';

/*
 * What an audit takes: seconds and memory, of a log that is made as it is read, so that no store is measured. Usage:
 * node --import tsx bench/audit.ts [draws] [users]
 */
// As the command does.
setFlagsFromString('--heap-growing-percent=20');

const [draws = 10_000_000, users = 1_000_000] = process.argv.slice(2).map(Number);

const ID = 'bench';
const SECRET = 'ab'.repeat(32);
const AT = Date.parse('2026-11-11T10:00:00+08:00');
const DAY = '2026-11-11';
const BATCH = 1000;
const ONE_IN = 200n;

const text = JSON.stringify({
  dispatch: 'shake',
  prizes: [{ id: 'coupon', name: 'coupon' }],
  rules: { prizes: { coupon: { odds: `1/${ONE_IN}`, per_user: 5 } } },
});
const link = { no: 1, hash: rulesHash({ text }), at: AT, release: null };
const rules = { ...link, salt: '', head: headAfter(NO_HEAD, link) };

const drawNumbers = new Int32Array(users);
const wins = new Map<number, Win[]>();
let [awarded, madeMs] = [0, 0];

/** A valid history: every draw is made once, in order. */
function* entries(): Generator<LogEntry[]> {
  let batch: LogEntry[] = [{ kind: 'rules', seq: 1, ...link, head: rules.head }];
  for (let draw = 0; draw < draws; draw++) {
    const user = Math.imul(draw, 0x9e3779b1) >>> 0;
    const number = user % users;
    const uid = `u${number}`;
    const drawNo = (drawNumbers[number] as number) + 1;
    drawNumbers[number] = drawNo;
    const own = wins.get(number) ?? [];
    const isWon = ticketOf(SECRET, { activityId: ID, drawNo, uid }, ONE_IN) === 0n && own.length < 5;
    const drawId = `d${draw.toString(36).padStart(21, '0')}`;
    const at = AT + Math.floor(draw / 1000);
    const unit = isWon ? ++awarded : null;
    if (unit !== null) wins.set(number, [...own, { drawId, prizeId: 'coupon', unit, wonAt: at }]);
    batch.push({
      ...{
        kind: 'draw',
        seq: draw + 2,
        at,
        uid,
        requestId: `r${draw.toString(36).padStart(21, '0')}`,
        drawId,
      },
      ...{ drawNo, day: DAY, seedNo: 1, rulesNo: 1, prizeId: isWon ? 'coupon' : null, unit, cost: 0 },
    });
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}

function accountOf(uid: string): UserDraws {
  const number = Number(uid.slice(1));
  const drawNo = drawNumbers[number] as number;
  const counts = { version: drawNo, drawNo, lastDay: DAY, drawnOnLastDay: drawNo, dailyOnLastDay: drawNo };
  const bare: UserDraws = { ...NO_DRAWS, ...counts, streak: drawNo };
  return (wins.get(number) ?? []).reduce((account, win) => withWin(account, win, false), bare);
}

const drawLog: DrawLog = {
  activityIds: async () => [ID],
  book: async () => ({
    logs: [{ log: 'root', seq: draws + 1 }],
    // Known when the log has been read, which the audit compares at its end.
    awarded: new Map([['coupon', EXPECTED]]),
    spent: 0,
    seeds: [{ no: 1, secret: SECRET, revealedAt: null }],
    rules: [rules],
    sweptAt: null,
  }),
  rulesTexts: async () => [{ text, sealed: '' }],
  async *entries() {
    const made = entries();
    for (;;) {
      const from = performance.now();
      const { value, done } = made.next();
      madeMs += performance.now() - from;
      if (done) return;
      yield value;
    }
  },
  accounts: async (_id, uids) =>
    uids.map((uid) => ({
      uid,
      draws: accountOf(uid),
      winsKept: wins.get(Number(uid.slice(1)))?.length ?? 0,
    })),
};

const EXPECTED = Math.round(draws / Number(ONE_IN));
const from = performance.now();
const report = await audit(drawLog, ID);
const seconds = (performance.now() - from) / 1000;
const others = report.findings.filter(({ code }) => code !== 'counter');
console.log(
  `${report.draws} draws of ${report.users} users, ${report.wins} wins, ${others.length} findings: ` +
    `${(seconds - madeMs / 1000).toFixed(1)} s of audit, ${(madeMs / 1000).toFixed(1)} s of making the log, ` +
    `${Math.round(process.resourceUsage().maxRSS / 1024)} MB at most`,
);
