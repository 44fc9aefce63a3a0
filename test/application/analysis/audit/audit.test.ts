import { expect } from 'chai';
import { MemoryDrawLedger } from '../../../../src/adapters/memory/memory-draw-ledger.ts';
import { audit } from '../../../../src/application/analysis/audit/audit.ts';
import { rulesVersion } from '../../../../src/application/draws/rules-version.ts';
import { detailSchemas } from '../../../../src/application/kinds/kinds.ts';
import { type Activity, readActivity } from '../../../../src/domain/activities/activity.ts';
import type { DrawDetails } from '../../../../src/domain/draws/draw-details.ts';
import { NO_DRAWS } from '../../../../src/domain/draws/user-draw-info.ts';
import { localDay } from '../../../../src/domain/shared/local-time.ts';

const midnight = Date.parse('2026-11-12T00:00:00+08:00');

function activity(timezone: string): Activity<DrawDetails> {
  const file = { dispatch: 'shake', rules: { timezone, chances: { per_day: 1 } } };
  const reading = readActivity('a1', file, detailSchemas);
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.activity as Activity<DrawDetails>;
}

interface Drawn {
  readonly at: number;
  readonly timezone?: string;
}

/** Draws of one user, each counted for the day of its own clock and time zone, whatever day was counted before. */
async function bookedByOwnDays(drawn: readonly Drawn[]): Promise<MemoryDrawLedger> {
  const ledger = new MemoryDrawLedger();
  const seed = await ledger.seed('a1', 'ab'.repeat(32), 'secret');
  for (const [index, { at, timezone = 'Asia/Shanghai' }] of drawn.entries()) {
    await ledger.commit({
      activityId: 'a1',
      uid: 'ann',
      requestId: `request-${index}`,
      drawId: `draw-${index}`,
      draws: { ...NO_DRAWS, drawNo: index },
      seedNo: seed.no,
      rules: rulesVersion(activity(timezone)),
      day: localDay(at, timezone),
      at,
      candidates: [],
    });
  }
  return ledger;
}

async function findings(drawn: readonly Drawn[]): Promise<string[]> {
  const report = await audit(await bookedByOwnDays(drawn), 'a1');
  return report.findings.map(({ seq, code, params }) => `${seq} ${code} ${Object.values(params).join(' ')}`);
}

describe('an audit of days that go back', () => {
  it('finds nothing where they do not', async () => {
    expect(await findings([{ at: midnight - 1 }, { at: midnight }])).to.deep.equal([]);
  });

  it('finds each day that went back, and each draw above the chances of the day it should have counted for', async () => {
    const alternating = [-100, 100, -50, 150].map((ms) => ({ at: midnight + ms }));
    expect(await findings(alternating)).to.deep.equal([
      '3 local_day 2026-11-12 2026-11-11',
      '3 chances ann',
      '4 chances ann',
    ]);
  });

  it('finds them where two releases differed in the time zone', async () => {
    const [here, there] = ['Asia/Shanghai', 'America/Los_Angeles'];
    const zones = [here, there, here].map((timezone, index) => ({ at: midnight + index, timezone }));
    expect(await findings(zones)).to.deep.equal([
      '2 local_day 2026-11-12 2026-11-11',
      '2 chances ann',
      '3 chances ann',
    ]);
  });
});
