import { expect } from 'chai';
import fc from 'fast-check';
import { explanationAsJson } from '../../../src/adapters/cli/render/render-explanation.ts';
import { explainDraw } from '../../../src/application/analysis/explain-draw.ts';
import type { ExplainedStep } from '../../../src/application/analysis/explanation.ts';
import { NO_DRAWS, type UserDraws } from '../../../src/domain/draws/account.ts';
import { decideDraw, firstAvailable } from '../../../src/domain/draws/decide-draw.ts';
import { prizeTable } from '../../../src/domain/draws/prize-table.ts';
import { launch } from '../../support/simulations.ts';

const noon = Date.parse('2026-11-11T12:00:00+08:00');

interface Case {
  readonly prizes: Record<string, object>;
  readonly rules?: object;
  readonly account?: Partial<UserDraws>;
  readonly awarded?: Record<string, number>;
  readonly spent?: number;
}

function explained({ prizes, rules, account, awarded = {}, spent = 0 }: Case): ExplainedStep[] {
  const book = { awarded: new Map(Object.entries(awarded)), spent };
  return explainDraw(launch(prizes, rules), 'ann', { ...NO_DRAWS, ...account }, book, noon);
}

function sentences(wanted: Case, language: 'en' | 'zh' = 'en'): string[] {
  const outcome = {
    activityId: 'a1',
    at: '',
    source: 'published',
    releaseNo: 1,
    side: null,
    uid: 'ann',
    zoneId: null,
    displayName: null,
    static: 'served',
    draw: 'served',
  } as const;
  const json = explanationAsJson({ ...outcome, steps: explained(wanted) }, language) as {
    steps: { check: string; passed: boolean; why: string }[];
  };
  return json.steps.map(({ check, passed, why }) => `${check} ${passed}: ${why}`);
}

