import { expect } from 'chai';
import fc from 'fast-check';
import { audit } from '../../../../src/application/analysis/audit/audit.ts';
import type { AuditCode } from '../../../../src/application/analysis/audit/finding.ts';
import { headAfter } from '../../../../src/application/draws/rules-head.ts';
import type { RulesText } from '../../../../src/domain/draws/binding-book.ts';
import type {
  AccountEntry,
  DrawEntry,
  DrawLog,
  EarningEntry,
  HelpEntry,
  LedgerBook,
  LogEntry,
  RulesEntry,
} from '../../../../src/domain/draws/draw-log.ts';
import { segmentOf } from '../../../../src/domain/draws/segments/segment-of.ts';
import { fileWith, History, richRules } from '../../../support/audited-history.ts';

interface Tampering {
  readonly entries?: (entries: LogEntry[]) => LogEntry[];
  readonly book?: (book: LedgerBook) => LedgerBook;
  readonly accounts?: (accounts: readonly AccountEntry[]) => AccountEntry[];
  /** Of the second set of rules. */
  readonly text?: (text: RulesText) => RulesText;
}

/** The log of a ledger, changed by someone. */
function tampered(drawLog: DrawLog, { entries, book, accounts, text }: Tampering): DrawLog {
  return {
    rulesTexts: async (id, numbers) => {
      const texts = await drawLog.rulesTexts(id, numbers);
      return texts.map((each, index) => (each && text && numbers[index] === 2 ? text(each) : each));
    },
    activityIds: () => drawLog.activityIds(),
    book: async (id) => {
      const real = await drawLog.book(id);
      return book ? book(real) : real;
    },
    async *entries(id, log, after, upTo) {
      const all: LogEntry[] = [];
      for await (const batch of drawLog.entries(id, log, 0, Number.MAX_SAFE_INTEGER)) all.push(...batch);
      const changed = entries ? entries(all) : all;
      yield changed.filter(({ seq }) => seq > after && seq <= upTo);
    },
    accounts: async (id, uids) => {
      const real = await drawLog.accounts(id, uids);
      return accounts ? accounts(real) : real;
    },
  };
}

type OfKind<K extends LogEntry['kind']> = Extract<LogEntry, { kind: K }>;

/** Changes the `nth` entry of a kind. */
function change<K extends LogEntry['kind']>(
  kind: K,
  how: (entry: OfKind<K>, all: readonly LogEntry[]) => LogEntry,
  where: (entry: OfKind<K>) => boolean = () => true,
): Tampering {
  return {
    entries: (all) => {
      const index = all.findLastIndex((entry) => entry.kind === kind && where(entry as OfKind<K>));
      if (index < 0) throw new Error(`no such ${kind}`);
      return all.with(index, how(all[index] as OfKind<K>, all));
    },
  };
}

const isWin = ({ prizeId }: DrawEntry) => prizeId !== null;
const firstOf = <K extends LogEntry['kind']>(all: readonly LogEntry[], kind: K) =>
  all.find((entry) => entry.kind === kind) as OfKind<K>;
const account = (how: (account: AccountEntry) => AccountEntry): Tampering => ({
  accounts: (accounts) => accounts.map((each, index) => (index === 0 ? how(each) : each)),
});
const rule = (
  how: (set: LedgerBook['rules'][number]) => Partial<LedgerBook['rules'][number]>,
): Tampering => ({
  book: (book) => ({
    ...book,
    rules: book.rules.map((set, index) => (index === 1 ? { ...set, ...how(set) } : set)),
  }),
});
const earning = (key: RegExp, how: (entry: EarningEntry) => Partial<EarningEntry>) =>
  change(
    'earning',
    (entry) => ({ ...entry, ...how(entry) }),
    (entry) => key.test(entry.key),
  );

