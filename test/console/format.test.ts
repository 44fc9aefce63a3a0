import { expect } from 'chai';
import { exactDate, sayDate, sayDuration, shortDate, shortDay } from '../../console/src/format/dates.ts';
import { sayLargeNumber, sayMoney, sayOdds, sayPercent } from '../../console/src/format/numbers.ts';
import { changesOf } from '../../console/src/people/trail-changes.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = new Date(2026, 10, 11, 14, 30);
const later = (milliseconds: number) => new Date(NOW.getTime() + milliseconds);

describe('how the console writes', () => {
  for (const [milliseconds, zh, en] of [
    [20_000, '刚刚', 'just now'],
    [-3 * MINUTE, '3分钟前', '3 minutes ago'],
    [12 * MINUTE, '12分钟后', 'in 12 minutes'],
    [2 * HOUR, '今天 16:30', 'today 16:30'],
    [-20 * HOUR, '昨天 18:30', 'yesterday 18:30'],
    [24 * HOUR, '明天 14:30', 'tomorrow 14:30'],
    [72 * HOUR, '11月14日 14:30', 'Nov 14, 14:30'],
    [400 * 24 * HOUR, '2027年12月16日 14:30', 'Dec 16, 2027, 14:30'],
  ] as const) {
    it(`a time ${milliseconds / MINUTE} minutes away`, () => {
      expect([
        sayDate(later(milliseconds), NOW, 'zh-CN'),
        sayDate(later(milliseconds), NOW, 'en'),
      ]).to.deep.equal([zh, en]);
    });
  }

  it('an exact time with its zone', () => {
    expect(exactDate(NOW, 'en')).to.match(/^Wed, Nov 11, 2026 14:30:00 \(GMT([+-]\d\d:\d\d)?\)$/);
  });

  it('the times of an activity by its own clock', () => {
    const at = new Date('2026-11-20T05:00:00Z');
    expect(shortDate(at, NOW, 'en', 'America/New_York')).to.equal('Nov 20, 00:00');
    expect(shortDay(at, NOW, 'en', 'America/New_York')).to.equal('Nov 20');
    expect(shortDay(at, NOW, 'zh-CN', 'Asia/Shanghai')).to.equal('11月20日 13:00');
    expect(exactDate(at, 'en', 'Asia/Shanghai')).to.equal(
      'Fri, Nov 20, 2026 13:00:00 (GMT+08:00, Asia/Shanghai)',
    );
  });

  it('durations in their two largest units', () => {
    expect(sayDuration(50 * HOUR + 5 * MINUTE, 'en')).to.equal('2 days 2 hours');
    expect(sayDuration(48 * HOUR, 'zh-CN')).to.equal('2天');
    expect(sayDuration(365.9 * 24 * HOUR, 'en')).to.equal('365 days');
    expect(sayDuration(200, 'en')).to.equal('0 seconds');
    expect(sayDuration(-5, 'en')).to.equal('0 seconds');
  });

  it('money of yuan', () => {
    expect(sayMoney('12.50', 'zh-CN')).to.equal('¥12.50');
    expect(sayMoney('50000', 'en')).to.equal('¥50,000');
    expect(sayMoney('-0.5', 'en')).to.equal('-¥0.50');
  });

  it('odds as people weigh them', () => {
    expect([sayOdds(0.0002, 'zh-CN'), sayOdds(0.0002, 'en')]).to.deep.equal([
      '每 5,000 次中 1 次',
      'one in 5,000',
    ]);
    expect(sayOdds(0.4, 'en')).to.equal('one in 2.5');
    expect([sayOdds(0, 'en'), sayOdds(1, 'en')]).to.deep.equal(['never', 'always']);
  });

  it('shares and large numbers', () => {
    expect([sayPercent(0.837, 'en'), sayPercent(0.0002, 'en'), sayPercent(0, 'en')]).to.deep.equal([
      '83.7%',
      '0.02%',
      '0%',
    ]);
    expect([sayLargeNumber(9999, 'en'), sayLargeNumber(12_345, 'zh-CN')]).to.deep.equal(['9,999', '1.2万']);
  });
});

describe('what an entry of the trail changed', () => {
  it('has a row for each member that differs', () => {
    const before = { role: 'viewer', disabled: false, limits: { day: 1 } };
    const after = { role: 'editor', disabled: false, limits: { day: 2 }, tags: ['a'] };
    expect(changesOf(before, after)).to.deep.equal([
      { path: 'role', before: 'viewer', after: 'editor' },
      { path: 'limits.day', before: '1', after: '2' },
      { path: 'tags', before: null, after: '["a"]' },
    ]);
    expect(changesOf(null, { stock: 5 })).to.deep.equal([{ path: 'stock', before: null, after: '5' }]);
    expect(changesOf(null, null)).to.deep.equal([]);
  });
});
