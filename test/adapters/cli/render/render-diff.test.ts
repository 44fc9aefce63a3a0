import { expect } from 'chai';
import { colorsFor } from '../../../../src/adapters/cli/render/colors.ts';
import { renderDiff } from '../../../../src/adapters/cli/render/render-diff.ts';
import { displayWidth } from '../../../../src/adapters/cli/render/text-layout.ts';
import { diffActivities } from '../../../../src/application/authoring/diff/diff-activities.ts';
import { kinds } from '../../../../src/application/kinds/kinds.ts';
import { activityOf } from '../../../support/activity-of.ts';

const NOW = Date.parse('2026-11-11T00:00:00Z');
const colors = colorsFor({}, {});

const shake = (rules: object) => ({
  dispatch: 'shake',
  prizes: [{ id: 'a', name: 'A' }],
  rules: { prizes: { a: { odds: '1%' } }, ...rules },
});

function lines(language: 'en' | 'zh', before: object, after: object): string[] {
  const diff = diffActivities(activityOf(shake(before)), activityOf(shake(after)), kinds, null, NOW);
  return renderDiff(diff, language, colors);
}

describe('the prizes of a diff', () => {
  /* Ten days are over, and ten more are to come. */
  const running = (a: object, name = 'A') => ({
    ...shake({ prizes: { a: { odds: '1%', value: '2.00', ...a } } }),
    ...{ starts_at: '2026-11-01T08:00:00+08:00', ends_at: '2026-11-21T08:00:00+08:00' },
    prizes: [{ id: 'a', name }],
  });
  const compared = (before: object, after: object, won: number | null, language: 'en' | 'zh' = 'en') => {
    const known = won === null ? null : new Map([['a', won]]);
    const diff = diffActivities(activityOf(before), activityOf(after), kinds, known, NOW);
    const shown = renderDiff(diff, language, colors);
    for (const line of shown) expect(displayWidth(line), line).to.be.at.most(80);
    return { text: shown.join('\n'), runsOutAt: diff.prizes[0]?.runsOutAt };
  };
  const of = (stock: number | undefined, won: number | null, language?: 'en' | 'zh') =>
    compared(running({ stock: 50 }), running({ ...(stock && { stock }) }), won, language);

  it('run out at the pace so far, in the time of the activity', () => {
    const { text, runsOutAt } = of(30, 20);
    expect(runsOutAt).to.equal('2026-11-16T08:00:00+08:00');
    expect(text)
      .to.match(/won +if all goes +runs out\n/)
      .and.match(/ 20 +100\.00 → 60\.00 +2026-11-16 08:00\n/);
    expect(text).to.include('at the pace since the start, in the time of Asia/Shanghai (+08:00)');
    const chinese = of(30, 20, 'zh').text;
    expect(chinese)
      .to.match(/发完成本 +预计发完\n/)
      .and.include('按开始以来的平均速度估算');
  });

  it('run out after the end, have run out, or it is not known', () => {
    expect(of(60, 20).text)
      .to.match(/ after the end\n/)
      .and.not.include('at the pace');
    expect(of(60, 20).runsOutAt).to.equal('2026-12-01T08:00:00+08:00');
    expect(of(60, 20, 'zh').text).to.match(/ 结束之后\n/);
    expect(of(20, 20).text).to.match(/ gone\n/);
    expect(of(10, 20, 'zh').text).to.match(/ 已发完\n/);
    for (const [stock, won] of [
      [30, 0],
      [30, null],
      [undefined, 20],
    ] as const) {
      expect(of(stock, won).text).to.match(/ –\n/);
      expect(of(stock, won).runsOutAt).to.equal(null);
    }
    const over = { ...running({ stock: 30 }), ends_at: '2026-11-02T08:00:00+08:00' };
    expect(compared(running({ stock: 50 }), over, 20).runsOutAt).to.equal(null);
  });

  it('stand in two tables where one has no room', () => {
    const before = running({ odds: '12.345%', stock: 100_000 }, '很长的奖品名称'.repeat(4));
    const after = running({ odds: '10.123%', stock: 200_000, value: '3.00' }, '很长的奖品名称'.repeat(4));
    const { text } = compared(before, after, 150_000);
    expect(text)
      .to.match(/odds +stock +if all goes\n/)
      .and.match(/prize +won +runs out\n/);
    expect(text).to.match(/150,000 +2026-11-14 16:00\n/);
  });
});

describe('the lines of a diff', () => {
  const after = {
    chances: { per_day: 3, earn: { share: { per_day: 1 } } },
    guarantee: { after: 10, prize: 'a' },
    prizes: { a: { odds: '1%', unlock_after: 3 } },
    budget: '9.00',
  };

  it('say what a rule means that is new in the file', () => {
    const english = lines('en', { chances: { per_day: 3 } }, after);
    const text = english.join(' ').replace(/\s+/g, ' ');
    expect(text).to.include('+ rules.chances.earn {"share":{"per_day":1}} Further chances that users earn.');
    expect(text).to.include('+ rules.prizes.a.unlock_after 3 How many draws a user has made before');
    expect(text).to.include('A prize at the latest after so many draws in a row without a prize of value.');
    expect(text).to.include('No prize is awarded that would cost more.');
    const chinese = lines('zh', { chances: { per_day: 3 } }, after);
    expect(chinese.join('')).to.include('用户抽满多少次后才可中此奖').and.to.include('可赚取的机会');
    for (const line of [...english, ...chinese]) expect(displayWidth(line), line).to.be.at.most(80);
  });

  it('say nothing of the meaning of a rule that the file has already', () => {
    const text = lines('en', after, { ...after, guarantee: { after: 12, prize: 'a' } }).join('\n');
    expect(text).to.include('~ rules.guarantee.after  10 → 12').and.not.to.include('in a row');
  });

  it('call out another number of segments', () => {
    const [english, chinese] = (['en', 'zh'] as const).map((language) =>
      lines(language, {}, { segments: 8 }).join(' ').replace(/\s+/g, ' '),
    );
    expect(english).to.include('warning segments: 1 → 8 has no effect once anyone has drawn');
    expect(chinese).to.include('警告').and.to.include('1 → 8 在首次抽奖之后不起作用');
  });

  it('call out limits that are lower than what may be used', () => {
    const [english, chinese] = (['en', 'zh'] as const).map((language) =>
      lines(language, {}, { chances: { total: 3 }, prizes: { a: { odds: '1%', per_user: 2 } } })
        .join(' ')
        .replace(/\s+/g, ' '),
    );
    expect(english)
      .to.include('warning "a": per_user ∞ → 2; users who have won more keep them')
      .and.include('warning chances.total: ∞ → 3; users who have drawn more often');
    expect(chinese).to.include('“a”的 per_user：∞ → 2').and.include('chances.total：∞ → 3；已超出次数的用户');
  });
});
