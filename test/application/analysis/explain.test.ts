import { expect } from 'chai';
import fc from 'fast-check';
import { DemoTokenVerifier } from '../../../src/adapters/memory/demo-token-verifier.ts';
import { MemoryConfigRepository } from '../../../src/adapters/memory/memory-config-repository.ts';
import { MemoryDrawLedger } from '../../../src/adapters/memory/memory-draw-ledger.ts';
import { MemorySessionCache } from '../../../src/adapters/memory/memory-session-cache.ts';
import { ActivityService } from '../../../src/application/activities/activity-service.ts';
import { ActivityGate } from '../../../src/application/admission/activity-gate.ts';
import { Sessions } from '../../../src/application/admission/sessions.ts';
import { explain } from '../../../src/application/analysis/explain.ts';
import { kindReadings, kinds } from '../../../src/application/kinds/kinds.ts';
import { drawProcess } from '../../support/draw-process.ts';
import { nothingAsked } from '../../support/nothing-asked.ts';
import { serversOf } from '../../support/servers-of.ts';

const opens = Date.parse('2026-11-11T00:00:00+08:00');
const closes = Date.parse('2026-11-13T00:00:00+08:00');
const shake = {
  dispatch: 'shake',
  is_login_user: true,
  starts_at: '2026-11-11T00:00:00+08:00',
  ends_at: '2026-11-13T00:00:00+08:00',
  prizes: [
    { id: 'car', name: '汽车' },
    { id: 'thanks', name: '谢谢参与' },
  ],
  rules: {
    chances: { per_day: 2, total: 3 },
    prizes: { car: { odds: '1/2', stock: 3, per_user: 1, value: '9.00', unlock_after: 1 } },
    fallback: 'thanks',
    guarantee: { after: 3, prize: 'car' },
    budget: '20.00',
    blocked_users: ['bob'],
  },
};
const files = {
  shake,
  zoned: { ...shake, is_check_zone: true, zones: ['1000'] },
  open: { ...shake, is_login_user: false },
  sku: { dispatch: 'sku', is_login_user: true, is_check_zone: true, zones: ['1000'], ends_at: shake.ends_at },
};

function world() {
  const ledger = new MemoryDrawLedger();
  const time = { now: opens };
  const clock = { now: () => time.now };
  const sessions = new Sessions({
    sessionCache: new MemorySessionCache(),
    tokenVerifier: new DemoTokenVerifier(),
    errorReporter: { report: () => {} },
    ttlSeconds: 60,
  });
  const gate = new ActivityGate({
    configs: new MemoryConfigRepository(files, kindReadings),
    sessions,
    clock,
  });
  const { draws, accounts, seeds, inviteCodes } = drawProcess({ ledger, gate, clock });
  const service = new ActivityService({
    gate,
    clock,
    servers: serversOf({ accounts, seeds, inviteCodes, shownDeliveries: nothingAsked }),
  });
  const explained = (visit: Parameters<typeof explain>[0]) =>
    explain(visit, { gate, kinds, accounts: ledger, drawLog: ledger, pools: ledger, now: time.now });
  return { ledger, time, service, draws, explained };
}

const visits = fc.array(
  fc.record({
    activityId: fc.constantFrom('shake', 'zoned', 'open', 'sku', 'none'),
    token: fc.option(
      fc.oneof(
        fc
          .tuple(fc.constantFrom('ann', 'bob'), fc.constantFrom('', '@1000', '@2000'))
          .map((it) => `demo-${it.join('')}`),
        fc.constant('unknown'),
      ),
      { nil: undefined },
    ),
    at: fc.oneof(
      fc.constantFrom(opens - 1, opens, closes - 1, closes),
      fc.integer({ min: opens, max: closes - 1 }),
    ),
  }),
  { minLength: 1, maxLength: 25 },
);

describe('explain', () => {
  it('agrees with static and draw, for any user, zone, time and state, and books nothing', async () => {
    await fc.assert(
      fc.asyncProperty(visits, async (list) => {
        const { ledger, time, service, draws, explained } = world();
        // In any order: the next machine's clock may be behind.
        for (const [index, { at, ...wanted }] of list.entries()) {
          time.now = at;
          const visit = { ...wanted, cookieToken: undefined };
          const before = (await ledger.book(visit.activityId)).logs;
          const { steps, ...outcome } = await explained(visit);
          expect((await ledger.book(visit.activityId)).logs).to.deep.equal(before);

          expect(outcome.static).to.equal((await service.visit(visit)).result.kind);
          const { result } = await draws.draw({ ...visit, dispatch: 'shake' }, `request-${index}`);
          expect(outcome.draw).to.equal(result.kind);
          if (result.kind !== 'served') {
            const shakes = visit.activityId !== 'sku';
            if (shakes) expect(steps.some(({ passed }) => !passed)).to.equal(true);
            continue;
          }
          const prizeId = result.data.prize?.id ?? null;
          // What was won is among what could be.
          const could = steps.flatMap(({ reason }) => (reason.code === 'prize' ? [reason.won] : []));
          if (could.length === 0) expect(prizeId).to.equal(null);
          else expect(could).to.include(prizeId);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('lists each check in order up to the one that refuses, and what each prize has left', async () => {
    const { time, draws, explained } = world();
    const visit = (token: string | undefined) => ({
      activityId: 'zoned',
      token,
      cookieToken: undefined,
      dispatch: 'shake',
    });
    const checks = async (token?: string) =>
      (await explained(visit(token))).steps.map(({ check, passed }) => `${check}: ${passed}`);
    const before = ['activity: true', 'login_needed: true'];
    expect(await checks()).to.deep.equal([...before, 'token: false']);
    expect(await checks('unknown')).to.deep.equal([...before, 'token: true', 'passport: false']);
    const known = [...before, 'token: true', 'passport: true'];
    expect(await checks('demo-ann@7')).to.deep.equal([...known, 'zone: false']);
    const inZone = [...known, 'zone: true', 'window: true'];
    expect(await checks('demo-bob@1000')).to.deep.equal([...inZone, 'chances: true', 'blocked: false']);
    for (const request of ['request-1', 'request-2']) await draws.draw(visit('demo-ann@1000'), request);
    expect(await checks('demo-ann@1000')).to.deep.equal([...inZone, 'chances: false']);
    time.now = closes;
    expect(await checks('demo-ann@1000')).to.deep.equal([...known, 'zone: true', 'window: false']);
  });

  it('names the day that a draw counts for where the account is ahead of the clock', async () => {
    const { time, draws, explained } = world();
    const visit = { activityId: 'shake', token: 'demo-ann', cookieToken: undefined, dispatch: 'shake' };
    const chances = async () =>
      (await explained(visit)).steps.find(({ check }) => check === 'chances')?.reason;
    time.now = closes - 1;
    await draws.draw(visit, 'request-1');
    const spent = { code: 'chances', drawnToday: 1, drawnTotal: 1, daily: 1, earned: 0, earnedInAll: 0 };
    expect(await chances()).to.deep.equal({ ...spent, dayAhead: null });
    time.now = opens;
    expect(await chances()).to.deep.equal({ ...spent, dayAhead: '2026-11-12' });
  });
});
