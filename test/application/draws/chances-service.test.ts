import { expect } from 'chai';
import fc from 'fast-check';
import sinon from 'sinon';
import { MemoryConfigRepository } from '../../../src/adapters/memory/memory-config-repository.ts';
import { MemoryDrawLedger } from '../../../src/adapters/memory/memory-draw-ledger.ts';
import { memoryRateLimiter } from '../../../src/adapters/rate-limiter-flexible/flexible-rate-limiter.ts';
import { ActivityGate } from '../../../src/application/admission/activity-gate.ts';
import type { Claim } from '../../../src/application/draws/chances-service.ts';
import { kindReadings } from '../../../src/application/kinds/kinds.ts';
import { DependencyError } from '../../../src/domain/shared/dependency-error.ts';
import type { RateLimiter } from '../../../src/domain/visitors/rate-limiter.ts';
import { demoSessions } from '../../support/demo-sessions.ts';
import { type DrawProcess, drawProcess } from '../../support/draw-process.ts';
import { lostAndAccepted } from '../../support/lost-ledger.ts';

const noon = Date.parse('2026-11-11T12:00:00+08:00');
const DAY_MS = 24 * 3_600_000;
const earn = { sign_in: { per_day: 1 }, share: { per_day: 2 }, invite: { each: 2, total: 3 } };
const fileWith = (chances: object) => ({
  dispatch: 'shake',
  is_login_user: true,
  starts_at: '2026-11-11T00:00:00+08:00',
  ends_at: '2026-11-20T00:00:00+08:00',
  prizes: [{ id: 'car', name: '汽车' }],
  rules: { chances },
});

