import { expect } from 'chai';
import fc from 'fast-check';
import type { PrizeFacts } from '../../../src/domain/activities/prize-facts.ts';
import { activityOf } from '../../support/activity-of.ts';

const prizes = ['phone', 'cup', 'pen', 'card', 'thanks', 'gift'].map((id) => ({ id, name: id }));
const rules = {
  prizes: {
    phone: { odds: '0.001%', stock: 3, value: '500' },
    cup: { odds: '1/5000', stock: 50, value: '499.99' },
    pen: { odds: '5%', value: '49.99' },
    card: { odds: '0%', stock: 0, value: '0.00' },
    thanks: { stock: null, value: '900.00' },
  },
  fallback: 'thanks',
};

function factsOf(page: object, more: object = {}): PrizeFacts | null {
  return activityOf({ dispatch: 'shake', page, prizes, rules, ...more }).prizeFacts;
}

const tiersOf = (facts: PrizeFacts | null) =>
  Object.fromEntries(Object.entries(facts ?? {}).map(([id, { tier }]) => [id, tier]));

describe('the facts of prizes', () => {
  it('have a tier by the value in the rules; the fallback is a consolation, and without a value a prize is fine', () => {
    expect(factsOf({})).to.deep.equal({
      phone: { tier: 'grand' },
      cup: { tier: 'fine' },
      pen: { tier: 'small' },
      card: { tier: 'consolation' },
      thanks: { tier: 'consolation' },
      gift: { tier: 'fine' },
    });
    const fifty = { prizes: { phone: { value: '50.00' }, cup: { value: '0.01' } } };
    expect(tiersOf(factsOf({}, { rules: fifty }))).to.include({ phone: 'fine', cup: 'small' });
  });

  it("have the file's own tier where it is one", () => {
    const own = [
      { id: 'phone', name: 'P', tier: 'small' },
      { id: 'thanks', name: 'T', tier: 'fine' },
      { id: 'pen', name: 'P', tier: 'huge' },
      { id: 'cup', name: 'C', tier: ['grand'] },
      { id: 'card', name: 'C' },
    ];
    expect(tiersOf(factsOf({}, { prizes: own }))).to.deep.equal({
      phone: 'small',
      thanks: 'fine',
      pen: 'small',
      cup: 'fine',
      card: 'consolation',
    });
  });

  it('have odds as they are written only where the page shows them', () => {
    const shown = factsOf({ show_odds: true });
    expect(shown?.phone).to.deep.equal({ tier: 'grand', odds: '0.001%' });
    expect(shown?.cup).to.deep.equal({ tier: 'fine', odds: '1/5000' });
    expect(shown?.thanks).to.deep.equal({ tier: 'consolation' });
    expect(shown?.gift).to.deep.equal({ tier: 'fine' });
  });

  it('have quantities of limited prizes only where the page shows them', () => {
    const shown = factsOf({ show_quantities: true });
    expect(shown?.phone).to.deep.equal({ tier: 'grand', quantity: 3 });
    expect(shown?.card).to.deep.equal({ tier: 'consolation', quantity: 0 });
    expect(shown?.pen).to.deep.equal({ tier: 'small' });
    expect(shown?.thanks).to.deep.equal({ tier: 'consolation' });
  });

  it('show nothing for anything but true', () => {
    for (const word of ['true', 1, 'yes', {}, [true], null]) {
      expect(factsOf({ show_odds: word, show_quantities: word })).to.deep.equal(factsOf({}));
    }
  });

  it('are none where nothing is drawn', () => {
    expect(activityOf({ dispatch: 'sku' }).prizeFacts).to.equal(null);
  });

  it('are without prizes and without rules as they are', () => {
    expect(
      factsOf({ show_odds: true, show_quantities: true }, { prizes: [], rules: undefined }),
    ).to.deep.equal({});
    expect(factsOf({ show_odds: true }, { rules: { prizes: {} } })?.phone).to.deep.equal({ tier: 'fine' });
  });

  it('never hold a value, the budget, a user, or what else is in the rules', () => {
    const anyPage = fc.record({ show_odds: fc.boolean(), show_quantities: fc.boolean() });
    const amount = fc.integer({ min: 70_000_000, max: 79_999_999 }).map((n) => `${n}.07`);
    fc.assert(
      fc.property(anyPage, amount, amount, (page, value, budget) => {
        const secret = {
          ...{ note: 'a-note-of-ours', budget, blocked_users: ['blocked-user'] },
          chances: { per_day: 86_123 },
          prizes: { phone: { odds: '1%', stock: 3, per_user: 86_123, value, unlock_after: 86_123 } },
        };
        const facts = factsOf(page, { rules: secret });
        expect(JSON.stringify(facts)).not.to.match(/\.07|note|blocked|86123|value|budget|user/);
        for (const fact of Object.values(facts ?? {})) {
          expect(
            Object.keys(fact).filter((key) => !['tier', 'odds', 'quantity'].includes(key)),
          ).to.deep.equal([]);
          if (!page.show_odds) expect(fact).not.to.have.property('odds');
          if (!page.show_quantities) expect(fact).not.to.have.property('quantity');
        }
      }),
    );
  });
});
