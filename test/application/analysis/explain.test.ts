import { expect } from 'chai';
import fc from 'fast-check';
import { MemoryDrawLedger } from '../../../src/adapters/memory/memory-draw-ledger.ts';
import { ActivityService } from '../../../src/application/activities/activity-service.ts';
import { ActivityGate } from '../../../src/application/admission/activity-gate.ts';
import { explain } from '../../../src/application/analysis/explain.ts';
import { type ExplainedSource, servedOf } from '../../../src/application/analysis/explained-source.ts';
import { kindReadings, kinds } from '../../../src/application/kinds/kinds.ts';
import { type Activity, readActivity } from '../../../src/domain/activities/activity.ts';
import { type Audience, membersOf, placeOf } from '../../../src/domain/releases/audience.ts';
import { demoSessions } from '../../support/demo-sessions.ts';
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
/* What some users get of those that need a login. */
const candidates = {
  shake: { ...shake, rules: { ...shake.rules, chances: { total: 1 }, fallback: null } },
  zoned: { ...files.zoned, zones: ['2000'], ends_at: '2026-11-12T00:00:00+08:00' },
  sku: { ...files.sku, zones: ['2000'] },
};
const stable = readAll(files, 1);
const candidate = readAll(candidates, 2);

function readAll(data: Readonly<Record<string, object>>, no: number): ReadonlyMap<string, Activity> {
  return new Map(
    Object.entries(data).map(([id, file]) => {
      const reading = readActivity(id, file, kindReadings, { no, pictures: {} });
      if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
      return [id, reading.activity];
    }),
  );
}

function sourceOf(id: string, isPaused: boolean, wanted: Audience | null): ExplainedSource {
  const [activity, other] = [stable.get(id), candidate.get(id)];
  if (!activity) return { kind: 'not_published' };
  const audience = other ? wanted : null;
  return {
    kind: 'published',
    audience,
    served: {
      activity,
      isPaused,
      candidate: other && audience ? { activity: other, has: membersOf(audience, id) } : null,
    },
  };
}

const blockOfBob = {
  by: 'operator',
  user: { uid: 'bob', reason: 'sold accounts', by: 'Ann', at: 0 },
} as const;

function world(audience: Audience | null = null) {
  const ledger = new MemoryDrawLedger();
  const time = { now: opens };
  const state = { isPaused: false, bobIsBlocked: false };
  const isBlocked = (uid: string) => state.bobIsBlocked && uid === 'bob';
  const clock = { now: () => time.now };
  const sessions = demoSessions();
  const source = (id: string) => sourceOf(id, state.isPaused, audience);
  const gate = new ActivityGate({
    releases: { served: (id) => servedOf(source(id)) },
    keptOut: { isBlocked, foreignNamespace: () => null },
    ...{ sessions, clock },
  });
  const { draws, accounts, seeds, inviteCodes } = drawProcess({ ledger, gate, clock });
  const service = new ActivityService({
    gate,
    clock,
    servers: serversOf({ accounts, seeds, inviteCodes, shownDeliveries: nothingAsked }),
  });
  const explained = (visit: Parameters<typeof explain>[0]) =>
    explain(visit, {
      ...{ source: source(visit.activityId), sessions, kinds },
      access: {
        blocked: async (uid) => (isBlocked(uid) ? blockOfBob : null),
        namespaces: async () => ({ fixed: null, own: 'demo' }),
      },
      ...{ accounts: ledger, drawLog: ledger, pools: ledger, now: time.now },
    });
  return { ledger, time, state, service, draws, explained };
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
    isPaused: fc.constantFrom(false, false, false, true),
    bobIsBlocked: fc.constantFrom(false, false, true),
  }),
  { minLength: 1, maxLength: 25 },
);

const audiences: fc.Arbitrary<Audience | null> = fc.constantFrom(
  null,
  { kind: 'percent', percent: 50 },
  { kind: 'users', uids: ['bob'] },
  { kind: 'zones', zones: ['2000'] },
);

