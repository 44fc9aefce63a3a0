import { expect } from 'chai';
import { kindReadings } from '../../../src/application/kinds/kinds.ts';
import {
  type Activity,
  admitsZone,
  phaseAt,
  readActivity,
  summaryOf,
} from '../../../src/domain/activities/activity.ts';

const shake = {
  dispatch: 'shake',
  title: '摇一摇',
  is_login_user: true,
  is_check_zone: true,
  zones: ['1000', 1001],
  starts_at: '2026-11-01T00:00:00+08:00',
  ends_at: '2026-12-01T00:00:00+08:00',
  page: { login_url: '/login' },
  prizes: [{ id: 'coupon-10', name: '10元优惠券' }],
  rules: { chances: { per_day: 3 }, prizes: { 'coupon-10': { odds: '0.5%', stock: 10 } } },
  campaign_owner: 'Zhang',
};

function read(changes: object = {}): Activity {
  const reading = readActivity('1055', { ...shake, ...changes }, kindReadings);
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.activity;
}

function problems(data: unknown): string[] {
  const reading = readActivity('1055', data, kindReadings);
  return reading.ok
    ? []
    : reading.problems.map(({ path, code, params }) => `${path}: ${code} ${Object.values(params)}`);
}

describe('an activity', () => {
  it('shows everything of its file but the rules and what is for editors', () => {
    const { rules: _rules, ...visible } = shake;
    expect(read({ $schema: '../../schemas/shake.json' }).publicData).to.deep.equal({
      ...visible,
      zones: ['1000', '1001'],
      activity_id: '1055',
    });
  });

  it('is named by its folder, whatever the file says', () => {
    expect(read({ activity_id: '9999' }).publicData.activity_id).to.equal('1055');
  });

  it('reads the older spelling of dispatch, and shows only the newer', () => {
    const { dispatch, ...rest } = shake;
    const reading = readActivity('1055', { ...rest, dispath: dispatch }, kindReadings);
    if (!reading.ok) throw new Error('not read');
    expect(reading.activity.dispatch).to.equal('shake');
    expect(reading.activity.publicData).to.have.property('dispatch', 'shake');
    expect(reading.activity.publicData).not.to.have.property('dispath');
  });

  it('is running from its start on and no more at its end', () => {
    const activity = read();
    const start = Date.parse(shake.starts_at);
    const end = Date.parse(shake.ends_at);
    expect([start - 1, start, end - 1, end].map((now) => phaseAt(activity, now))).to.deep.equal([
      'not_started',
      'running',
      'running',
      'ended',
    ]);
  });

  it('without a window always runs', () => {
    const activity = read({ starts_at: undefined, ends_at: undefined });
    expect(phaseAt(activity, 0)).to.equal('running');
    expect(phaseAt(activity, Number.MAX_SAFE_INTEGER)).to.equal('running');
  });

  it('admits the users of its zones, read from texts and numbers alike', () => {
    const activity = read();
    expect(['1000', '1001', '1002', null].map((zone) => admitsZone(activity, zone))).to.deep.equal([
      true,
      true,
      false,
      false,
    ]);
  });

  it('that checks no zone admits everyone', () => {
    expect(admitsZone(read({ is_check_zone: false }), null)).to.equal(true);
  });

  it('that checks the zone needs a login, whatever is_login_user says', () => {
    expect(read({ is_login_user: false }).loginRequired).to.equal(true);
    expect(read({ is_login_user: false, is_check_zone: false }).loginRequired).to.equal(false);
  });

  it('has a summary that anyone may see', () => {
    expect(summaryOf(read({ ends_at: undefined }), Date.parse('2026-10-01T00:00:00Z'))).to.deep.equal({
      activityId: '1055',
      dispatch: 'shake',
      title: '摇一摇',
      page: { login_url: '/login' },
      phase: 'not_started',
      startsAt: '2026-11-01T00:00:00+08:00',
      endsAt: null,
      prizes: [{ id: 'coupon-10', name: '10元优惠券' }],
      prizeFacts: { 'coupon-10': { tier: 'fine' } },
    });
  });

  const mistakes: [string, unknown, RegExp][] = [
    ['no object', [], /^: not_an_object/],
    ['no dispatch', { title: 'x' }, /^dispatch: missing/],
    ['an unknown dispatch', { ...shake, dispatch: 'quiz' }, /^dispatch: unknown_kind shake, sku/],
    [
      'a login flag that is a text',
      { ...shake, is_login_user: 'yes' },
      /^is_login_user: wrong_type boolean,string/,
    ],
    ['a zone check without zones', { ...shake, zones: [] }, /^zones: no_zones/],
    [
      'a time without an offset',
      { ...shake, starts_at: '2026-11-01T00:00:00' },
      /^starts_at: bad_instant "2026-11-01T00:00:00"/,
    ],
    ['an end before the start', { ...shake, ends_at: '2026-10-01T00:00:00Z' }, /^ends_at: ends_before_start/],
    [
      'the same prize twice',
      { ...shake, prizes: [shake.prizes[0], shake.prizes[0]] },
      /^prizes\.1\.id: prize_twice coupon-10/,
    ],
    [
      'rules for an unknown prize',
      { ...shake, rules: { prizes: { car: {} } } },
      /^rules\.prizes\.car: no_such_prize car/,
    ],
    ['an unknown fallback', { ...shake, rules: { fallback: 'car' } }, /^rules\.fallback: no_such_prize car/],
    [
      'odds over one',
      { ...shake, rules: { prizes: { 'coupon-10': { odds: '101%' } } } },
      /^rules\.prizes\.coupon-10\.odds: bad_odds "101%"/,
    ],
    [
      'odds that are a number',
      { ...shake, rules: { prizes: { 'coupon-10': { odds: 0.1 } } } },
      /^rules\.prizes\.coupon-10\.odds: bad_odds 0\.1/,
    ],
    [
      'a misspelt limit',
      { ...shake, rules: { prizes: { 'coupon-10': { odds: '1%', per_usr: 1 } } } },
      /^rules\.prizes\.coupon-10: unknown_key per_usr/,
    ],
    [
      'a fraction of stock',
      { ...shake, rules: { prizes: { 'coupon-10': { stock: 1.5 } } } },
      /stock: not_whole/,
    ],
    [
      'an unknown time zone',
      { ...shake, rules: { timezone: 'Mars/Base' } },
      /^rules\.timezone: bad_timezone/,
    ],
    [
      'two odds that add up to more than one',
      {
        ...shake,
        prizes: [
          { id: 'a', name: 'A' },
          { id: 'b', name: 'B' },
        ],
        rules: { prizes: { a: { odds: '2/3' }, b: { odds: '33.34%' } } },
      },
      /^rules\.prizes: odds_over_one 15001,15000/,
    ],
    [
      'the same sku twice',
      {
        dispatch: 'sku',
        skus: [
          { sku_id: 1, name: 'a' },
          { sku_id: '1', name: 'b' },
        ],
      },
      /^skus\.1\.sku_id: sku_twice 1/,
    ],
  ];
  for (const [what, data, expected] of mistakes) {
    it(`is refused with the field named: ${what}`, () => {
      expect(problems(data).join('\n')).to.match(expected);
    });
  }

  it('is refused with everything that is wrong, not only the first', () => {
    expect(problems({ ...shake, is_login_user: 1, prizes: [{ id: '' }] })).to.have.length.above(2);
  });
});
