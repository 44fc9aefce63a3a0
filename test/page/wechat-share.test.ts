import { expect } from 'chai';
import { type WechatBrowser, wechatShare } from '../../web/src/chances/wechat-share.ts';
import { answered } from '../support/answered.ts';

const ANDROID = 'Mozilla/5.0 (Linux; Android 13) Chrome/116 MMWEBID/1 MicroMessenger/8.0.42';
const IOS = 'Mozilla/5.0 (iPhone; CPU iPhone OS 16_0 like Mac OS X) MicroMessenger/8.0.42';
const card = {
  title: '摇一摇',
  text: '赢好礼',
  url: 'https://h5.example.com/cms-market/?id=1055',
  image: 'https://h5.example.com/cms-market/media/1055/car.png',
};
const data = { app_id: 'wx0123456789abcdef', timestamp: 1, nonce: 'n', signature: 's' };
const never = () => new Promise<void>(() => {});

/** A WeChat of the tests' own. `calls` are those to its SDK, in order. */
function wechat(over: Partial<WechatBrowser> & { readonly verifies?: 'ok' | 'fails' | 'never' } = {}) {
  const { verifies = 'ok', ...browser } = over;
  const asked: string[] = [];
  const loaded: string[] = [];
  const calls: [name: string, value: unknown][] = [];
  const listeners: Record<string, () => void> = {};
  const sdk = {
    ready: (listener: () => void) => (listeners.ready = listener),
    error: (listener: () => void) => (listeners.error = listener),
    config: (value: unknown) => {
      calls.push(['config', value]);
      if (verifies === 'never') return;
      // As the real one does.
      if (verifies === 'fails') listeners.error?.();
      listeners.ready?.();
    },
    updateAppMessageShareData: (value: unknown) => calls.push(['friend', value]),
    updateTimelineShareData: (value: unknown) => calls.push(['timeline', value]),
  };
  const share = wechatShare(() => ({
    userAgent: ANDROID,
    href: 'https://h5.example.com/cms-market/?id=1055&from=a%20b#top',
    landing: 'https://h5.example.com/cms-market/?id=1055&token=secret#top',
    load: async (src) => void loaded.push(src),
    wx: () => (loaded.length > 0 ? sdk : undefined),
    wait: never,
    ...browser,
    ask: async (url) => {
      asked.push(url);
      return browser.ask ? browser.ask(url) : answered(0, { data });
    },
  }));
  return { share, asked, loaded, calls };
}

describe('sharing in WeChat', () => {
  it('sets the card for friends and for the timeline, with the signature of the address now', async () => {
    const { share, asked, loaded, calls } = wechat();
    await share(card);
    const url = encodeURIComponent('https://h5.example.com/cms-market/?id=1055&from=a%20b');
    expect(asked).to.deep.equal([`https://h5.example.com/cms-market/wechat/signature?url=${url}`]);
    expect(loaded).to.deep.equal(['https://res.wx.qq.com/open/js/jweixin-1.6.0.js']);
    const { title, text, url: link, image: imgUrl } = card;
    const jsApiList = ['updateAppMessageShareData', 'updateTimelineShareData'];
    expect(calls).to.deep.equal([
      ['config', { appId: data.app_id, timestamp: 1, nonceStr: 'n', signature: 's', jsApiList }],
      ['friend', { title, desc: text, link, imgUrl }],
      ['timeline', { title, link, imgUrl }],
    ]);
  });

  it('is signed on iOS for the address that the page was opened at, if the browser has it', async () => {
    const { share, asked } = wechat({ userAgent: IOS });
    await share(card);
    expect(new URL(asked[0] ?? '').searchParams.get('url')).to.equal(
      'https://h5.example.com/cms-market/?id=1055&token=secret',
    );
    for (const landing of ['', 'document', 'https://h5.example.com.evil/']) {
      const old = wechat({ userAgent: IOS, landing });
      await old.share(card);
      expect(new URL(old.asked[0] ?? '').searchParams.get('url'), landing).to.match(/from=a%20b$/);
    }
  });

  it('asks nothing and loads nothing outside WeChat', async () => {
    const { share, asked, loaded } = wechat({ userAgent: 'Mozilla/5.0 (Linux; Android 13) Chrome/116' });
    await share(card);
    expect([asked, loaded]).to.deep.equal([[], []]);
  });

  it('asks once where no account is configured, and loads nothing', async () => {
    const { share, asked, loaded } = wechat({ ask: async () => answered(4004) });
    await share(card);
    await share(card);
    expect([asked.length, loaded]).to.deep.equal([1, []]);
  });

  it('is prepared once, and shows the latest card', async () => {
    const { share, asked, calls } = wechat();
    const next = { ...card, title: '我中奖了' };
    await Promise.all([share(card), share(next)]);
    await share({ ...card, title: '再来' });
    expect(asked).to.have.length(1);
    const titles = calls
      .filter(([name]) => name === 'friend')
      .map(([, value]) => (value as typeof card).title);
    expect(titles).to.deep.equal(['我中奖了', '再来']);
  });

  it('does not set what WeChat has not verified, and does not ask again', async () => {
    const { share, asked, calls } = wechat({ verifies: 'fails' });
    await share(card);
    await share(card);
    expect([asked.length, calls.map(([name]) => name)]).to.deep.equal([1, ['config']]);
  });

  const faults: Record<string, Partial<WechatBrowser> & { verifies?: 'never' }> = {
    'no connection': { ask: async () => ({ kind: 'failed', reason: 'network' }) },
    'a busy server': { ask: async () => answered(5003) },
    'a script that cannot be had': { load: () => Promise.reject(new Error('no')) },
    'a script that is another': { wx: () => ({ config: () => {} }) },
    'a check that never ends': { verifies: 'never', wait: async () => {} },
    'a browser that throws': {
      wx: () => {
        throw new Error('no');
      },
    },
  };
  for (const [what, fault] of Object.entries(faults)) {
    it(`takes ${what} in silence, and tries again the next time`, async () => {
      const { share, asked, calls } = wechat(fault);
      await share(card);
      await share(card);
      expect(asked).to.have.length(2);
      expect(calls.filter(([name]) => name !== 'config')).to.deep.equal([]);
    });
  }
});