describe('earned chances', () => {
  let ledger: MemoryDrawLedger;
  let now: number;
  let file: object;
  let requests = 0;

  beforeEach(() => {
    ledger = new MemoryDrawLedger();
    now = noon;
    file = fileWith({ per_day: 1, earn });
  });
  afterEach(() => sinon.restore());

  function service(rateLimiter?: RateLimiter): DrawProcess {
    const clock = { now: () => now };
    const configs = new MemoryConfigRepository({ a1: file }, kindReadings);
    const sessions = demoSessions();
    const gate = new ActivityGate({ releases: configs, sessions, clock });
    return drawProcess({ ledger, gate, clock, ...(rateLimiter && { rateLimiter }) });
  }

  const visitOf = (uid: string) => ({
    activityId: 'a1',
    token: `demo-${uid}`,
    cookieToken: undefined,
    dispatch: 'shake',
  });
  // biome-ignore lint/suspicious/noExplicitAny: an answer of any form
  async function claim(from: DrawProcess, uid: string, asked: Claim): Promise<any> {
    const { result } = await from.chances.earn(visitOf(uid), asked);
    return result.kind === 'served' ? result.data : result.kind;
  }
  async function draw(from: DrawProcess, uid: string): Promise<string> {
    return (await from.draws.draw(visitOf(uid), `request-${requests++}`)).result.kind;
  }
  async function infoOf(from: DrawProcess, uid: string) {
    const { result } = await from.draws.prizes(visitOf(uid));
    if (result.kind !== 'served') throw new Error(result.kind);
    return result.data.userDrawInfo;
  }
  const codeOf = async (from: DrawProcess, uid: string) => (await infoOf(from, uid)).inviteCode ?? '';
  const earnings = async () => {
    const kinds: string[] = [];
    for await (const batch of ledger.entries('a1', 'root', 0, 1e6)) {
      for (const entry of batch) if (entry.kind === 'earning') kinds.push(`${entry.uid} ${entry.key}`);
    }
    return kinds;
  };

  it('gives a chance for signing in, once a day', async () => {
    const process = service();
    const earned = await claim(process, 'ann', { source: 'sign_in' });
    expect(earned).to.have.property('chances', 1);
    expect(earned.userDrawInfo).to.deep.include({ chancesLeft: 2, earnedLeft: 1 });
    expect(await claim(process, 'ann', { source: 'sign_in' })).to.equal('already_earned');
    now += DAY_MS;
    expect(await claim(process, 'ann', { source: 'sign_in' })).to.have.property('chances', 1);
    expect(await earnings()).to.deep.equal(['ann sign_in:2026-11-11', 'ann sign_in:2026-11-12']);
  });

  it('uses them after those of the day, and keeps them for later days', async () => {
    const process = service();
    await claim(process, 'ann', { source: 'sign_in' });
    await claim(process, 'ann', { source: 'share' });
    expect(await draw(process, 'ann')).to.equal('served');
    expect(await infoOf(process, 'ann')).to.deep.include({ chancesLeft: 2, earnedLeft: 2 });
    expect(await draw(process, 'ann')).to.equal('served');
    now += DAY_MS;
    expect(await infoOf(process, 'ann')).to.deep.include({ chancesLeft: 2, earnedLeft: 1 });
    expect([await draw(process, 'ann'), await draw(process, 'ann')]).to.deep.equal(['served', 'served']);
    expect(await draw(process, 'ann')).to.equal('no_chance');
  });

  it('gives them on top of a total of daily chances', async () => {
    file = fileWith({ per_day: 1, total: 1, earn });
    const process = service();
    await draw(process, 'ann');
    now += DAY_MS;
    expect(await draw(process, 'ann')).to.equal('no_chance');
    await claim(process, 'ann', { source: 'sign_in' });
    expect(await draw(process, 'ann')).to.equal('served');
    expect(await draw(process, 'ann')).to.equal('no_chance');
  });

  it('lets a user draw at once who was granted a chance by another process', async () => {
    const [one, other] = [service(), service()];
    await draw(one, 'ann');
    expect(await draw(one, 'ann')).to.equal('no_chance');
    await claim(other, 'ann', { source: 'sign_in' });
    expect(await draw(one, 'ann')).to.equal('served');
  });

  it('caps what a page claims of sharing, and says how often it still counts', async () => {
    const process = service();
    const left = async () =>
      (await infoOf(process, 'ann')).ways.find(({ source }) => source === 'share')?.left;
    expect(await left()).to.equal(2);
    for (const expected of [1, 0]) {
      await claim(process, 'ann', { source: 'share' });
      expect(await left()).to.equal(expected);
    }
    expect(await claim(process, 'ann', { source: 'share' })).to.equal('already_earned');
    const claims = await Promise.all(
      Array.from({ length: 50 }, () => claim(service(), 'bob', { source: 'share' })),
    );
    // Claims that are made at once may be one claim that was sent again.
    expect(claims.filter((each) => each !== 'already_earned').length).to.be.within(1, 2);
  });

  it('gives nothing that the activity does not offer, outside its window, or too often', async () => {
    file = fileWith({ per_day: 1, earn: { share: { per_day: 1 } } });
    const process = service();
    expect(await claim(process, 'ann', { source: 'sign_in' })).to.equal('not_offered');
    expect(await claim(process, 'ann', { from: 'x'.repeat(20) })).to.equal('not_offered');
    expect((await infoOf(process, 'ann')).inviteCode).to.equal(null);
    now = Date.parse('2026-11-20T00:00:00+08:00');
    expect(await claim(process, 'ann', { source: 'share' })).to.equal('ended');
    now = noon;
    const limited = service(memoryRateLimiter({ uses: 1, windowSeconds: 60 }));
    await draw(limited, 'ann');
    expect(await claim(limited, 'ann', { source: 'share' })).to.equal('too_many_draws');
  });

  describe('by invitations', () => {
    it('go to the inviter, once for each friend, up to the total', async () => {
      const process = service();
      const from = await codeOf(process, 'ann');
      for (const friend of ['bob', 'cat', 'dan']) {
        expect(await claim(process, friend, { from })).to.have.property('chances', 0);
        expect(await claim(process, friend, { from })).to.equal('already_earned');
      }
      expect(await infoOf(process, 'ann')).to.deep.include({ earnedLeft: 6 });
      expect(await claim(process, 'eve', { from })).to.equal('already_earned');
      expect((await ledger.read('a1', 'eve')).draws.helped, 'eve may still help another').to.equal(null);
      expect(await ledger.openHelps('a1')).to.deep.equal([]);
    });

    it('count for one inviter a friend, and not for oneself', async () => {
      const process = service();
      const [ann, cat] = [await codeOf(process, 'ann'), await codeOf(process, 'cat')];
      await claim(process, 'bob', { from: ann });
      expect(await claim(process, 'bob', { from: cat })).to.equal('already_earned');
      expect(await claim(process, 'ann', { from: ann })).to.equal('not_offered');
      expect(await infoOf(process, 'cat')).to.deep.include({ earnedLeft: 0 });
    });

    it('are finished by a repeat, or by any process later, where one ended in between', async () => {
      file = fileWith({ per_day: 1, earn: { invite: { each: 2, total: 9 } } });
      const process = service();
      const from = await codeOf(process, 'ann');
      for (const step of ['earn', 'closeHelp'] as const) {
        const dead = sinon.stub(ledger, step).rejects(new DependencyError('draw ledger', 'killed'));
        for (const friend of [`repeats-${step}`, `never-comes-back-${step}`]) {
          const fault = await claim(service(), friend, { from }).catch((error: Error) => error);
          expect(fault).to.be.instanceOf(DependencyError);
        }
        dead.restore();
        expect(await claim(service(), `repeats-${step}`, { from })).to.equal('already_earned');
        if (step === 'earn') expect(await infoOf(process, 'ann')).to.deep.include({ earnedLeft: 2 });
      }
      expect(await ledger.openHelps('a1')).to.have.length(2);
      const activity = new MemoryConfigRepository({ a1: file }, kindReadings).find('a1');
      if (!activity) throw new Error('not valid');
      await process.invitations.finishLeftBehind(activity);
      expect(await ledger.openHelps('a1'), 'perhaps still under way').to.have.length(2);
      now += 5000;
      await Promise.all([
        process.invitations.finishLeftBehind(activity),
        service().invitations.finishLeftBehind(activity),
      ]);
      expect(await ledger.openHelps('a1')).to.have.length(0);
      const friends = (await earnings()).map((each) => each.split('invite:')[1]);
      expect(friends).to.have.members(
        ['earn', 'closeHelp'].flatMap((step) => [`repeats-${step}`, `never-comes-back-${step}`]),
      );
    });

    it('count once for 2,000 friends who come twice at once', async () => {
      file = fileWith({ per_day: 0, earn: { invite: { each: 1, total: 1500 } } });
      const processes = [service(), service()];
      const from = await codeOf(processes[0] as DrawProcess, 'ann');
      const friends = Array.from({ length: 2000 }, (_, index) => `friend-${index}`);
      const results = await Promise.all(
        friends.flatMap((friend) => processes.map((process) => claim(process, friend, { from }))),
      );
      expect((await ledger.read('a1', 'ann')).draws).to.include({ earned: 1500, invited: 1500 });
      expect(new Set(await earnings()).size).to.equal(1500);
      expect(results.filter((each) => each !== 'already_earned').length).to.be.at.least(1500);
      expect(await ledger.openHelps('a1')).to.deep.equal([]);
    });

    it('never count twice, nor get lost, whichever steps die', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 30 }), async (deaths) => {
          ledger = new MemoryDrawLedger();
          now = noon;
          file = fileWith({ per_day: 0, earn: { invite: { each: 1, total: 100 } } });
          const process = service();
          const from = await codeOf(process, 'ann');
          const left = [...deaths];
          for (const step of ['help', 'earn', 'closeHelp'] as const) {
            const real = ledger[step].bind(ledger) as (...args: unknown[]) => Promise<unknown>;
            // Before the step, after it, or not at all.
            sinon.stub(ledger, step).callsFake((async (...args: unknown[]) => {
              const death = left.shift() ?? 2;
              if (death === 0) throw new DependencyError('draw ledger', 'killed before');
              const result = await real(...args);
              if (death === 1) throw new DependencyError('draw ledger', 'killed after');
              return result;
            }) as never);
          }
          const friends = ['bob', 'cat', 'dan'];
          for (const friend of friends) await claim(service(), friend, { from }).catch(() => {});
          left.length = 0;
          for (const friend of friends) await claim(service(), friend, { from });
          sinon.restore();
          expect((await ledger.read('a1', 'ann')).draws).to.include({ earned: 3, invited: 3 });
          expect(await earnings()).to.have.length(3);
        }),
        { numRuns: 200 },
      );
    });
  });

  it('are earned under rules that the ledger has, with its invitations, after it has lost what it had', async () => {
    const [process, idle, pages] = [service(), service(), service()];
    for (const each of [process, idle]) await claim(each, 'ann', { source: 'share' });
    const before = await codeOf(process, 'ann');
    expect(await codeOf(pages, 'ann')).to.equal(before);
    const fresh = lostAndAccepted(ledger);
    expect(await claim(process, 'ann', { source: 'share' })).to.deep.include({ chances: 1 });
    expect(await fresh.rules('a1')).to.have.length(1);
    const code = await codeOf(process, 'ann');
    expect(code).to.not.equal(before);
    expect(await claim(service(), 'bob', { from: code })).to.deep.include({ chances: 0 });
    expect((await fresh.read('a1', 'ann')).draws).to.deep.include({ earned: 3, invited: 1 });
    // It has the lost key until it learns of the loss.
    expect(await claim(idle, 'cat', { from: code })).to.equal('not_offered');
    expect(await claim(idle, 'cat', { source: 'share' })).to.deep.include({ chances: 1 });
    expect(await claim(idle, 'cat', { from: code })).to.deep.include({ chances: 0 });
  });
});
