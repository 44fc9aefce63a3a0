import { expect } from 'chai';
import fc from 'fast-check';
import { summaryMessages } from '../../../../src/adapters/cli/i18n/summary-messages.ts';
import { colorsFor } from '../../../../src/adapters/cli/render/colors.ts';
import { durationText, renderSummary } from '../../../../src/adapters/cli/render/render-summary.ts';
import { displayWidth } from '../../../../src/adapters/cli/render/text-layout.ts';
import { launchSummary } from '../../../../src/application/authoring/check/launch-summary.ts';
import { activityOf } from '../../../support/activity-of.ts';
import { kindOf } from '../../../support/kind-of.ts';

const NOW = Date.parse('2026-11-11T00:00:00Z');

const shake = {
  dispatch: 'shake',
  prizes: [
    { id: 'a', name: 'A' },
    { id: 'b', name: 'B' },
  ],
};
const colors = colorsFor({ isTTY: false }, {});
const summaryOf = (data: object) => {
  const activity = activityOf(data);
  return launchSummary(activity, kindOf(activity), NOW);
};
const english = (data: object) => renderSummary(summaryOf(data), 'en', colors).join('\n');

describe('the lines of a summary', () => {
  it('show each time with its own offset where the clocks change in between', () => {
    const window = { starts_at: '2026-10-01T00:00:00+02:00', ends_at: '2026-11-01T00:00:00+01:00' };
    const text = english({ ...shake, ...window, rules: { timezone: 'Europe/Berlin' } });
    expect(text).to.include('2026-10-01 00:00:00+02:00 to 2026-11-01 00:00:00+01:00');
    expect(text).to.include('Europe/Berlin · 31 days 1 h · over');
  });

  it('show by how much the budget is too little', () => {
    const text = english({
      ...shake,
      rules: { prizes: { a: { stock: 3, value: '500.00' } }, budget: '499.99' },
    });
    expect(text).to.include('499.99, 1,000.01 less than all stock costs: then it stops prizes');
  });

  it('show how chances are earned, the guarantee, and what is locked at first', () => {
    const rules = {
      chances: { per_day: 3, earn: { sign_in: {}, share: { per_day: 2 }, invite: { each: 1, total: 5 } } },
      prizes: { a: { odds: '1%', unlock_after: 4 }, b: { value: '1.00' } },
      guarantee: { after: 10, prize: 'b' },
    };
    const text = english({ ...shake, rules }).replace(/\s+/g, ' ');
    expect(text).to.include(
      'Chances 3 a day; 1 more a day by signing in; 2 more a day by sharing; 1 more for each of up to 5 friends',
    );
    expect(text).to.include(
      'Guarantee B with draw 10 in a row without a prize of value, while it is available',
    );
    expect(text).to.include('Locked A for the first 4 draws of a user');
    const chinese = renderSummary(summaryOf({ ...shake, rules }), 'zh', colors)
      .join('')
      .replace(/\s+/g, '');
    expect(chinese).to.include('每天3次；签到每天另得1次；分享每天另得2次；每邀请一位好友另得1次（最多5位）');
    expect(chinese).to.include('保底连续第10次未中有价值奖品时必得“B”').and.to.include('解锁“A”须抽满4次');
  });

  it('name prizes whose cost has no end', () => {
    const text = english({ ...shake, rules: { prizes: { b: { value: '1.00' } }, fallback: 'b' } });
    expect(text).to.match(/0\.00 if all stock goes; and without end for B/);
    expect(text).to.match(/^ +B +fallback +– +∞ +∞ +1\.00 +∞$/m);
  });

  it('say for which prizes it is not known what the budget leaves', () => {
    const rules = {
      prizes: { a: { odds: '1%', stock: 3 }, b: { value: '1.00' } },
      fallback: 'b',
      budget: '1000.00',
    };
    const text = english({ ...shake, rules });
    expect(text.replace(/\s+/g, ' ')).to.include(
      'Budget 1,000.00, then it stops prizes; what is left is not known; A: no value is given, so it stops none; B: no stock is given',
    );
    expect(text).not.to.include('of which');
  });

  it('are at most 80 columns wide, whatever the names are, and steer no terminal', () => {
    const name = fc
      .array(fc.constantFrom('奖', '品', 'a', ' ', '，', '👍', '\u001b[2J', '\n', 'longword'), {
        minLength: 1,
        maxLength: 60,
      })
      .map((parts) => parts.join('').slice(0, 200));
    fc.assert(
      fc.property(name, name, fc.constantFrom('zh' as const, 'en' as const), (title, prize, language) => {
        const data = {
          ...shake,
          title,
          prizes: [{ id: 'a', name: prize }],
          rules: { prizes: { a: { odds: '0.001%', stock: 1000, value: '4999.00' } }, fallback: 'a' },
        };
        for (const line of renderSummary(summaryOf(data), language, colors)) {
          expect(displayWidth(line), line).to.be.at.most(80);
          expect(line).not.to.include('\u001b[2J').and.not.include('\n');
        }
      }),
    );
  });

  for (const [seconds, text] of [
    [0, '0 s'],
    [59, '59 s'],
    [7200, '2 h'],
    [90_061, '1 day 1 h'],
    [86_400 * 3 + 60, '3 days 1 min'],
  ] as const) {
    it(`say ${text} for ${seconds} seconds`, () => {
      expect(durationText(seconds, summaryMessages.en)).to.equal(text);
    });
  }
});
