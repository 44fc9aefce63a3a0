import { expect } from 'chai';
import fc from 'fast-check';
import { saidChances } from '../../../../src/application/kinds/shake/said-chances.ts';

const said: readonly (readonly [string, { per_day?: number; total?: number }])[] = [
  ['每位用户每天可摇 3 次，活动期间共 10 次，当天未用完的机会不累积。', { per_day: 3, total: 10 }],
  ['每天 3 次机会，人人有礼', { per_day: 3 }],
  ['每天三次', { per_day: 3 }],
  ['每日 3 次', { per_day: 3 }],
  ['每人每天可抽5次。', { per_day: 5 }],
  ['每人每日最多可参与 ３ 次抽奖', { per_day: 3 }],
  ['每天都有两次摇一摇机会！', { per_day: 2 }],
  ['每天限抽十二次；', { per_day: 12 }],
  ['每个自然日可抽奖3次', { per_day: 3 }],
  ['每天3次共10次', { per_day: 3, total: 10 }],
  ['每天3次，总共二十次', { per_day: 3, total: 20 }],
  ['共 10 次', { total: 10 }],
  ['一共十次机会', { total: 10 }],
  ['每人活动期间最多可抽 10 次', { total: 10 }],
  ['活动期间每位用户累计可参加一百零次', {}],
  ['活动期间每位用户累计可参加一百次', { total: 100 }],
  ['规则如下（每天 3 次）', { per_day: 3 }],
  ['1.每人每天可抽 3 次', { per_day: 3 }],
  ['2、每天 3 次；', { per_day: 3 }],
  ['🎁每天 3 次', { per_day: 3 }],
  ['抽奖次数：每人每天 3 次，共 10 次', { per_day: 3, total: 10 }],
  ['You may draw 3 times a day.', { per_day: 3 }],
  ['Three chances per day, 10 draws in total', { per_day: 3, total: 10 }],
  ['Shake twice a day', { per_day: 2 }],
  ['Up to 5 free draws every day', { per_day: 5 }],
];

const notSaid: readonly string[] = [
  '',
  '每天签到可得 1 次机会',
  '分享好友后，每天可再抽 1 次',
  '分享有礼。每天 1 次机会。',
  '邀请好友，每天最多可得 5 次抽奖机会',
  '每天首次登录可抽 1 次',
  '会员每天 5 次，非会员每天 3 次',
  '每人每天限中奖 1 次',
  '每天限领 1 次',
  '每天前 100 名',
  '每天 10:00 开抢',
  '每天 3 次日用品优惠',
  '每天 3 次推送提醒',
  '每天晚上共 3 次',
  '每周共 3 次',
  '10 天内共 10 次',
  '第 3 次抽奖必中',
  '共有 3000 份奖品',
  '优惠券中奖后自动放入账户，自中奖之日起 30 天内有效。',
  '数据每天更新 3 次',
  '每天不限次数',
  'Prizes are drawn at noon, once a day',
  'The list is updated 3 times a day',
  'Win at most 1 time a day',
  'Share for 2 more draws a day',
  '10 prizes in total',
];

describe('the chances that a text for visitors speaks of', () => {
  for (const [text, rules] of said) {
    it(`are understood in: ${text}`, () => {
      const found = Object.fromEntries(saidChances(text).map(({ rule, count }) => [rule, count]));
      expect(found).to.deep.equal(rules);
    });
  }

  for (const text of notSaid) {
    it(`are not read into: ${text}`, () => {
      expect(saidChances(text)).to.deep.equal([]);
    });
  }

  it('are looked for in a time that grows with the text, whatever it is', () => {
    const piece = fc.constantFrom(
      '每天',
      '每',
      '用户',
      '可',
      '共',
      '享',
      '有',
      '抽',
      '摇',
      '十',
      '3',
      '次',
      ' ',
      '，',
      'draw ',
      'a day',
    );
    const started = process.cpuUsage();
    fc.assert(
      fc.property(fc.array(piece, { minLength: 500, maxLength: 1000 }), (pieces) => {
        saidChances(pieces.join(''));
        saidChances((pieces[0] ?? '').repeat(20_000));
      }),
      { numRuns: 20 },
    );
    const { user } = process.cpuUsage(started);
    expect(user / 1000, 'milliseconds').to.be.below(5_000);
  });
});
