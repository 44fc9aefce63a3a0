import { expect } from 'chai';
import { PAGE_LANGUAGES } from '../../src/domain/activities/page-choices.ts';
import { lookOf } from '../../web/src/activity/activity-data.ts';
import { stateWords } from '../../web/src/screens/state-words.ts';
import { speak } from '../../web/src/words/words.ts';

describe('the words of a paused activity', () => {
  afterEach(() => speak('zh-CN'));

  const message = (dispatch?: string) =>
    stateWords({ kind: 'paused', look: lookOf({ title: '活动', dispatch }) }, false, false).message;

  it('speak of chances and prizes only where there are draws', async () => {
    for (const language of PAGE_LANGUAGES) {
      await speak(language);
      expect(message('shake'), language).to.match(/机会和奖品|機會和獎品|chances and prizes/);
      for (const other of ['sku', undefined]) {
        expect(message(other), language).to.match(/自动|自動|by itself/);
        expect(message(other), language).to.not.match(/机会|奖品|機會|獎品|chance|prize/);
      }
    }
  });
});

describe('the words of a check that a person is there', () => {
  afterEach(() => speak('zh-CN'));

  it('say that no chance is lost, and lead to the captcha only where there is one', async () => {
    const state = { kind: 'proof_needed', look: lookOf({ title: '活动' }) } as const;
    for (const language of PAGE_LANGUAGES) {
      await speak(language);
      const [here, elsewhere] = [true, false].map((canProve) => stateWords(state, false, canProve).message);
      expect(here, language).to.not.equal(elsewhere);
      for (const message of [here, elsewhere]) expect(message, language).to.match(/机会|機會|chance/);
    }
  });
});
