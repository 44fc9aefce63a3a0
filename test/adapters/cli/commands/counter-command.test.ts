import { expect } from 'chai';
import { counterPinCommand } from '../../../../src/adapters/cli/commands/counter-pin-command.ts';
import { counterStatusCommand } from '../../../../src/adapters/cli/commands/counter-status-command.ts';
import { kinds } from '../../../../src/application/kinds/kinds.ts';
import type { CounterTally } from '../../../../src/domain/deliveries/counter-tally.ts';
import { newPin } from '../../../../src/domain/deliveries/staff-pins.ts';
import { activityOf } from '../../../support/activity-of.ts';
import { runWith } from '../../../support/command-run.ts';

const tally: CounterTally = {
  activityId: 'tea',
  open: 3,
  redeemed: 2,
  lastRedeemedAt: 1_764_000_000_000,
  pinSetAt: 1_763_000_000_000,
  places: [{ place: '人民路店\u001b[31m', redeemed: 2 }],
};

const activities = new Map(
  Object.entries({ cafe: 'counter', plain: 'hand' }).map(([id, by]) => [
    id,
    activityOf(
      {
        dispatch: 'shake',
        prizes: [{ id: 'cup', name: '奶茶' }],
        rules: { prizes: { cup: { odds: '1%', delivery: { by } } } },
      },
      id,
    ),
  ]),
);

function parts(tallies: readonly CounterTally[]) {
  const set: unknown[][] = [];
  return {
    set,
    parts: {
      kinds,
      clock: { now: () => 1000 },
      activitiesFolder: '/activities',
      activities: async () => ({
        configs: {
          find: (id: string) => activities.get(id),
          all: () => [...activities.values()],
          invalid: () => [],
        },
        media: {} as never,
      }),
      counters: async () => ({
        pins: { set: async (...args: unknown[]) => void set.push(args) },
        tallies: {
          tally: async (id?: string) => tallies.filter(({ activityId }) => !id || id === activityId),
        },
        entropy: { hex: (bytes: number) => '0'.repeat(bytes * 2) },
      }),
    },
  };
}

describe('the command counter pin', () => {
  const pin = (id: string, tallies: readonly CounterTally[] = [], json = false) => {
    const { set, parts: given } = parts(tallies);
    return runWith(counterPinCommand, given, [id], { json }).then((run) => ({ ...run, set }));
  };

  it('sets a PIN and shows it once, as data', async () => {
    const { code, stdout, stderr, set } = await pin('cafe');
    expect([code, stdout]).to.deep.equal([0, '000000\n']);
    expect(stderr).to.include('activity cafe').and.not.include('earlier').and.not.include('000000');
    expect(set).to.deep.equal([['cafe', '000000', 1000]]);
    expect(JSON.parse((await pin('cafe', [], true)).stdout)).to.deep.equal({
      activityId: 'cafe',
      pin: '000000',
    });
  });

  it('says that an earlier PIN is no longer taken, also where the activity’s file is gone', async () => {
    const { code, stderr } = await pin('tea', [tally]);
    expect(code).to.equal(0);
    expect(stderr).to.include('earlier PIN is no longer taken');
  });

  it('warns of an activity without a prize for a counter', async () => {
    const { code, stderr } = await pin('plain');
    expect(code).to.equal(0);
    expect(stderr).to.include('"by": "counter"');
  });

  it('refuses an activity that is not known', async () => {
    for (const id of ['nowhere', 'b a d']) {
      const { code, stdout, set } = await pin(id, [tally]);
      expect([code, stdout, set.length]).to.deep.equal([2, '', 0]);
    }
  });

  it('makes PINs of six digits, each as likely', () => {
    const hex = (text: string) => ({ hex: () => text });
    expect(newPin(hex('00000000000070'))).to.equal('000007');
    expect(newPin(hex('ffffffffffffff'))).to.match(/^\d{6}$/);
  });
});

describe('the command counter status', () => {
  const status = (args: string[], tallies: readonly CounterTally[], json = false, language?: 'zh') =>
    runWith(counterStatusCommand, parts(tallies).parts, args, { json }, language);

  it('counts for each activity, and names those without a PIN', async () => {
    const { code, stdout, stderr } = await status([], [tally]);
    expect(code).to.equal(1);
    expect(stdout)
      .to.match(/^cafe +0 +0 +- +-$/m)
      .and.match(/^tea +3 +2 +2025-11-24T\S+ +2025-11-13T\S+$/m);
    expect(stderr).to.include('activity cafe has no PIN').and.not.include('tea').and.not.include('plain');
  });

  it('lists the places of one activity, without what would move the cursor', async () => {
    const { code, stdout, stderr } = await status(['tea'], [tally], false, 'zh');
    expect([code, stderr]).to.deep.equal([0, '']);
    expect(stdout).to.include('人民路店').and.include('门店').and.not.include('\u001b[31m');
  });

  it('prints JSON', async () => {
    const { stdout } = await status(['tea'], [tally], true);
    expect(JSON.parse(stdout)).to.deep.equal([
      { ...tally, lastRedeemedAt: '2025-11-24T16:00:00.000Z', pinSetAt: '2025-11-13T02:13:20.000Z' },
    ]);
  });

  it('says that there is none, and refuses what is no id', async () => {
    expect((await status(['plain'], [])).stdout).to.include('no activity has a prize');
    expect((await status(['b a d'], [])).code).to.equal(2);
  });
});
