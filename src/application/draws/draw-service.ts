import { type Activity, phaseAt, summaryOf } from '../../domain/activities/activity.ts';
import type { Result } from '../../domain/activities/result.ts';
import { decideDraw } from '../../domain/draws/decide-draw.ts';
import type { BookedDraw, DrawLedger } from '../../domain/draws/draw-ledger.ts';
import { prizeTable } from '../../domain/draws/prize-table.ts';
import type { ShakeDetails } from '../../domain/draws/shake.ts';
import { afterDraw, type UserDraws, userDrawInfo } from '../../domain/draws/user-draw-info.ts';
import type { Clock } from '../../domain/shared/clock.ts';
import { DependencyError } from '../../domain/shared/dependency-error.ts';
import type { Identifiers } from '../../domain/shared/identifiers.ts';
import { isoInTimezone } from '../../domain/shared/local-time.ts';
import type { DrawResult, DrawTelemetry } from '../../domain/shared/telemetry.ts';
import type { RateLimiter } from '../../domain/visitors/rate-limiter.ts';
import type { User } from '../../domain/visitors/user.ts';
import type { Reply } from '../activities/activity-service.ts';
import type { ActivityGate, Visit } from '../admission/activity-gate.ts';
import { jsonPieces } from '../shared/json-pieces.ts';
import { KeyedMutex } from '../shared/keyed-mutex.ts';
import { memoizeByRef } from '../shared/memoize-by-ref.ts';
import { rulesVersion } from './rules-version.ts';
import type { Seeds } from './seeds.ts';
import { commitmentOf, TICKET_ALGORITHM, ticketOf } from './ticket.ts';

export interface DrawServiceDependencies {
  readonly gate: ActivityGate;
  readonly ledger: DrawLedger;
  readonly seeds: Seeds;
  readonly clock: Clock;
  readonly identifiers: Identifiers;
  /** Counts each user's draws in each activity. */
  readonly rateLimiter: RateLimiter;
  readonly telemetry?: DrawTelemetry;
}

/* Another process can come in between a reading and its booking only as often as the same user draws there. */
const ATTEMPTS = 20;

const tableOf = memoizeByRef((activity: Activity<ShakeDetails>) => prizeTable(activity.details));

/** Prize draws, and what a user and the public may know of them. */
export class DrawService {
  readonly #deps: DrawServiceDependencies;
  /* One user's draws in this process queue up, so that they do not make one another stale. */
  readonly #perUser = new KeyedMutex();

  constructor(deps: DrawServiceDependencies) {
    this.#deps = deps;
  }

