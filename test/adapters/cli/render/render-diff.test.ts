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
});
