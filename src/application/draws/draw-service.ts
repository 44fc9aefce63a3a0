import { type Activity, phaseAt, summaryOf } from '../../domain/activities/activity.ts';
import type { Result } from '../../domain/activities/result.ts';
import { decideDraw } from '../../domain/draws/decide-draw.ts';
import type { DrawLedger } from '../../domain/draws/draw-ledger.ts';
import type { DrawResult, DrawTelemetry } from '../../domain/draws/draw-telemetry.ts';
import { prizeTable } from '../../domain/draws/prize-table.ts';
import {
  afterDraw,
  type UserDrawInfo,
  type UserDraws,
  userDrawInfo,
} from '../../domain/draws/user-draw-info.ts';
import type { Clock } from '../../domain/shared/clock.ts';
import { DependencyError } from '../../domain/shared/dependency-error.ts';
import type { Identifiers } from '../../domain/shared/identifiers.ts';
import { isoInTimezone } from '../../domain/shared/local-time.ts';
import type { RateLimiter } from '../../domain/visitors/rate-limiter.ts';
import type { User } from '../../domain/visitors/user.ts';
import type { Reply } from '../activities/activity-service.ts';
import type { ActivityGate, Visit } from '../admission/activity-gate.ts';
import { closedWindow } from '../admission/closed-window.ts';
import { KeyedMutex } from '../shared/keyed-mutex.ts';
import { memoizeByRef } from '../shared/memoize-by-ref.ts';
import { type Draw, type Fairness, shownDraw } from './draw-results.ts';
import type { DrawsCapability } from './draws-capability.ts';
import { rulesVersion } from './rules-version.ts';
import type { Seeds } from './seeds.ts';
import { commitmentOf, TICKET_ALGORITHM, ticketOf } from './ticket.ts';

/** A visit to an activity of a kind that draws. */
export interface DrawVisit extends Visit {
  readonly dispatch: string;
}

export interface DrawServiceDependencies {
  readonly gate: ActivityGate;
  /** The capability of each kind that draws, by the kind's name. */
  readonly capabilities: ReadonlyMap<string, DrawsCapability>;
  readonly ledger: DrawLedger;
  readonly seeds: Seeds;
  readonly clock: Clock;
  readonly identifiers: Identifiers;
  /** Counts each user's draws in each activity. */
  readonly rateLimiter: RateLimiter;
  readonly telemetry?: DrawTelemetry;
}

/* Another process interferes between a read and its commit only as often as the same user draws there. */
const ATTEMPTS = 20;

const tableOf = memoizeByRef(prizeTable);

/** Prize draws, and what a user and the public may see of them. */
export class DrawService {
  readonly #deps: DrawServiceDependencies;
  /* One user's draws in this process run one after the other, so that they do not conflict. */
  readonly #perUser = new KeyedMutex();

  constructor(deps: DrawServiceDependencies) {
    this.#deps = deps;
  }