  /**
   * One prize draw. The same user with the same request id gets the same draw again, also when the activity
   * has ended meanwhile: the first answer may have been lost. Asking again counts for the rate limit as any
   * draw does; whoever is refused by it loses nothing by asking later.
   * @throws DependencyError if something needed is away; whether the draw was booked is told by asking again
   */
  draw(visit: Visit, requestId: string): Promise<Reply> {
    return this.#forUser(visit, async (activity, user) => {
      const key = `${activity.id}:${user.uid}`;
      // Before the queue: what comes too often is not to keep it long.
      const permission = await this.#deps.rateLimiter.take(key);
      if (permission.kind === 'refused') {
        return { kind: 'too_many_draws', retryAfterSeconds: permission.retryAfterSeconds };
      }
      return this.#perUser.run(key, () => this.#drawFor(activity, user, requestId));
    });
  }

  /** The user's draw info; also before the start and after the end. */
  prizes(visit: Visit): Promise<Reply> {
    const { ledger, clock } = this.#deps;
    return this.#forUser(visit, async (activity, { uid }) => {
      const { draws } = await ledger.read(activity.id, uid);
      return { kind: 'served', data: jsonPieces(userDrawInfo(uid, draws, activity.details, clock.now())) };
    });
  }

  /** The draw's commitment, and after the end its seed. Anyone may ask. */
  async fairness(activityId: string): Promise<Result> {
    const { gate, seeds, clock } = this.#deps;
    const activity = gate.find(activityId, 'shake') as Activity<ShakeDetails> | undefined;
    if (!activity) return { kind: 'no_such_activity' };
    const now = clock.now();
    const ended = phaseAt(activity, now) === 'ended';
    const { secret, revealedAt } = ended
      ? await seeds.reveal(activityId, now)
      : await seeds.secret(activityId);
    const told = ended && revealedAt !== null;
    return {
      kind: 'served',
      data: jsonPieces({
        algorithm: TICKET_ALGORITHM,
        commitment: commitmentOf(secret),
        seed: told ? secret : null,
        revealed_at: told ? isoInTimezone(revealedAt, activity.details.rules.timezone) : null,
      }),
    };
  }

  async #forUser(
    visit: Visit,
    work: (activity: Activity<ShakeDetails>, user: User) => Promise<Result>,
  ): Promise<Reply> {
    const admission = await this.#deps.gate.admit({ ...visit, dispatch: 'shake' });
    if (admission.kind === 'turned_away') return admission;
    const { user, tokenState } = admission;
    const activity = admission.activity as Activity<ShakeDetails>;
    // An activity that needs no login has nobody to book a draw for.
    if (!user)
      return {
        outcome: { kind: 'not_logged_in', summary: summaryOf(activity, this.#deps.clock.now()) },
        tokenState,
      };
    return { outcome: await work(activity, user), tokenState };
  }

  async #drawFor(activity: Activity<ShakeDetails>, { uid }: User, requestId: string): Promise<Result> {
    const { ledger, seeds, clock, identifiers, telemetry } = this.#deps;
    const tell = (result: DrawResult, prizeId: string | null = null) =>
      telemetry?.drawn(activity.id, result, prizeId);
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const { draws, booked } = await ledger.read(activity.id, uid, requestId);
      const now = clock.now();
      if (booked) {
        tell('replayed');
        return drawn(activity, uid, booked, draws, true, now);
      }
      const phase = phaseAt(activity, now);
      if (phase !== 'running') {
        tell('refused');
        return { kind: phase, summary: summaryOf(activity, now) };
      }

      const seed = await seeds.secret(activity.id);
      const table = tableOf(activity);
      const drawNo = draws.drawNo + 1;
      const ticket = ticketOf(seed.secret, { activityId: activity.id, drawNo, uid }, table.denominator);
      const decision = decideDraw(activity, table, uid, draws, ticket, now);
      if (!decision) {
        tell('refused');
        return { kind: 'no_chance', summary: summaryOf(activity, now) };
      }

      const { day, candidates } = decision;
      const drawId = identifiers.next();
      const rules = rulesVersion(activity);
      const order = {
        activityId: activity.id,
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
      const result = await ledger.commit(order);
      if (result.kind === 'committed') {
        const { prizeId } = result;
        tell(prizeId === null ? 'nothing' : 'won', prizeId);
        const after = afterDraw(draws, { drawId, prizeId, day, at: now });
        return drawn(activity, uid, { drawId, drawNo, prizeId }, after, false, now);
      }
      seeds.forget(activity.id);
    }
    throw new DependencyError('draw ledger', `an account kept changing for ${ATTEMPTS} attempts`);
  }
}

function drawn(
  activity: Activity<ShakeDetails>,
  uid: string,
  { drawId, drawNo, prizeId }: BookedDraw,
  draws: UserDraws,
  replayed: boolean,
  now: number,
): Result {
  const prize = activity.details.prizes.find(({ id }) => id === prizeId);
  return {
    kind: 'served',
    data: jsonPieces({
      draw_id: drawId,
      draw_no: drawNo,
      won: prizeId !== null,
      replayed,
      // A prize taken out of the file since is still the winner's.
      prize:
        prizeId === null ? null : { id: prizeId, name: prize?.name ?? prizeId, image: prize?.image ?? null },
      user_draw_info: userDrawInfo(uid, draws, activity.details, now),
    }),
  };
}
