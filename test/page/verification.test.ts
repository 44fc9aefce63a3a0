import { createHash } from 'node:crypto';
import { expect } from 'chai';
import type { Fairness } from '../../web/src/client/fairness.ts';
import { drawsPageOf, type OwnDraw } from '../../web/src/client/own-draws.ts';
import { checkBinding } from '../../web/src/fairness/check-binding.ts';
import { checkDraw, ticketOf } from '../../web/src/fairness/check-draw.ts';
import { oddsTable, prizeOfTicket } from '../../web/src/fairness/odds-table.ts';
import { ownHistory } from '../../web/src/fairness/own-history.ts';

/* The worked example of docs/fairness.md. */
const SEED = '8f2a1c0e5b7d94368f2a1c0e5b7d94368f2a1c0e5b7d94368f2a1c0e5b7d9436';
const COMMITMENT = '9f4ac65648058ebbfec42425c88794fb0feafcbc008813cf1e8bf45fbbb83e2a';
const BOB = { activityId: '1055', uid: 'bob' };

const ODDS = { phone: '0.001%', earphones: '1/5000', 'coupon-50': '0.5%', 'coupon-10': '5%', tea: '1/50' };

function rulesText(more: Record<string, unknown> = {}, each: Record<string, unknown> = {}): string {
  const ids = [...Object.keys(ODDS), 'thanks'];
  const rules = Object.fromEntries(Object.entries(ODDS).map(([id, odds]) => [id, { odds, ...each }]));
  return JSON.stringify({
    dispatch: 'shake',
    prizes: ids.map((id) => ({ id, name: `奖品 ${id}` })),
    rules: { prizes: { ...rules, thanks: {} }, ...more },
  });
}

const sha = (text: string) => createHash('sha256').update(text).digest('hex');

function fairnessOf(text: string): Fairness {
  const [hash, at, release] = [sha(text), 1_764_000_000_000, 3];
  const head = sha(`\n${JSON.stringify([1, hash, at, release])}`);
  return {
    algorithm: 'a',
    seeds: [{ no: 1, commitment: COMMITMENT, seed: SEED, revealedAt: null }],
    rules: [{ no: 1, hash, head, at, release, text }],
    rulesHead: head,
  };
}

const draw = (prizeId: string | null, more: Partial<OwnDraw> = {}): OwnDraw => ({
  ...{ drawNo: 4, drawId: 'd', drawnAt: null, seedNo: 1, rulesNo: 1, prizeId, denied: false },
  ...more,
});

const verdict = (prizeId: string | null, text: string, more: Partial<OwnDraw> = {}) => {
  const check = checkDraw(draw(prizeId, more), fairnessOf(text), BOB);
  return check.kind === 'computed' ? check.verdict : check.kind;
};

