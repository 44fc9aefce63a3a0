import { expect } from 'chai';
import sinon from 'sinon';
import { CounterTickets } from '../../../src/application/deliveries/counter-tickets.ts';
import { TicketService } from '../../../src/application/deliveries/ticket-service.ts';
import type { Drawers } from '../../../src/application/draws/drawers.ts';
import type { CounterWin } from '../../../src/domain/deliveries/redemptions.ts';
import { NO_DRAWS } from '../../../src/domain/draws/account.ts';
import { DependencyError } from '../../../src/domain/shared/dependency-error.ts';
import { seededVault } from '../../support/test-vault.ts';
import { VirtualTime } from '../../support/virtual-time.ts';

const DRAW = '0b4c6a3e-6a1f-4f0e-9a55-0c9f6e1d2a3b';
const clock = { now: () => 1_764_000_000_000 };
const own: CounterWin = {
  activityId: 'tea',
  drawId: DRAW,
  uid: 'ann',
  name: '奶茶一杯',
  image: null,
  state: 'ready',
  redemption: null,
};
const rules = {
  timezone: 'Asia/Shanghai',
  prizes: { cup: { delivery: { by: 'counter' } }, card: { delivery: { by: 'code' } } },
};

describe('TicketService', () => {
  const visit = { activityId: 'tea' } as never;
  const tickets = new CounterTickets(seededVault(), clock);

  /** @param found what the store has, poll after poll; the last for good */
  function service(
    found: readonly (CounterWin | undefined | Promise<CounterWin>)[],
    { won = [], permission = { kind: 'granted' } }: { won?: readonly string[]; permission?: unknown } = {},
  ) {
    const timer = new VirtualTime(clock.now());
    let poll = 0;
    const made = new TicketService({
      drawers: {
        forUser: async (
          _visit: never,
          window: string,
          work: (activity: object, user: object) => unknown,
        ) => ({
          window,
          result: await work({ id: 'tea' }, { uid: 'ann' }),
        }),
        detailsOf: () => ({ prizes: [], rules }),
      } as unknown as Drawers,
      accounts: {
        read: async () => ({
          draws: {
            ...NO_DRAWS,
            wins: won.map((prizeId) => ({ drawId: DRAW, prizeId, unit: 1, wonAt: 0 })),
          },
          booked: null,
        }),
      },
      tickets,
      redemptions: { find: async () => found[Math.min(poll++, found.length - 1)] },
      rateLimiter: { take: () => permission as never },
      timer,
    });
    const ask = async () => {
      const answer = Promise.resolve(made.ticket(visit, DRAW));
      let isAnswered = false;
      const noted = answer
        .catch(() => {})
        .then(() => {
          isAnswered = true;
        });
      await timer.pass(10_000, () => isAnswered);
      await noted;
      return (await answer) as never as { result: object };
    };
    return { ask, timer, looks: () => poll };
  }

  it('gives a ticket for the user’s own win that is ready, also outside the window', async () => {
    const reply = await service([own]).ask();
    const { text } = tickets.issue('tea', DRAW);
    expect(reply).to.deep.equal({
      window: 'any',
      result: { kind: 'served', data: { ticket: text, expiresAt: '2025-11-25T00:05:00+08:00' } },
    });
  });

  it('gives none for another’s win, a redeemed one, one in another state, and one that is not there', async () => {
    const cases: [found: CounterWin | undefined, reason: string][] = [
      [{ ...own, uid: 'bob' }, 'no_such_win'],
      [{ ...own, state: 'redeemed', redemption: { at: 1, place: '店' } }, 'already_sent'],
      [{ ...own, state: 'failed' }, 'no_such_win'],
      [undefined, 'no_such_win'],
    ];
    for (const [found, reason] of cases) {
      const { ask, looks } = service([found]);
      expect((await ask()).result).to.deep.equal({ kind: 'not_claimable', reason });
      expect(looks()).to.equal(1);
    }
  });

  it('waits for a win that the account has and the record store has not yet', async () => {
    const { ask, looks } = service([undefined, undefined, own], { won: ['cup'] });
    expect((await ask()).result).to.deep.include({ kind: 'served' });
    expect(looks()).to.equal(3);
  });

  it('gives up after two seconds, as a fault', async () => {
    const { ask, timer } = service([undefined], { won: ['cup'] });
    expect(await ask().catch((error: unknown) => error)).to.be.instanceOf(DependencyError);
    expect(timer.elapsed()).to.be.within(2000, 2200);
  });

  it('leaves a record store alone that hangs, but for two calls, and answers in time', async () => {
    const timers = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const { ask, looks } = service([new Promise(() => {})]);
      const outcomes = Array.from({ length: 20 }, () => ask().catch((error: unknown) => error));
      await timers.tickAsync(1500);
      for (const error of await Promise.all(outcomes)) expect(error).to.be.instanceOf(DependencyError);
      expect(looks()).to.equal(2);
      expect(await ask().catch(String)).to.match(/2 calls are under way/);
      expect(looks()).to.equal(2);
    } finally {
      timers.restore();
    }
  });

  it('does not wait for a win of another method', async () => {
    const { ask, looks } = service([undefined], { won: ['card'] });
    expect((await ask()).result).to.deep.equal({ kind: 'not_claimable', reason: 'no_such_win' });
    expect(looks()).to.equal(1);
  });

  it('is under the user’s limit', async () => {
    const { ask } = service([own], { permission: { kind: 'refused', retryAfterSeconds: 7 } });
    expect((await ask()).result).to.deep.equal({ kind: 'too_many_draws', retryAfterSeconds: 7 });
  });
});
