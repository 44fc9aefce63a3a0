import { expect } from 'chai';
import { encodeActivityData } from '../../../src/adapters/koa/public/encode/encode-activity-data.ts';
import { MemoryConfigRepository } from '../../../src/adapters/memory/memory-config-repository.ts';
import { MemoryDrawLedger } from '../../../src/adapters/memory/memory-draw-ledger.ts';
import { ActivityService } from '../../../src/application/activities/activity-service.ts';
import { ActivityGate } from '../../../src/application/admission/activity-gate.ts';
import { explain } from '../../../src/application/analysis/explain.ts';
import { drawsSummary } from '../../../src/application/authoring/check/draws-summary.ts';
import { serveDeliveredDraws } from '../../../src/application/deliveries/serve-delivered-draws.ts';
import { awardLimits } from '../../../src/application/draws/award-limits.ts';
import type { DrawsCapability } from '../../../src/application/draws/draws-capability.ts';
import type { Kind } from '../../../src/application/kinds/kind.ts';
import {
  drawCapabilitiesOf,
  kindReadingsOf,
  kinds,
  kindsByName,
} from '../../../src/application/kinds/kinds.ts';
import { type DrawDetails, drawDetailsSchema } from '../../../src/domain/draws/draw-details.ts';
import { demoSessions } from '../../support/demo-sessions.ts';
import { type DrawProcess, drawProcess } from '../../support/draw-process.ts';
import { nothingAsked } from '../../support/nothing-asked.ts';
import { servedJson } from '../../support/served-json.ts';
import { serversOf } from '../../support/servers-of.ts';

/* Its details have a shape of their own, so what takes them for those of shake fails. */
interface WheelDetails {
  readonly wheel: DrawDetails;
}
const draws: DrawsCapability = { detailsOf: ({ details }) => (details as WheelDetails).wheel };
const wheel: Kind<WheelDetails> = {
  dispatch: 'wheel',
  details: drawDetailsSchema.transform((read): WheelDetails => ({ wheel: read })),
  shape: 'draws',
  draws,
  authoring: {
    lists: ['prizes'],
    objects: ['rules'],
    places: [],
    warn: () => {},
    summarize: (activity) => ({
      timezone: null,
      draws: drawsSummary(draws.detailsOf(activity)),
      goods: null,
    }),
    startingFields: () => ({}),
  },
  open: (parts) => async (activity, visitor) => ({
    shape: 'draws',
    activity,
    ...(await serveDeliveredDraws(activity, visitor, { draws, ...parts })),
  }),
};

const now = Date.parse('2026-11-11T12:00:00+08:00');
const file = {
  dispatch: 'wheel',
  is_login_user: true,
  ends_at: '2026-11-12T12:00:00+08:00',
  prizes: [{ id: 'car', name: '汽车' }],
  rules: { prizes: { car: { odds: '1/1', stock: 5 } }, chances: { per_day: 1 } },
};

describe('a third kind, with draws', () => {
  const registered = kindsByName([...kinds.values(), wheel]);
  const capabilities = drawCapabilitiesOf(registered);
  const configs = new MemoryConfigRepository({ w1: file }, kindReadingsOf(registered));
  const clock = { now: () => now };
  const sessions = demoSessions();
  const gate = new ActivityGate({ releases: configs, sessions, clock });
  const visit = { activityId: 'w1', token: 'demo-ann', cookieToken: undefined, dispatch: 'wheel' };

  let ledger: MemoryDrawLedger;
  let service: DrawProcess;

  beforeEach(() => {
    ledger = new MemoryDrawLedger();
    service = drawProcess({ ledger, gate, clock, capabilities });
  });

  it('serves its data in the shape of draws', async () => {
    const servers = serversOf(
      {
        accounts: service.accounts,
        seeds: service.seeds,
        inviteCodes: service.inviteCodes,
        shownDeliveries: nothingAsked,
      },
      registered,
    );
    const { result } = await new ActivityService({ gate, clock, servers }).visit(visit);
    if (result.kind !== 'served') throw new Error(result.kind);
    const { dispatch, user_draw_info } = servedJson(encodeActivityData(result.data));
    expect(dispatch).to.equal('wheel');
    expect(user_draw_info).to.deep.equal({
      uid: 'ann',
      chances_left: 1,
      earned_left: 0,
      drawn_today: 0,
      drawn_total: 0,
      ways: [],
      prizes_total: 0,
      prizes: [],
    });
  });

  it('draws, and lists the prizes', async () => {
    const { result } = await service.draws.draw(visit, 'request-1');
    if (result.kind !== 'served') throw new Error(result.kind);
    expect(result.data.prize).to.deep.equal({ id: 'car', name: '汽车', image: null });
    expect((await service.draws.draw(visit, 'request-2')).result.kind).to.equal('no_chance');
    const { result: prizes } = await service.draws.prizes(visit);
    if (prizes.kind !== 'served') throw new Error(prizes.kind);
    expect(prizes.data.userDrawInfo.prizes.map(({ name }) => name)).to.deep.equal(['汽车']);
  });

  it('publishes its commitment, on its own path only', async () => {
    const fairness = await service.fairness.fairness('w1', 'wheel');
    if (fairness.kind !== 'served') throw new Error(fairness.kind);
    expect(fairness.data.commitment).to.match(/^[0-9a-f]{64}$/);
    expect(await service.fairness.fairness('w1', 'shake')).to.deep.equal({ kind: 'no_such_activity' });
    const elsewhere = await service.draws.draw({ ...visit, dispatch: 'shake' }, 'request-1');
    expect(elsewhere.result.kind).to.equal('no_such_activity');
  });

  it('has stock gauges', () => {
    const activity = configs.find('w1');
    if (!activity) throw new Error('the file of the kind is not valid');
    expect(awardLimits(activity, capabilities).prizes).to.deep.equal([{ prizeId: 'car', stock: 5, cost: 0 }]);
  });

  it('is explained', async () => {
    const source = { kind: 'draft', activity: configs.find('w1') } as const;
    const parts = { source, sessions, kinds: registered, accounts: ledger, drawLog: ledger, pools: ledger };
    const explained = await explain(visit, { ...parts, now });
    expect(explained).to.include({ static: 'served', draw: 'served' });
    expect(explained.steps.some(({ check }) => check === 'prize')).to.equal(true);
  });
});