/* One way or more to bring about each finding. What is wrong may be seen in several places. */
const tamperings: readonly (readonly [AuditCode, Tampering])[] = [
  ['entries_missing', { entries: (all) => all.toSpliced(7, 1) }],
  ['log_end_missing', { entries: (all) => all.slice(0, -1) }],
  ['archive_differs', { book: (book) => ({ ...book, archived: [{ log: 'root', seq: 7, mark: 'draw x' }] }) }],
  [
    'archive_ahead',
    { book: (book) => ({ ...book, archived: [{ log: 'root', seq: 9999, mark: 'draw x' }] }) },
  ],
  ['archive_ahead', { book: (book) => ({ ...book, archived: [{ log: '3', seq: 1, mark: 'draw x' }] }) }],
  ['draw_id_twice', change('draw', (draw, all) => ({ ...draw, drawId: firstOf(all, 'draw').drawId }))],
  [
    'request_id_twice',
    change('draw', (draw, all) => {
      const own = all.find((entry) => entry.kind === 'draw' && entry.uid === draw.uid) as DrawEntry;
      return { ...draw, requestId: own.requestId };
    }),
  ],
  ['draw_number', change('draw', (draw) => ({ ...draw, drawNo: draw.drawNo + 1 }))],
  ['counter', { book: (book) => ({ ...book, awarded: new Map([...book.awarded, ['car', 99]]) }) }],
  ['spent', { book: (book) => ({ ...book, spent: book.spent + 1 }) }],
  [
    'unit',
    change(
      'draw',
      (draw) => ({ ...draw, unit: 1 }),
      (draw) => draw.prizeId === 'coupon',
    ),
  ],
  [
    'cost',
    change(
      'draw',
      (draw) => ({ ...draw, cost: 149 }),
      (draw) => draw.prizeId === 'coupon',
    ),
  ],
  [
    'cost',
    change(
      'draw',
      (draw) => ({ ...draw, cost: 0 }),
      (draw) => draw.prizeId === 'coupon',
    ),
  ],
  ['account', account((each) => ({ ...each, draws: { ...each.draws, earned: each.draws.earned + 1 } }))],
  ['account', account((each) => ({ ...each, draws: { ...each.draws, streak: 99 } }))],
  ['account', account((each) => ({ ...each, draws: { ...each.draws, version: 99 } }))],
  ['account_prizes', account((each) => ({ ...each, winsKept: each.winsKept + 1 }))],
  ['account_prizes', account((each) => ({ ...each, draws: { ...each.draws, won: { car: 1 } } }))],
  [
    'account_prizes',
    account((each) => ({
      ...each,
      draws: { ...each.draws, wins: each.draws.wins.map((win) => ({ ...win, unit: win.unit + 1 })) },
    })),
  ],
  ['no_account', account((each) => ({ ...each, draws: { ...each.draws, version: 0 } }))],
  ['seed', change('draw', (draw) => ({ ...draw, seedNo: 2 }))],
  ['local_day', change('draw', (draw) => ({ ...draw, day: '2026-11-01' }))],
  ['local_day', earning(/sign_in/, () => ({ day: '2026-11-01' }))],
  ['time', change('draw', (draw) => ({ ...draw, at: Date.parse('2026-11-16T00:00:00+08:00') }))],
  [
    'chances',
    {
      entries: (all) => all.map((entry) => (entry.kind === 'earning' ? { ...entry, chances: 0 } : entry)),
    },
  ],
  [
    'prize',
    change(
      'draw',
      (draw) => ({ ...draw, prizeId: 'car', cost: 3000 }),
      (draw) => draw.prizeId === 'coupon',
    ),
  ],
  ['prize', change('draw', (draw) => ({ ...draw, prizeId: null, unit: null, cost: 0 }), isWin)],
  ['rules_missing', change('draw', (draw) => ({ ...draw, rulesNo: 9 }))],
  ['rules_changed', { text: ({ text, sealed }) => ({ text: text.replace('30%', '31%'), sealed }) }],
  ['rules_invalid', { text: ({ text }) => ({ text, sealed: '' }) }],
  ['rules_number', rule(() => ({ no: 7 }))],
  ['rules_chain', rule(() => ({ head: 'ab'.repeat(32) }))],
  ['rules_chain', rule((set) => ({ at: set.at - 1 }))],
  ['rules_differ', change('rules', (set: RulesEntry) => ({ ...set, at: set.at - 1 }))],
  ['rules_differ', rule((set) => ({ release: 5, head: headAfter('x', set) }))],
  [
    'rules_late',
    change(
      'draw',
      (draw) => ({ ...draw, rulesNo: 2 }),
      ({ seq }) => seq < 9,
    ),
  ],
  ['earning_twice', earning(/^share.*:2$/, ({ key }) => ({ key: key.replace(/:2$/, ':1') }))],
  ['earning_key', earning(/share/, () => ({ key: 'gift:1' }))],
  ['earning_chances', earning(/share/, () => ({ chances: 2 }))],
  ['earning_chances', earning(/invite/, () => ({ chances: 3 }))],
  [
    'help_twice',
    change(
      'earning',
      ({ seq, at, uid }, all) => {
        const { uid: friend } = firstOf(all, 'help');
        return { kind: 'help', seq, at, uid: friend, inviter: uid, day: '2026-11-11' };
      },
      ({ key }) => /share/.test(key),
    ),
  ],
  ['help_self', change('help', (help: HelpEntry) => ({ ...help, inviter: help.uid }))],
  ['help_missing', earning(/invite/, () => ({ uid: 'u0' }))],
  [
    'help_open',
    {
      entries: (all) => {
        const index = all.findIndex((entry) => entry.kind === 'earning' && entry.key.startsWith('invite:'));
        const { seq, at } = all[index] as LogEntry;
        return all.with(index, {
          kind: 'earning',
          seq,
          at,
          uid: 'u0',
          key: 'grant:x',
          chances: 2,
          day: '2026-11-11',
        });
      },
    },
  ],
];

