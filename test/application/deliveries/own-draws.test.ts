import { expect } from 'chai';
import { OwnDraws } from '../../../src/application/deliveries/own-draws.ts';
import type { Drawers } from '../../../src/application/draws/drawers.ts';
import type { DrawDetails } from '../../../src/domain/draws/draw-details.ts';
import type { ArchivedDraw } from '../../../src/domain/draws/draw-history.ts';
import { DependencyError } from '../../../src/domain/shared/dependency-error.ts';
import { AT } from '../../contracts/sample-commits.ts';
import { activityOf } from '../../support/activity-of.ts';

const activity = activityOf({ dispatch: 'shake', is_login_user: true }, 'a1');
const visit = { activityId: 'a1', token: 'demo-ann', cookieToken: undefined, dispatch: 'shake' };

describe('the draws of the user who asks', () => {
  const archived: ArchivedDraw[] = Array.from({ length: 60 }, (_, index) => ({
    drawNo: index + 1,
    drawId: `draw-${index + 1}`,
    at: AT + index * 1000,
    seedNo: 1,
    rulesNo: 2,
    prizeId: index === 0 ? 'car' : null,
  }));
  let asked: unknown[];
  let isAway: boolean;
  const drawers = {
    forUser: async (_visit: unknown, window: string, work: (...args: unknown[]) => unknown) => {
      asked.push(window);
      return { result: await work(activity, { uid: 'ann', zoneId: null }), tokenState: 'none' };
    },
    detailsOf: ({ details }: { details: unknown }) => details as DrawDetails,
  } as unknown as Drawers;
  let now: number;
  const own = new OwnDraws({
    drawers,
    clock: { now: () => now },
    history: {
      drawsOf: async (activityId, uid, upTo, limit) => {
        if (isAway) throw new DependencyError('record store', 'away');
        asked.push([activityId, uid]);
        return archived.filter(({ drawNo }) => drawNo <= upTo).slice(-limit);
      },
    },
  });

  beforeEach(() => {
    asked = [];
    isAway = false;
    now = 0;
  });

  async function page(which: { before?: number; limit?: number } = {}) {
    const { result } = await own.draws(visit, which);
    if (result.kind !== 'served') throw new Error(result.kind);
    return result.data;
  }

  it('come in pages of 50 from the latest on, also outside the window', async () => {
    const latest = await page();
    expect(latest.draws.map(({ drawNo }) => drawNo)).to.deep.equal(
      archived.slice(10).map(({ drawNo }) => drawNo),
    );
    expect(latest.before).to.equal(10);
    const older = await page({ before: latest.before });
    expect(older.draws).to.have.length(10);
    expect(older.before).to.equal(0);
    expect(older.draws[0]).to.deep.equal({
      drawNo: 1,
      drawId: 'draw-1',
      drawnAt: '2026-11-11T10:00:00+08:00',
      seedNo: 1,
      rulesNo: 2,
      prizeId: 'car',
    });
    expect(asked).to.deep.equal(['any', ['a1', 'ann'], 'any', ['a1', 'ann']]);
  });

  it('show from the end on which of them the risk check denied', async () => {
    const ending = activityOf({
      dispatch: 'shake',
      is_login_user: true,
      ends_at: '2026-11-12T00:00:00+08:00',
    });
    const denied = { ...(archived[1] as ArchivedDraw), denied: true } as const;
    const own = new OwnDraws({
      drawers: {
        detailsOf: (each) => drawers.detailsOf(each),
        forUser: (async (_visit: unknown, _window: string, work: (...args: unknown[]) => unknown) => ({
          result: await work(ending, { uid: 'ann', zoneId: null }),
        })) as unknown as Drawers['forUser'],
      },
      clock: { now: () => now },
      history: { drawsOf: async () => [denied] },
    });
    const shown = async () => {
      const { result } = await own.draws(visit);
      return result.kind === 'served' ? result.data.draws[0] : result.kind;
    };
    now = AT;
    expect(await shown()).not.to.have.property('denied');
    now = Date.parse('2026-11-12T00:00:00+08:00');
    expect(await shown()).to.include({ denied: true, prizeId: null });
  });

  it('come in pages of another length', async () => {
    expect(await page({ limit: 2 })).to.deep.include({ before: 58 });
    expect((await page({ before: 3, limit: 2 })).draws.map(({ drawNo }) => drawNo)).to.deep.equal([2, 3]);
  });

  it('are none where there are none', async () => {
    expect(await page({ before: 0 })).to.deep.equal({ draws: [], before: 0 });
  });

  it('are not there while the record store is away', async () => {
    isAway = true;
    const error = await page().catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(DependencyError);
  });
});