describe('a draw that is computed anew', () => {
  it('may have been denied, and won nothing then', () => {
    expect(verdict(null, rulesText(), { denied: true })).to.equal('denied');
    expect(verdict('phone', rulesText(), { denied: true })).to.equal('wrong');
  });

  it('has the ticket, the table and the prize of the worked example', () => {
    expect(String(ticketOf(SEED, 4, BOB, BigInt(100_000)))).to.equal('167');
    const table = oddsTable(rulesText());
    expect(String(table?.denominator)).to.equal('100000');
    expect(table?.ranges.map(({ prizeId, from, below }) => `${prizeId} ${from} ${below}`)).to.deep.equal([
      'phone 0 1',
      'earphones 1 21',
      'coupon-50 21 521',
      'coupon-10 521 5521',
      'tea 5521 7521',
      'thanks 7521 7521',
    ]);
    expect(prizeOfTicket(BigInt(167), table!)).to.equal('coupon-50');
    expect(prizeOfTicket(BigInt(7521), table!)).to.equal(null);
    const check = checkDraw(draw('coupon-50'), fairnessOf(rulesText()), BOB);
    expect(check).to.include({ kind: 'computed', landed: 'coupon-50', verdict: 'same' });
  });

  it('is wrong where nothing in the rules leads to what was recorded', () => {
    expect(verdict('phone', rulesText())).to.equal('wrong');
    expect(verdict(null, rulesText())).to.equal('wrong');
    expect(verdict('thanks', rulesText({ fallback: 'thanks' }))).to.equal('wrong');
    expect(verdict('phone', rulesText({ fallback: 'thanks' }, { stock: 1 }))).to.equal('wrong');
  });

  it('names the limits that can have led to what was recorded', () => {
    const text = rulesText(
      { fallback: 'thanks', budget: '100', sealed: 'x' },
      { stock: 5, per_user: 1, unlock_after: 2, value: '50' },
    );
    const check = checkDraw(draw('thanks'), fairnessOf(text), BOB);
    expect(check).to.include({ verdict: 'limit', limited: 'coupon-50' });
    expect(check)
      .to.have.property('limits')
      .that.deep.equals(['stock', 'per_user', 'unlock_after', 'budget', 'blocked']);
    // The fallback has no limit of its own here, so it cannot have been passed over too.
    expect(verdict(null, rulesText({ fallback: 'thanks' }, { stock: 5 }))).to.equal('wrong');
  });

  it('knows the fallback and the guarantee', () => {
    const nothing = { drawNo: 1 };
    expect(String(ticketOf(SEED, 1, BOB, BigInt(100_000)))).to.not.equal('167');
    const text = rulesText({ fallback: 'thanks', guarantee: { after: 3, prize: 'tea' } });
    const landed = checkDraw(draw(null, nothing), fairnessOf(text), BOB);
    expect(landed).to.have.property('landed', null);
    expect(verdict('thanks', text, nothing)).to.equal('fallback');
    expect(verdict('tea', text, nothing)).to.equal('guarantee');
  });

  it('follows the guarantee by the draws before it', () => {
    const text = rulesText({ guarantee: { after: 3, prize: 'phone' } });
    const seen = (recorded: string | null, streak: number) => {
      const history = { drawn: 4, streak, won: () => 0 };
      const check = checkDraw(draw(recorded, { drawNo: 5 }), fairnessOf(text), BOB, history);
      if (check.kind !== 'computed') throw new Error(check.kind);
      expect(check.landed).to.equal(null);
      return check.verdict;
    };
    expect(seen(null, 1)).to.equal('same');
    expect(seen('phone', 2)).to.equal('guarantee');
    // Denied when it was due, and given when it was not.
    expect(seen(null, 2)).to.equal('wrong');
    expect(seen('phone', 1)).to.equal('wrong');
  });

  it('takes no limit for a reason that the own draws rule out', () => {
    const text = rulesText({}, { per_user: 1, unlock_after: 3 });
    const seen = (recorded: string | null, drawn: number, won: number) => {
      const check = checkDraw(draw(recorded), fairnessOf(text), BOB, { drawn, streak: 0, won: () => won });
      return check.kind === 'computed' ? [check.verdict, check.limits] : check.kind;
    };
    expect(seen(null, 3, 0)).to.deep.equal(['wrong', []]);
    expect(seen(null, 3, 1)).to.deep.equal(['limit', ['per_user']]);
    expect(seen(null, 2, 0)).to.deep.equal(['limit', ['unlock_after']]);
    expect(seen('coupon-50', 3, 1)).to.deep.equal(['wrong', []]);
  });

  it('knows the own draws only from the first without a gap', () => {
    const history = ownHistory();
    expect(history.before(draw(null, { drawNo: 2 }))).to.equal(null);
    history.note(draw('tea', { drawNo: 1 }), true);
    history.note(draw(null, { drawNo: 2 }), false);
    expect(history.before(draw(null, { drawNo: 3 }))).to.include({ drawn: 2, streak: 1 });
    expect(history.before(draw(null, { drawNo: 3 }))?.won('tea')).to.equal(1);
    expect(history.before(draw(null, { drawNo: 4 }))).to.equal(null);
  });

  it('cannot be computed without its seed and its rules, or with others than those committed to', () => {
    expect(verdict('coupon-50', rulesText(), { seedNo: 2 })).to.equal('unknown');
    expect(verdict('coupon-50', rulesText(), { rulesNo: 9 })).to.equal('unknown');
    const other = fairnessOf(rulesText());
    const forged = { ...other, seeds: other.seeds.map((seed) => ({ ...seed, seed: '00'.repeat(32) })) };
    expect(checkDraw(draw('coupon-50'), forged, BOB).kind).to.equal('unknown');
    expect(verdict('coupon-50', 'no rules')).to.equal('unknown');
  });
});

describe('what binds the draws, checked', () => {
  it('fits', () => {
    expect(checkBinding(fairnessOf(rulesText()))).to.deep.equal({
      seeds: { shown: 1, fits: true },
      rules: { shown: 1, missing: 0, fits: true },
      chain: 'whole',
    });
  });

  it('shows what was changed', () => {
    const whole = fairnessOf(rulesText());
    const seeds = whole.seeds.map((seed) => ({ ...seed, seed: '11'.repeat(32) }));
    expect(checkBinding({ ...whole, seeds }).seeds.fits).to.equal(false);
    const rules = whole.rules.map((entry) => ({ ...entry, text: `${entry.text} ` }));
    expect(checkBinding({ ...whole, rules }).rules.fits).to.equal(false);
    const moved = whole.rules.map((entry) => ({ ...entry, at: (entry.at ?? 0) + 1 }));
    expect(checkBinding({ ...whole, rules: moved }).chain).to.equal('broken');
    expect(checkBinding({ ...whole, rulesHead: 'f'.repeat(64) }).chain).to.equal('broken');
  });

  it('is broken where a head is missing', () => {
    const whole = fairnessOf(rulesText());
    const [first] = whole.rules;
    if (!first) throw new Error('no rules');
    const blank = { ...first, no: 2, head: '' };
    expect(checkBinding({ ...whole, rules: [first, blank] }).chain).to.equal('broken');
    expect(checkBinding({ ...whole, rulesHead: '' }).chain).to.equal('broken');
  });

  it('says that it saw a part', () => {
    const whole = fairnessOf(rulesText());
    const late = whole.rules.map((entry) => ({ ...entry, no: 7 }));
    expect(checkBinding({ ...whole, rules: late }).chain).to.equal('part');
  });
});

describe('the own draws', () => {
  it('are read, and nothing for another shape', () => {
    const page = drawsPageOf({
      draws: [
        {
          draw_no: 1,
          draw_id: 'x',
          drawn_at: '2026-11-11T10:00:00+08:00',
          seed_no: 1,
          rules_no: 2,
          prize_id: null,
        },
        { draw_no: 'x' },
      ],
      draws_before: 0,
    });
    expect(page).to.deep.equal({
      before: 0,
      draws: [
        {
          ...{ drawNo: 1, drawId: 'x', drawnAt: Date.parse('2026-11-11T02:00:00Z') },
          ...{ seedNo: 1, rulesNo: 2, prizeId: null, denied: false },
        },
      ],
    });
    for (const odd of [undefined, null, '', { draws: [] }]) expect(drawsPageOf(odd)).to.equal(null);
  });
});