describe('the steps of a draw that is explained', () => {
  const account = { drawNo: 4, lastDay: '2026-11-11', drawnOnLastDay: 4, dailyOnLastDay: 3, earned: 5 };

  it('say what is left of the day and of what was earned', () => {
    const wanted = {
      prizes: { car: {} },
      rules: { chances: { per_day: 3 } },
      account: { ...account, earnedUsed: 1 },
    };
    expect(sentences(wanted)[0]).to.equal('chances true: 4 drawn today, 4 in all; 0 left, and 4 of 5 earned');
    expect(sentences(wanted, 'zh')[0]).to.include('还剩 0 次，另有赚取的 4 次（共赚取 5 次）');
    const spent = { ...wanted, account: { ...account, drawNo: 8, drawnOnLastDay: 8, earnedUsed: 5 } };
    expect(sentences(spent)).to.deep.equal([
      'chances false: 8 drawn today, 8 in all; 0 left, and 0 of 5 earned',
    ]);
  });

  it('say how far the guarantee is, and what it wins when it is due', () => {
    const wanted = {
      prizes: { thanks: { odds: '1/1' }, tea: { value: '1.00' } },
      rules: { guarantee: { after: 3, prize: 'tea' } },
    };
    expect(sentences({ ...wanted, account: { streak: 1 } }).slice(2)).to.deep.equal([
      'guarantee false: 1 draw in a row without a prize of value; number 3 wins tea',
      'prize true: thanks drawn: thanks is won (0 awarded of any number)',
    ]);
    const due = { ...wanted, account: { streak: 2 } };
    expect(sentences(due).slice(2)).to.deep.equal([
      'guarantee true: 2 draws in a row without a prize of value, so this one wins tea, while it is available',
      'prize false: thanks drawn: tea is won, by the guarantee (0 awarded of any number)',
    ]);
    expect(sentences(due, 'zh').at(-1)).to.equal(
      'prize false: 抽到 thanks：得到 tea（触发保底）（已中出 0，上限 不限）',
    );
  });

  it('say what was spent of the budget, and which prize would not fit', () => {
    const wanted = {
      prizes: { car: { odds: '1/2', value: '50.00' }, thanks: {} },
      rules: { budget: '120.00', fallback: 'thanks' },
      spent: 10_000,
    };
    expect(sentences(wanted).slice(2)).to.deep.equal([
      'budget true: 100.00 spent of 120.00, 20.00 left',
      'prize false: car drawn: thanks is won (the budget has no room for its 50.00)',
      'prize true: no prize drawn: thanks is won',
    ]);
    expect(sentences(wanted, 'zh').slice(2, 4)).to.deep.equal([
      'budget true: 预算 120.00，已发放 100.00，剩余 20.00',
      'prize false: 抽到 car：得到 thanks（剩余预算不足 50.00）',
    ]);
    expect(sentences({ ...wanted, spent: 12_100 })[2]).to.equal(
      'budget false: 121.00 spent of 120.00, 0.00 left',
    );
  });

  it('say why a prize cannot be won', () => {
    const state = (rule: object, more: Partial<Case> = {}) =>
      sentences({ prizes: { car: { odds: '1/1', ...rule } }, ...more }).at(-1);
    const nothing = 'prize false: car drawn: nothing is won';
    expect(state({ unlock_after: 3 }, { account: { drawNo: 1 } })).to.equal(
      `${nothing} (locked for 2 more draws of this user)`,
    );
    expect(state({ per_user: 1 }, { account: { won: { car: 1 } } })).to.equal(
      `${nothing} (the user has 1, as many as one may win)`,
    );
    expect(state({ release: [{ at: '2026-11-11T13:00:00+08:00', count: 1 }] })).to.equal(
      `${nothing} (none is released; 0 awarded)`,
    );
    expect(state({ stock: 2 }, { awarded: { car: 2 } })).to.equal(
      `${nothing} (none is left now: 2 awarded of 2)`,
    );
    expect(state({ stock: 2 }, { awarded: { car: 1 } })).to.equal(
      'prize true: car drawn: car is won (1 awarded of 2)',
    );
  });

  it('have for every ticket what the domain decides', () => {
    const rule = fc.record({
      odds: fc.constantFrom('0%', '1/4', '1/3'),
      stock: fc.constantFrom(null, 0, 2),
      per_user: fc.constantFrom(null, 1),
      unlock_after: fc.nat(3),
      value: fc.constantFrom('0.00', '0.50', '2.00'),
    });
    const rules = fc.record({
      fallback: fc.constantFrom(null, 'a', 'c'),
      guarantee: fc.constantFrom(null, { after: 2, prize: 'b' }, { after: 3, prize: 'c' }),
      budget: fc.constantFrom('0.00', '3.00', '100.00'),
    });
    const accounts = fc.record({
      drawNo: fc.nat(4),
      streak: fc.nat(4),
      won: fc.record({ a: fc.nat(1), b: fc.nat(1) }),
    });
    const awards = fc.record({ a: fc.nat(3), b: fc.nat(3) });
    fc.assert(
      fc.property(rule, rule, rules, accounts, awards, fc.nat(400), (a, b, more, some, awarded, spent) => {
        const prizes = { a, b, c: { odds: '1/4' } };
        const activity = launch(prizes, more);
        const table = prizeTable(activity.details);
        const steps = explained({ prizes, rules: more, account: some, awarded, spent });
        const reasons = steps.flatMap(({ reason }) => (reason.code === 'prize' ? [reason] : []));
        const count = (id: string) => (awarded as Record<string, number>)[id] ?? 0;
        for (let ticket = 0n; ticket < table.denominator; ticket++) {
          const drawn = table.bounds.find(({ below }) => ticket < below)?.prizeId ?? null;
          const { candidates } = decideDraw(activity, table, 'ann', { ...NO_DRAWS, ...some }, ticket, noon)!;
          const won = firstAvailable(candidates, { count, spent, budget: table.budget });
          const reason = reasons.find((each) => each.drawn === drawn)!;
          expect(reason.won).to.equal(won?.prizeId ?? null);
          if (reason.won === drawn && drawn !== null) expect(reason.state).to.equal('available');
          if (reason.state === 'available' && reason.won !== drawn)
            expect(reason.isGuaranteed).to.equal(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});
