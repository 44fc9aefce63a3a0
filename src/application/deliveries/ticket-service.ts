import type { Activity } from '../../domain/activities/activity.ts';
import type { Result } from '../../domain/activities/result.ts';
import type { CounterWin, Redemptions } from '../../domain/deliveries/redemptions.ts';
import { isoInTimezone } from '../../domain/shared/local-time.ts';
import type { Timer } from '../../domain/shared/timer.ts';
import type { RateLimiter } from '../../domain/visitors/rate-limiter.ts';
import type { Reply } from '../activities/activity-service.ts';
import type { Accounts } from '../draws/accounts.ts';
import type { Drawers, DrawVisit } from '../draws/drawers.ts';
import type { MaybePromise } from '../shared/maybe-promise.ts';
import { AnswerDeadline } from './answer-deadline.ts';
import { Arrivals } from './arrivals.ts';
import type { CounterTickets } from './counter-tickets.ts';
import { RecordCalls } from './record-calls.ts';

/** What the winner's page shows as a QR code. */
export interface WinnersTicket {
  readonly ticket: string;
  /** ISO 8601, in the activity's time zone. */
  readonly expiresAt: string;
}

export interface TicketServiceDependencies {
  readonly drawers: Drawers;
  readonly accounts: Pick<Accounts, 'read'>;
  readonly tickets: CounterTickets;
  readonly redemptions: Pick<Redemptions, 'find'>;
  readonly rateLimiter: RateLimiter;
  readonly timer: Timer;
}

/** Gives winners tickets for the counter. */
export class TicketService {
  readonly #deps: TicketServiceDependencies;
  readonly #calls = new RecordCalls();
  readonly #arrivals: Arrivals<CounterWin>;

  constructor(deps: TicketServiceDependencies) {
    this.#deps = deps;
    this.#arrivals = new Arrivals(deps.timer);
  }

  /**
   * A ticket for the user's own win that waits at a counter; also after the end.
   * @throws DependencyError if something that is needed does not answer, or the win does not reach the record store
   */
  ticket(visit: DrawVisit, drawId: string): MaybePromise<Reply<WinnersTicket>> {
    const { drawers, timer } = this.#deps;
    const deadline = new AnswerDeadline(timer);
    return drawers.forUser(visit, 'any', (activity, { uid }) =>
      deadline.keep(this.#ticketFor(activity, uid, drawId)),
    );
  }

  async #ticketFor(activity: Activity, uid: string, drawId: string): Promise<Result<WinnersTicket>> {
    const permission = await this.#deps.rateLimiter.take(`${activity.id}:${uid}`);
    if (permission.kind === 'refused') {
      return { kind: 'too_many_draws', retryAfterSeconds: permission.retryAfterSeconds };
    }
    const win = await this.#findOwn(activity, uid, drawId);
    if (!win) return { kind: 'not_claimable', reason: 'no_such_win' };
    if (win.state === 'redeemed') return { kind: 'not_claimable', reason: 'already_sent' };
    if (win.state !== 'ready') return { kind: 'not_claimable', reason: 'no_such_win' };
    const { timezone } = this.#deps.drawers.detailsOf(activity).rules;
    const { text, expiresAt } = this.#deps.tickets.issue(activity.id, drawId);
    return { kind: 'served', data: { ticket: text, expiresAt: isoInTimezone(expiresAt, timezone) } };
  }

  /* A draw that was just made may be on its way to the record store. */
  async #findOwn(activity: Activity, uid: string, drawId: string): Promise<CounterWin | null> {
    const look = () => this.#calls.run(() => this.#deps.redemptions.find(activity.id, drawId));
    const isOnItsWay = () => this.#isWonAtCounter(activity, uid, drawId);
    const found =
      (await look()) ?? ((await isOnItsWay()) ? await this.#arrivals.of(activity.id, drawId, look) : null);
    return found?.uid === uid ? found : null;
  }

  /* By the account, which has it from the moment of the draw. */
  async #isWonAtCounter(activity: Activity, uid: string, drawId: string): Promise<boolean> {
    const { accounts, drawers } = this.#deps;
    const { draws } = await accounts.read(activity.id, uid);
    const win = draws.wins.find((each) => each.drawId === drawId);
    return drawers.detailsOf(activity).rules.prizes[win?.prizeId ?? '']?.delivery.by === 'counter';
  }
}
