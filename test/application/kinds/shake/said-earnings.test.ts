import { expect } from 'chai';
import fc from 'fast-check';
import { saidEarnings } from '../../../../src/application/kinds/shake/said-earnings.ts';

const said: readonly (readonly [string, Record<string, number>])[] = [
  ['每天签到可得 1 次机会', { sign_in: 1 }],
  ['每日签到送两次抽奖机会！', { sign_in: 2 }],
  ['签到成功即可获得一次抽奖机会。', { sign_in: 1 }],
  ['2、分享好友可得１次机会；', { share: 1 }],
  ['分享到朋友圈，邀请好友可得 3 次机会', { invite: 3 }],
  ['分享到微信群送1次机会，每邀请1位好友得2次摇奖机会', { share: 1, invite: 2 }],
  ['每成功邀请一位新好友参与，奖励 5 次免费抽奖机会', {}],
  ['每成功邀请一位新好友参与可获得 5 次免费抽奖机会', { invite: 5 }],
  ['Each day, share for 2 more draws, and smile', { share: 2 }],
  ['Sign in each day to get 1 more draw.', { sign_in: 1 }],
  ['Share for 2 more draws a day', { share: 2 }],
  ['Inviting a friend brings three chances', { invite: 3 }],
];

const notSaid: readonly string[] = [
  '',
  '每天 3 次机会',
  '签到有礼',
  '分享好友后，每天可再抽 1 次',
  '邀请好友，每天最多可得 5 次抽奖机会',
  '会员签到得 2 次机会',
  '签到满7天得 5 次机会',
  '分享后中奖者可得 1 次机会',
  '请在签到处领取奖品',
  '邀请 3 位好友即可参与',
  'Share this page 3 times',
  'Members who sign in get 2 draws',
];

describe('the chances for tasks that a text for visitors promises', () => {
  for (const [text, promised] of said) {
    it(`are understood in: ${text}`, () => {
      const entries = Object.entries(promised).map(([source, count]) => ({ source, count }));
      expect(saidEarnings(text)).to.deep.equal(entries);
    });
  }

  for (const text of notSaid) {
    it(`are not read into: ${text}`, () => {
      expect(saidEarnings(text)).to.deep.equal([]);
    });
  }

  it('are looked for in a time that grows with the text, whatever it is', () => {
    const words = [
      '每天',
      '每',
      '签到',
      '分享',
      '邀请',
      '好友',
      '可',
      '得',
      '十',
      '3',
      '次',
      '机会',
      ' ',
      '，',
    ];
    const piece = fc.constantFrom(...words, 'sign in ', 'share ', 'get ', 'draws ');
    const started = process.cpuUsage();
    fc.assert(
      fc.property(fc.array(piece, { minLength: 500, maxLength: 1000 }), (pieces) => {
        saidEarnings(pieces.join(''));
        saidEarnings((pieces[0] ?? '').repeat(20_000));
      }),
      { numRuns: 20 },
    );
    expect(process.cpuUsage(started).user / 1000, 'milliseconds').to.be.below(5_000);
  });
});
