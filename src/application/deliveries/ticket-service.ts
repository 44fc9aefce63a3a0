import type { Activity } from '../../domain/activities/activity.ts';
import type { Result } from '../../domain/activities/result.ts';
import type { CounterWin, Redemptions } from '../../domain/deliveries/redemptions.ts';
import { DependencyError } from '../../domain/shared/dependency-error.ts';
import { isoInTimezone } from '../../domain/shared/local-time.ts';
import type { RateLimiter } from '../../domain/visitors/rate-limiter.ts';
import type { Reply } from '../activities/activity-service.ts';
import type { Accounts } from '../draws/accounts.ts';
import type { Drawers, DrawVisit } from '../draws/drawers.ts';
import { andThen, type MaybePromise } from '../shared/maybe-promise.ts';
import type { CounterTickets } from './counter-tickets.ts';

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
  /** For tests: waits for so many milliseconds. */
  readonly pause?: (ms: number) => Promise<unknown>;
}

/* A win reaches the record store within half a second. A visitor who waits for longer is better told to try again. */
const POLL_MS = 200;
const POLLS = 10;

/** Gives winners tickets for the counter. */
export class TicketService {
  readonly #deps: TicketServiceDependencies;

  constructor(deps: TicketServiceDependencies) {
    this.#deps = deps;
  }

  /**
   * A ticket for the user's own win that waits at a counter; also after the end.
   * @throws DependencyError if something that is needed does not answer, or the win does not reach the record store
   */
  ticket(visit: DrawVisit, drawId: string): MaybePromise<Reply<WinnersTicket>> {
    const { drawers, rateLimiter } = this.#deps;
    return drawers.forUser(visit, 'any', (activity, { uid }) =>
      andThen(
        rateLimiter.take(`${activity.id}:${uid}`),
        (permission): MaybePromise<Result<WinnersTicket>> => {
          if (permission.kind === 'refused') {
            return { kind: 'too_many_draws', retryAfterSeconds: permission.retryAfterSeconds };
          }
          return this.#ticketFor(activity, uid, drawId);
        },
      ),
    );
  }

  async #ticketFor(activity: Activity, uid: string, drawId: string): Promise<Result<WinnersTicket>> {
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
    const { redemptions, pause = sleep } = this.#deps;
    for (let poll = 0; poll <= POLLS; poll++) {
      const found = await redemptions.find(activity.id, drawId);
      if (found) return found.uid === uid ? found : null;
      if (poll === 0 && !(await this.#isWonAtCounter(activity, uid, drawId))) return null;
      await pause(POLL_MS);
    }
    throw new DependencyError('record store', 'a win has not reached it yet');
  }

  /* By the account, which has it from the moment of the draw. */
  async #isWonAtCounter(activity: Activity, uid: string, drawId: string): Promise<boolean> {
    const { accounts, drawers } = this.#deps;
    const { draws } = await accounts.read(activity.id, uid);
    const win = draws.wins.find((each) => each.drawId === drawId);
    return drawers.detailsOf(activity).rules.prizes[win?.prizeId ?? '']?.delivery.by === 'counter';
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