describe('explain', () => {
  it('agrees with static and draw, for any user, zone, time, release and state, and books nothing', async () => {
    await fc.assert(
      fc.asyncProperty(visits, audiences, async (list, audience) => {
        const { ledger, time, state, service, draws, explained } = world(audience);
        // In any order: the next machine's clock may be behind.
        for (const [index, { at, isPaused, bobIsBlocked, ...wanted }] of list.entries()) {
          time.now = at;
          state.isPaused = isPaused;
          state.bobIsBlocked = bobIsBlocked;
          const visit = { ...wanted, cookieToken: undefined };
          const before = (await ledger.book(visit.activityId)).logs;
          const { steps, ...outcome } = await explained(visit);
          expect((await ledger.book(visit.activityId)).logs).to.deep.equal(before);

          const visited = await service.visit(visit);
          expect(outcome.static).to.equal(visited.result.kind);
          expect(outcome.releaseNo).to.equal(visited.releaseNo);
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
    const { time, state, draws, explained } = world();
    const visit = (token: string | undefined) => ({
      activityId: 'zoned',
      token,
      cookieToken: undefined,
      dispatch: 'shake',
    });
    const checks = async (token?: string) =>
      (await explained(visit(token))).steps.map(({ check, passed }) => `${check}: ${passed}`);
    const before = ['activity: true', 'paused: true', 'login_needed: true', 'namespace: true'];
    expect(await checks()).to.deep.equal([...before, 'token: false']);
    expect(await checks('unknown')).to.deep.equal([...before, 'token: true', 'passport: false']);
    const known = [...before, 'token: true', 'passport: true', 'user_blocked: true'];
    expect(await checks('demo-ann@7')).to.deep.equal([...known, 'zone: false']);
    const inZone = [...known, 'zone: true', 'window: true'];
    expect(await checks('demo-bob@1000')).to.deep.equal([...inZone, 'chances: true', 'blocked: false']);
    for (const request of ['request-1', 'request-2']) await draws.draw(visit('demo-ann@1000'), request);
    expect(await checks('demo-ann@1000')).to.deep.equal([...inZone, 'chances: false']);
    state.bobIsBlocked = true;
    const { steps, ...outcome } = await explained(visit('demo-bob@1000'));
    expect(outcome).to.include({ static: 'user_blocked', draw: 'user_blocked' });
    expect(steps.at(-1)?.reason).to.deep.equal({
      ...{ code: 'user_blocked', by: 'Ann', why: 'sold accounts' },
      at: '1970-01-01T08:00:00+08:00',
    });
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

  it('names the release, the side of a rollout and why, where the user is known', async () => {
    const sideOf = async (audience: Audience | null, token?: string) => {
      const { releaseNo, side, steps } = await world(audience).explained({
        ...{ activityId: 'shake', token, cookieToken: undefined },
      });
      const step = steps.find(({ check }) => check === 'release');
      expect(step?.reason ?? null).to.deep.equal(side);
      return { releaseNo, side };
    };
    const numbers = { code: 'side', releaseNo: 1, candidateNo: 2 };
    expect(await sideOf(null, 'demo-ann')).to.deep.equal({ releaseNo: 1, side: null });
    const users = { kind: 'users', uids: ['bob', 'cid'] } as const;
    expect(await sideOf(users, 'demo-ann')).to.deep.equal({
      releaseNo: 1,
      side: { ...numbers, isCandidate: false, by: 'users', listed: 2 },
    });
    expect(await sideOf(users, 'demo-bob')).to.deep.equal({
      releaseNo: 2,
      side: { ...numbers, isCandidate: true, by: 'users', listed: 2 },
    });
    expect(await sideOf(users, undefined), 'nobody known').to.deep.equal({ releaseNo: 1, side: null });
    const place = placeOf('ann', 'shake');
    for (const percent of [place, place + 0.01]) {
      const { releaseNo, side } = await sideOf({ kind: 'percent', percent }, 'demo-ann');
      const isCandidate = percent > place;
      expect(releaseNo).to.equal(isCandidate ? 2 : 1);
      expect(side).to.deep.equal({ ...numbers, isCandidate, by: 'percent', percent, place });
    }
    expect((await sideOf({ kind: 'zones', zones: ['7'] }, 'demo-ann@7')).side).to.deep.equal({
      ...{ ...numbers, isCandidate: true, by: 'zones', zones: ['7'], zoneId: '7' },
    });
  });

  it('explains by the zones and the window of the release that the user gets', async () => {
    const { explained } = world({ kind: 'zones', zones: ['2000'] });
    const steps = async (zone: string) =>
      (await explained({ activityId: 'zoned', token: `demo-ann@${zone}`, cookieToken: undefined })).steps;
    const reasonOf = async (zone: string, check: string) =>
      (await steps(zone)).find((step) => step.check === check)?.reason;
    expect(await reasonOf('3000', 'zone')).to.deep.equal({ code: 'zone_not_listed', zones: ['1000'] });
    expect(await reasonOf('2000', 'window')).to.deep.include({ endsAt: '2026-11-12T00:00:00+08:00' });
    expect(await reasonOf('1000', 'window')).to.deep.include({ endsAt: '2026-11-13T00:00:00+08:00' });
  });

  it('ends at a pause, whoever asks', async () => {
    const { state, explained } = world();
    state.isPaused = true;
    for (const activityId of ['shake', 'open']) {
      const paused = await explained({ activityId, token: 'demo-ann', cookieToken: undefined });
      expect(paused).to.include({ static: 'paused', draw: 'paused', releaseNo: 1 });
      expect(paused.steps.map(({ check, passed }) => `${check}: ${passed}`)).to.deep.equal([
        ...['activity: true', 'paused: false'],
      ]);
    }
  });
});
