import { type Activity, summaryOf } from '../../domain/activities/activity.ts';
import type { Refusal, Result } from '../../domain/activities/result.ts';
import { afterDraw, LATEST_WINS, type UserDraws, winCount, withWin } from '../../domain/draws/account.ts';
import { type DrawDecision, decideDraw } from '../../domain/draws/decide-draw.ts';
import type {
  Account,
  BookedDraw,
  DrawCommit,
  DrawLedger,
  Seed,
  WinList,
} from '../../domain/draws/draw-ledger.ts';
import type { DrawResult, DrawTelemetry } from '../../domain/draws/draw-telemetry.ts';
import { prizeTable } from '../../domain/draws/prize-table.ts';
import { type UserDrawInfo, wonPrize } from '../../domain/draws/user-draw-info.ts';
import type { Clock } from '../../domain/shared/clock.ts';
import { DependencyError } from '../../domain/shared/dependency-error.ts';
import type { Identifiers } from '../../domain/shared/identifiers.ts';
import type { RateLimiter } from '../../domain/visitors/rate-limiter.ts';
import type { User } from '../../domain/visitors/user.ts';
import type { Reply } from '../activities/activity-service.ts';
import { closedWindow } from '../admission/closed-window.ts';
import { KeyedMutex } from '../shared/keyed-mutex.ts';
import { memoizeByRef } from '../shared/memoize-by-ref.ts';
import type { Accounts } from './accounts.ts';
import { type Draw, type PrizesPage, shownDraw } from './draw-results.ts';
import type { Drawers, DrawVisit } from './drawers.ts';
import type { RulesChain } from './rules-chain.ts';
import type { Seeds } from './seeds.ts';
import { offersInvitations, shownInfo } from './shown-info.ts';
import { ticketOf } from './ticket.ts';

export interface DrawServiceDependencies {
  readonly drawers: Drawers;
  readonly ledger: Pick<DrawLedger, 'commit'> & WinList;
  readonly accounts: Accounts;
  readonly seeds: Seeds;
  readonly rules: RulesChain;
  readonly clock: Clock;
  readonly identifiers: Identifiers;
  /** Counts each user's draws in each activity. */
  readonly rateLimiter: RateLimiter;
  readonly telemetry?: DrawTelemetry;
}

/* Another process interferes between two attempts only as often as the same user draws there. */
const ATTEMPTS = 20;

const tableOf = memoizeByRef(prizeTable);

