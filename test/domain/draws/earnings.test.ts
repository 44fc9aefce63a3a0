import { expect } from 'chai';
import fc from 'fast-check';
import { afterEarning, NO_DRAWS, type UserDraws } from '../../../src/domain/draws/account.ts';
import { drawRulesSchema } from '../../../src/domain/draws/draw-rules.ts';
import { decideEarning, grantOf, sourceOfKey } from '../../../src/domain/draws/earnings.ts';

const HOUR = 3_600_000;
const now = Date.parse('2026-11-11T12:00:00+08:00');
const rulesWith = (earn: object, timezone = 'Asia/Shanghai') =>
  drawRulesSchema.parse({ timezone, chances: { per_day: 1, earn } });

describe('an earning', () => {
  const rules = rulesWith({ sign_in: {}, share: { per_day: 2 }, invite: { each: 3, total: 2 } });

  it('has a key that counts once: by day, by day and number, by friend', () => {
    expect(decideEarning('sign_in', rules, NO_DRAWS, now)).to.deep.equal({
      kind: 'earned',
      earning: { key: 'sign_in:2026-11-11', source: 'sign_in', chances: 1, day: '2026-11-11' },
    });
    const shared = { ...NO_DRAWS, lastDay: '2026-11-11', sharesOnLastDay: 1 };
    expect(decideEarning('share', rules, shared, now)).to.have.nested.property(
      'earning.key',
      'share:2026-11-11:2',
    );
    expect(decideEarning('invite', rules, NO_DRAWS, now, 'bob:1')).to.deep.include({
      earning: { key: 'invite:bob:1', source: 'invite', chances: 3, day: '2026-11-11' },
    });
    expect(grantOf('order-7', 4, rules, NO_DRAWS, now)).to.deep.equal({
      ...{ key: 'grant:order-7', source: 'grant', chances: 4, day: '2026-11-11' },
    });
  });

  it('is spent at its limit: of the day, or of all friends', () => {
    const done = { ...NO_DRAWS, lastDay: '2026-11-11', signInsOnLastDay: 1, sharesOnLastDay: 2, invited: 2 };
    for (const source of ['sign_in', 'share', 'invite'] as const) {
      expect(decideEarning(source, rules, done, now)).to.deep.equal({ kind: 'spent' });
    }
    const next = { ...done, lastDay: '2026-11-10' };
    expect(decideEarning('sign_in', rules, next, now).kind).to.equal('earned');
    expect(decideEarning('share', rules, next, now).kind).to.equal('earned');
    expect(decideEarning('invite', rules, next, now).kind).to.equal('spent');
  });

  it('is not offered where the rules do not name it, and brings nothing where it is worth nothing', () => {
    const none = rulesWith({ invite: { each: 0 } });
    expect(decideEarning('sign_in', none, NO_DRAWS, now)).to.deep.equal({ kind: 'not_offered' });
    expect(decideEarning('share', none, NO_DRAWS, now)).to.deep.equal({ kind: 'not_offered' });
    expect(decideEarning('invite', none, NO_DRAWS, now, 'bob')).to.deep.equal({ kind: 'spent' });
  });

  it('names its source by its key', () => {
    expect(
      ['sign_in:2026-11-11', 'share:2026-11-11:1', 'invite:x', 'grant:a:b'].map(sourceOfKey),
    ).to.deep.equal(['sign_in', 'share', 'invite', 'grant']);
    expect(sourceOfKey('other:x')).to.equal(null);
  });

  it('is never made twice under one key, nor above the limits, by any clocks', () => {
    const sources = fc.constantFrom('sign_in' as const, 'share' as const, 'invite' as const);
    const steps = fc.array(fc.tuple(sources, fc.constantFrom(0, 1, 13, -30, 30)), { maxLength: 80 });
    fc.assert(
      fc.property(steps, (list) => {
        let draws: UserDraws = NO_DRAWS;
        let at = now;
        const keys = new Set<string>();
        const onDays = new Map<string, number>();
        for (const [index, [source, hours]] of list.entries()) {
          at += hours * HOUR;
          const decision = decideEarning(source, rules, draws, at, `friend-${index}`);
          if (decision.kind !== 'earned') continue;
          const { key, day } = decision.earning;
          expect(keys.has(key)).to.equal(false);
          keys.add(key);
          const counted = source === 'invite' ? source : `${source} ${day}`;
          onDays.set(counted, (onDays.get(counted) ?? 0) + 1);
          expect(onDays.get(counted)).to.be.at.most(source === 'sign_in' ? 1 : 2);
          draws = afterEarning(draws, decision.earning);
        }
      }),
    );
  });
});