  /**
   * One prize draw. The same user with the same request id gets the same draw again, also after the end: the first
   * answer may have been lost. A repeat counts for the rate limit like any draw; a draw that the limit refuses loses
   * nothing.
   * @throws DependencyError if something that is needed does not answer; whether the draw was recorded shows a repeat
   */
  draw(visit: DrawVisit, requestId: string): Promise<Reply<Draw>> {
    return this.#forUser(visit, async (activity, user) => {
      const key = `${activity.id}:${user.uid}`;
      // Before the queue, so that too many requests do not keep it long.
      const permission = await this.#deps.rateLimiter.take(key);
      if (permission.kind === 'refused') {
        return { kind: 'too_many_draws', retryAfterSeconds: permission.retryAfterSeconds };
      }
      return this.#perUser.run(key, () => this.#drawFor(activity, user, requestId));
    });
  }

  /** The user's draw info; also before the start and after the end. */
  prizes(visit: DrawVisit): Promise<Reply<UserDrawInfo>> {
    const { ledger, clock } = this.#deps;
    return this.#forUser(visit, async (activity, { uid }) => {
      const { draws } = await ledger.read(activity.id, uid);
      return { kind: 'served', data: userDrawInfo(uid, draws, this.#detailsOf(activity), clock.now()) };
    });
  }

  /** The draw's commitment, and after the end its seed. Anyone may ask. */
  async fairness(activityId: string, dispatch: string): Promise<Result<Fairness>> {
    const { gate, seeds, clock } = this.#deps;
    const activity = gate.find(activityId, dispatch);
    if (!activity) return { kind: 'no_such_activity' };
    const now = clock.now();
    const ended = phaseAt(activity, now) === 'ended';
    const { secret, revealedAt } = ended
      ? await seeds.reveal(activityId, now)
      : await seeds.secret(activityId);
    const isRevealed = ended && revealedAt !== null;
    return {
      kind: 'served',
      data: {
        algorithm: TICKET_ALGORITHM,
        commitment: commitmentOf(secret),
        seed: isRevealed ? secret : null,
        revealedAt: isRevealed ? isoInTimezone(revealedAt, this.#detailsOf(activity).rules.timezone) : null,
      },
    };
  }

  async #forUser<Data>(
    visit: DrawVisit,
    work: (activity: Activity, user: User) => Promise<Result<Data>>,
  ): Promise<Reply<Data>> {
    const { gate, clock } = this.#deps;
    const admission = await gate.admit(visit, { window: 'any' });
    if (admission.kind === 'rejected') return admission;
    const { activity, user, tokenState } = admission;
    // An activity that needs no login has no user to record a draw for.
    const result: Result<Data> = user
      ? await work(activity, user)
      : { kind: 'not_logged_in', summary: summaryOf(activity, clock.now()) };
    return { result, tokenState };
  }

  async #drawFor(activity: Activity, { uid }: User, requestId: string): Promise<Result<Draw>> {
    const { ledger, clock, seeds } = this.#deps;
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const { draws, booked } = await ledger.read(activity.id, uid, requestId);
      const now = clock.now();
      if (booked) {
        this.#count(activity, 'replayed');
        const data = shownDraw(this.#detailsOf(activity), uid, booked, draws, { replayed: true, now });
        return { kind: 'served', data };
      }
      const refusal = closedWindow(activity, now);
      if (refusal) {
        this.#count(activity, 'refused');
        return refusal;
      }
      const result = await this.#tryDraw(activity, uid, requestId, draws, now);
      if (result) return result;
      seeds.forget(activity.id);
    }
    throw new DependencyError('draw ledger', `an account kept changing for ${ATTEMPTS} attempts`);
  }

  /* `null` where the commit conflicts: the account has changed since it was read, or the seed is not the secret one. */
  async #tryDraw(
    activity: Activity,
    uid: string,
    requestId: string,
    draws: UserDraws,
    now: number,
  ): Promise<Result<Draw> | null> {
    const { ledger, seeds, identifiers } = this.#deps;
    const { id: activityId, startsAt, endsAt } = activity;
    const details = this.#detailsOf(activity);
    const seed = await seeds.secret(activityId);
    const table = tableOf(details);
    const drawNo = draws.drawNo + 1;
    const ticket = ticketOf(seed.secret, { activityId, drawNo, uid }, table.denominator);
    const decision = decideDraw({ details, startsAt, endsAt }, table, uid, draws, ticket, now);
    if (!decision) {
      this.#count(activity, 'refused');
      return { kind: 'no_chance', summary: summaryOf(activity, now) };
    }
    const { day, candidates } = decision;
    const drawId = identifiers.next();
    const rules = rulesVersion(activity);
    const commit = {
      activityId,
      uid,
      requestId,
      drawId,
      draws,
      seedNo: seed.no,
      rules,
      day,
      at: now,
      candidates,
    };
    const committed = await ledger.commit(commit);
    if (committed.kind === 'conflict') return null;
    const { prizeId } = committed;
    this.#count(activity, prizeId === null ? 'nothing' : 'won', prizeId);
    const after = afterDraw(draws, { drawId, prizeId, day, at: now });
    const booked = { drawId, drawNo, prizeId };
    return { kind: 'served', data: shownDraw(details, uid, booked, after, { replayed: false, now }) };
  }

  #detailsOf(activity: Activity): ReturnType<DrawsCapability['detailsOf']> {
    const capability = this.#deps.capabilities.get(activity.dispatch);
    if (!capability) throw new Error(`activities of the kind "${activity.dispatch}" have no draws`);
    return capability.detailsOf(activity);
  }

  #count(activity: Activity, result: DrawResult, prizeId: string | null = null): void {
    this.#deps.telemetry?.drawn(activity.id, result, prizeId);
  }
}