/** One draw that is under way. */
interface Attempt {
  readonly activity: Activity;
  readonly uid: string;
  readonly requestId: string;
  readonly draws: UserDraws;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

interface Decided {
  readonly decision: DrawDecision;
  readonly seed: Seed;
}

/** Prize draws, and the prizes that users have won. */
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
    const { drawers, rateLimiter } = this.#deps;
    return drawers.forUser(visit, async (activity, user) => {
      const key = `${activity.id}:${user.uid}`;
      // Before the queue, so that too many requests do not keep it long.
      const permission = await rateLimiter.take(key);
      if (permission.kind === 'refused') {
        return { kind: 'too_many_draws', retryAfterSeconds: permission.retryAfterSeconds };
      }
      return this.#perUser.run(key, () => this.#drawFor(activity, user, requestId));
    });
  }

  /**
   * What the user has drawn, with a page of the prizes; also before the start and after the end.
   * @param before how many of the oldest prizes the page ends before; left out: the latest page
   * @param limit of the page, at most 50
   */
  prizes(
    visit: DrawVisit,
    { before, limit = LATEST_WINS }: { before?: number | undefined; limit?: number | undefined } = {},
  ): Promise<Reply<PrizesPage>> {
    const { drawers, accounts, ledger, clock } = this.#deps;
    return drawers.forUser(visit, async (activity, { uid }) => {
      const { draws } = await accounts.read(activity.id, uid);
      const total = winCount(draws);
      const end = Math.min(before ?? total, total);
      const isLatest = end === total && limit === LATEST_WINS;
      const wins = isLatest ? draws.wins : await ledger.wins(activity.id, uid, end, limit);
      const details = drawers.detailsOf(activity);
      const info = await this.#infoOf(activity, uid, draws, clock.now());
      const prizes = wins.map((win) => wonPrize(win, details));
      const page = { userDrawInfo: { ...info, prizes }, before: Math.max(0, end - wins.length) };
      return { kind: 'served', data: page };
    });
  }

  /*
   * The first attempt is made on the account as this process has last seen it, so that most draws take one call of the
   * ledger. What the account refuses is refused only when it has been read.
   */
  async #drawFor(activity: Activity, { uid }: User, requestId: string): Promise<Result<Draw>> {
    const { accounts, clock, seeds } = this.#deps;
    let account: Account = { draws: accounts.lastSeen(activity.id, uid), booked: null };
    let isCurrent = false;
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const { draws, booked } = account;
      const now = clock.now();
      if (booked) return this.#replayed(activity, uid, account, now);
      const tried = { activity, uid, requestId, draws, now };
      // Where the window is closed no seed is asked for: there would be a new one after the last was revealed.
      const decided = closedWindow(activity, now) ?? this.#decide(tried, await seeds.secret(activity.id));
      if ('kind' in decided) {
        if (isCurrent) {
          this.#count(activity, 'refused');
          return decided;
        }
        account = await accounts.read(activity.id, uid, requestId);
        isCurrent = true;
        continue;
      }
      const committed = await this.#commit(tried, decided);
      if (committed.kind === 'drawn') return { kind: 'served', data: committed.draw };
      if (committed.kind === 'stale_seed') {
        this.#forget(activity.id);
      } else {
        account = committed.account;
        accounts.saw(activity.id, uid, account.draws);
        isCurrent = true;
      }
    }
    throw new DependencyError('draw ledger', `an account kept changing for ${ATTEMPTS} attempts`);
  }

  #decide({ activity, uid, draws, now }: Attempt, seed: Seed): Decided | Refusal {
    const { id: activityId, startsAt, endsAt } = activity;
    const details = this.#deps.drawers.detailsOf(activity);
    const table = tableOf(details);
    const ticket = ticketOf(seed.secret, { activityId, drawNo: draws.drawNo + 1, uid }, table.denominator);
    const decision = decideDraw({ details, startsAt, endsAt }, table, uid, draws, ticket, now);
    return decision ? { decision, seed } : { kind: 'no_chance', summary: summaryOf(activity, now) };
  }

  async #commit(
    tried: Attempt,
    { decision: { day, usesEarned, candidates }, seed }: Decided,
  ): Promise<
    { kind: 'drawn'; draw: Draw } | { kind: 'conflict'; account: Account } | { kind: 'stale_seed' }
  > {
    const { activity, uid, requestId, draws, now } = tried;
    const { drawers, ledger, accounts, identifiers, rules } = this.#deps;
    const details = drawers.detailsOf(activity);
    const drawId = identifiers.next();
    const commit: DrawCommit = {
      activityId: activity.id,
      segments: details.rules.segments,
      ...{ uid, requestId, drawId, draws, seedNo: seed.no, rulesNo: await rules.numberOf(activity, now) },
      ...{ day, usesEarned, at: now, candidates, budget: tableOf(details).budget },
    };
    const committed = await ledger.commit(commit).catch((error: unknown) => {
      // What this process knows of the activity may be of a record that the store has lost since.
      this.#forget(activity.id);
      throw error;
    });
    if (committed.kind !== 'committed') return committed;
    const { prizeId, unit } = committed;
    this.#count(activity, prizeId === null ? 'nothing' : 'won', prizeId);
    let after = afterDraw(draws, commit);
    if (prizeId !== null && unit !== null) {
      const endsStreak = candidates.some((each) => each.prizeId === prizeId && each.endsStreak);
      after = withWin(after, { drawId, prizeId, unit, wonAt: now }, endsStreak);
    }
    accounts.saw(activity.id, uid, after);
    const userDrawInfo = shownInfo({ activityId: activity.id, uid }, after, details, seed, now);
    const booked = { drawId, drawNo: after.drawNo, prizeId, unit };
    return { kind: 'drawn', draw: shownDraw(details, booked, { replayed: false, userDrawInfo }) };
  }

  async #replayed(
    activity: Activity,
    uid: string,
    { draws, booked }: Account,
    now: number,
  ): Promise<Result<Draw>> {
    this.#count(activity, 'replayed');
    const userDrawInfo = await this.#infoOf(activity, uid, draws, now);
    const details = this.#deps.drawers.detailsOf(activity);
    return {
      kind: 'served',
      data: shownDraw(details, booked as BookedDraw, { replayed: true, userDrawInfo }),
    };
  }

  async #infoOf(activity: Activity, uid: string, draws: UserDraws, now: number): Promise<UserDrawInfo> {
    const { drawers, seeds } = this.#deps;
    const details = drawers.detailsOf(activity);
    const seed = offersInvitations(details) ? await seeds.latest(activity.id) : null;
    return shownInfo({ activityId: activity.id, uid }, draws, details, seed, now);
  }

  #forget(activityId: string): void {
    this.#deps.seeds.forget(activityId);
    this.#deps.rules.forget(activityId);
  }

  #count(activity: Activity, result: DrawResult, prizeId: string | null = null): void {
    this.#deps.telemetry?.drawn(activity.id, result, prizeId);
  }
}