const codesOf = async (drawLog: DrawLog) =>
  (await audit(drawLog, 'a1')).findings.map(
    ({ code, seq, params }) => `${code} ${seq} ${JSON.stringify(params)}`,
  );

describe('an audit', () => {
  let history: History;

  before(async () => {
    history = await new History().fill();
  });

  it('finds nothing in a history of draws, earned chances, invitations and changes of rules', async () => {
    const report = await audit(history.ledger, 'a1');
    expect(report.findings).to.deep.equal([]);
    const { counts, spent } = await history.ledger.awarded('a1');
    const wins = Object.values(counts).reduce((sum, count) => sum + count, 0);
    expect(report).to.deep.include({ users: 11, wins, spent, losses: [], findingsInAll: 0 });
    // The history is worth an audit.
    expect(Object.keys(counts)).to.have.members(['car', 'coupon', 'tea', 'sticker']);
    expect(spent).to.be.above(4000).and.at.most(7500);
    expect(report.rules.map(({ no, stretches }) => [no, stretches])).to.deep.equal([
      [1, 2],
      [2, 1],
    ]);
    const [first, second] = report.rules;
    expect((first?.draws ?? 0) + (second?.draws ?? 0)).to.equal(report.draws);
    expect(first?.first?.seq).to.be.above(1);
    expect(second?.last?.seq ?? 0).to.be.below(first?.last?.seq ?? 0);
  });

  it('finds nothing in any history', async () => {
    const step = fc.record({
      user: fc.nat(5),
      other: fc.nat(5),
      minutes: fc.nat(600),
      act: fc.constantFrom('draw', 'draw', 'draw', 'denied', 'sign_in', 'share', 'follow', 'rules'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const any = new History();
        let budget = 20;
        let denied = 0;
        for (const { user, other, minutes, act } of steps) {
          any.now += minutes * 60_000;
          if (act === 'draw') await any.draw(user);
          else if (act === 'denied') {
            const before = (await any.ledger.read('a1', `u${user}`)).draws.drawNo;
            await any.draw(user, 'deny');
            denied += (await any.ledger.read('a1', `u${user}`)).draws.drawNo - before;
          } else if (act === 'follow') await any.follow(user, other);
          else if (act === 'rules') {
            budget += 5;
            any.file = fileWith({ ...richRules, budget: `${budget}.00` });
          } else await any.earn(user, act);
        }
        const report = await audit(any.ledger, 'a1');
        expect(report.findings).to.deep.equal([]);
        expect([report.denied, report.deniedDraws.length]).to.deep.equal([denied, denied]);
      }),
      { numRuns: 60 },
    );
  });

  for (const [index, [code, how]] of tamperings.entries()) {
    it(`finds what was tampered with: ${code} (${index})`, async () => {
      const found = await codesOf(tampered(history.ledger, how));
      expect(found.map((each) => each.split(' ')[0])).to.include(code);
    });
  }

  it('accepts a draw that wins nothing because the risk check denied it, and lists it, and no other', async () => {
    const some = new History();
    // All of them would win.
    some.file = fileWith({ chances: { total: 9 }, prizes: { car: { odds: '1/1' } } });
    await some.draw(1);
    await some.draw(1, 'deny');
    await some.draw(2, 'challenge');
    await some.draw(2);
    const report = await audit(some.ledger, 'a1');
    expect(report).to.deep.include({ draws: 3, wins: 2, denied: 1, findings: [] });
    expect(report.deniedDraws).to.have.length(1);
    expect(report.deniedDraws[0]).to.include({ log: 'root', uid: 'u1' });
    const unmarked = change(
      'draw',
      ({ denied: _denied, ...draw }) => draw,
      ({ denied = false }) => denied,
    );
    expect((await codesOf(tampered(some.ledger, unmarked))).join()).to.contain('prize ');
    const marked = change('draw', (draw) => ({ ...draw, denied: true }), isWin);
    expect((await codesOf(tampered(some.ledger, marked))).join()).to.contain('prize ');
  });

  it('finds earnings above the limits', async () => {
    const repeated: Tampering = {
      entries: (all) =>
        all.map((entry) =>
          entry.kind === 'earning' && entry.key.startsWith('share:')
            ? { ...entry, uid: 'u0', day: '2026-11-11' }
            : entry,
        ),
    };
    expect((await codesOf(tampered(history.ledger, repeated))).join()).to.contain('earning_limit');
  });

  it('follows accounts that go on while it reads them', async () => {
    const living = await new History().fill();
    const draws = living.ledger.accounts.bind(living.ledger);
    let more = 5;
    living.ledger.accounts = async (id, uids) => {
      while (more-- > 0) {
        living.now += 60_000;
        await living.earn(more, 'share');
        await living.draw(more);
      }
      return draws(id, uids);
    };
    expect(await codesOf(living.ledger)).to.deep.equal([]);
  });

  it('does not look for accounts that were removed', async () => {
    const swept = await new History().fill();
    await swept.ledger.sweep('a1', swept.now);
    expect(await codesOf(swept.ledger)).to.deep.equal([]);
  });

  it('takes sets of the first edition, which have no head and no entry, and draws under them that obeyed no budget', async () => {
    const old: Tampering = {
      entries: (all) =>
        all.filter(({ kind }) => kind !== 'rules').map((entry, index) => ({ ...entry, seq: index + 1 })),
      book: (book) => ({
        ...book,
        logs: book.logs.map(({ log, seq }) => ({ log, seq: seq - book.rules.length })),
        rules: book.rules.map((set) => ({ ...set, head: '' })),
      }),
    };
    const free = new History();
    free.file = fileWith({ ...richRules, budget: undefined });
    expect(await codesOf(tampered((await free.fill(false)).ledger, old))).to.deep.equal([]);
  });

  it('lists an accepted loss, and finds none in it', async () => {
    const { logs } = await history.ledger.book('a1');
    const end = logs[0]?.seq ?? 0;
    const lossy: Tampering = {
      entries: (all) => [...all, { kind: 'loss', seq: end + 4, at: 1, after: end }],
      book: (book) => ({ ...book, logs: [{ log: 'root', seq: end + 4 }] }),
    };
    const report = await audit(tampered(history.ledger, lossy), 'a1');
    expect(report.findings).to.deep.equal([]);
    expect(report.losses).to.deep.equal([{ log: 'root', from: end + 1, to: end + 3, at: 1 }]);
  });

  describe('of segments', () => {
    /** The same history in three logs: the rules, and the users of two segments. */
    function segmented(drawLog: DrawLog, how: (entries: LogEntry[]) => LogEntry[] = (all) => all): DrawLog {
      const logOf = (entry: LogEntry) => ('uid' in entry ? String(segmentOf(entry.uid, 2)) : 'root');
      const read = async (): Promise<LogEntry[]> => {
        const all: LogEntry[] = [];
        for await (const batch of drawLog.entries('a1', 'root', 0, Number.MAX_SAFE_INTEGER))
          all.push(...batch);
        return how(all);
      };
      const numbered = async (log: string) =>
        (await read())
          .filter((entry) => logOf(entry) === log)
          .map((entry, index) => ({ ...entry, seq: index + 1 }));
      return {
        ...tampered(drawLog, {}),
        book: async (id) => ({
          ...(await drawLog.book(id)),
          logs: await Promise.all(
            ['root', '0', '1'].map(async (log) => ({ log, seq: (await numbered(log)).length })),
          ),
        }),
        async *entries(_id, log, after, upTo) {
          yield (await numbered(log)).filter(({ seq }) => seq > after && seq <= upTo);
        },
      };
    }

    it('finds nothing in a history', async () => {
      expect(await codesOf(segmented(history.ledger))).to.deep.equal([]);
    });

    it('finds a unit that was awarded twice, and a prize that could not be won', async () => {
      const twice = change(
        'draw',
        (draw) => ({ ...draw, unit: 1 }),
        (draw) => draw.prizeId === 'coupon',
      );
      const found = await codesOf(segmented(history.ledger, twice.entries));
      expect(found.map((each) => each.split(' ')[0])).to.deep.equal(['unit_twice', 'account_prizes']);
      const none = change('draw', (draw) => ({ ...draw, prizeId: 'phone', cost: 0 }), isWin);
      expect((await codesOf(segmented(history.ledger, none.entries))).join()).to.contain('prize ');
      const above = change(
        'draw',
        (draw) => ({ ...draw, unit: 9 }),
        (draw) => draw.prizeId === 'tea',
      );
      expect((await codesOf(segmented(history.ledger, above.entries))).join()).to.contain('unit ');
    });

    it('finds a budget that was passed', async () => {
      const dear: Tampering = change('draw', (draw) => ({ ...draw, cost: 99_999 }), isWin);
      expect((await codesOf(segmented(history.ledger, dear.entries))).join()).to.contain('budget ');
    });
  });
});
