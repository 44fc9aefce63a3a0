import { expect } from 'chai';
import { languageNow, speak, words } from '../../web/src/words/words.ts';

describe('the texts of the page', () => {
  afterEach(() => speak('zh-CN'));

  it('are in the language that was asked for', async () => {
    await speak('en');
    expect([languageNow(), words().screens.untitled]).to.deep.equal(['en', 'Activity']);
  });

  it('are in the language that was asked for last, also where another one comes later', async () => {
    const first = speak('zh-TW');
    await speak('zh-CN');
    await first;
    expect(languageNow()).to.equal('zh-CN');
  });
});
