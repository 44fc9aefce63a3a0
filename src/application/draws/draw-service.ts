import { type Activity, summaryOf } from '../../domain/activities/activity.ts';
import type { Result } from '../../domain/activities/result.ts';
import {
  afterDraw,
  LATEST_WINS,
  type UserDraws,
  type Win,
  winCount,
  withWin,
} from '../../domain/draws/account.ts';
import { type DrawDecision, decideDraw } from '../../domain/draws/decide-draw.ts';
import type {
  Account,
  BookedDraw,
  CommitResult,
  CurrentSeed,
  DrawCommit,
  DrawLedger,
} from '../../domain/draws/draw-ledger.ts';
import type { DrawResult, DrawTelemetry } from '../../domain/draws/draw-telemetry.ts';
import { prizeTable } from '../../domain/draws/prize-table.ts';
import type { UserDrawInfo } from '../../domain/draws/user-draw-info.ts';
import type { WinList } from '../../domain/draws/win-list.ts';
import type { Clock } from '../../domain/shared/clock.ts';
import type { Identifiers } from '../../domain/shared/identifiers.ts';
import type { RateLimiter } from '../../domain/visitors/rate-limiter.ts';
import type { RiskAssessor, RiskQuestion } from '../../domain/visitors/risk-assessor.ts';
import type { VisitTelemetry } from '../../domain/visitors/visit-telemetry.ts';
import type { Reply } from '../activities/activity-service.ts';
import { closedWindow } from '../admission/closed-window.ts';
import { andThen, type MaybePromise } from '../shared/maybe-promise.ts';
import { memoizeByRef } from '../shared/memoize-by-ref.ts';
import type { Accounts, Attempted } from './accounts.ts';
import { type Draw, type PrizesPage, shownDraw } from './draw-results.ts';
import { DrawRisk } from './draw-risk.ts';
import type { Drawers, DrawVisit } from './drawers.ts';
import type { InviteCodes } from './invite-codes.ts';
import type { BoundRules, LoadedCodes } from './loaded-codes.ts';
import type { RulesChain } from './rules-chain.ts';
import type { Seeds } from './seeds.ts';
import { shownInfo } from './shown-info.ts';
import { ticketOf } from './ticket.ts';

export interface DrawServiceDependencies {
  readonly drawers: Drawers;
  readonly ledger: Pick<DrawLedger, 'commit'> & WinList;
  readonly accounts: Accounts;
  readonly seeds: Seeds;
  readonly codes: LoadedCodes;
  readonly rules: RulesChain;
  readonly inviteCodes: InviteCodes;
  readonly clock: Clock;
  readonly identifiers: Identifiers;
  /** Counts each user's draws in each activity. */
  readonly rateLimiter: RateLimiter;
  /** Asked once for each new draw that has a chance. */
  readonly riskAssessor?: RiskAssessor | null;
  readonly telemetry?: DrawTelemetry;
  readonly visits?: Pick<VisitTelemetry, 'drew'>;
  /** Called when something of a user was recorded in the activity. */
  readonly onRecorded?: (activityId: string) => void;
}

const tableOf = memoizeByRef(prizeTable);

/** One draw that is under way. */
interface DrawAttempt {
  readonly activity: Activity;
  readonly uid: string;
  readonly requestId: string;
  /** `null`: there is no risk check. */
  readonly risk: DrawRisk | null;
  readonly draws: UserDraws;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What the attempts of one draw have in common. */
type Asked = Pick<DrawAttempt, 'activity' | 'uid' | 'requestId' | 'risk'>;

/** Prize draws, and the prizes that users have won. */
export class DrawService {
  readonly #deps: DrawServiceDependencies;

  constructor(deps: DrawServiceDependencies) {
    this.#deps = deps;
  }

  /**
   * One prize draw. The same user with the same request id gets the same draw again, also after the end: the first
   * answer may have been lost. A repeat counts for the rate limit like any draw; a draw that the limit refuses loses
   * nothing. Where the risk check denies it, the draw is recorded with a mark, spends a chance and wins nothing.
   * @param proof that a person is there, for the risk check
   * @throws DependencyError if something that is needed does not answer; whether the draw was recorded shows a repeat
   */
  draw(visit: DrawVisit, requestId: string, proof?: string): MaybePromise<Reply<Draw>> {
    const { drawers, accounts, rateLimiter, visits, onRecorded } = this.#deps;
    return drawers.forUser(visit, 'any', (activity, user) =>
      // Before the account's turn, so that too many requests do not keep it long.
      andThen(rateLimiter.take(`${activity.id}:${user.uid}`), (permission): MaybePromise<Result<Draw>> => {
        if (permission.kind === 'refused') {
          return { kind: 'too_many_draws', retryAfterSeconds: permission.retryAfterSeconds };
        }
        const { uid } = user;
        const risk = this.#riskOf({
          ...{ action: 'draw', activityId: activity.id, user, requestId, proof, origin: visit.origin },
        });
        const attempt = (account: Account) => this.#attempt({ activity, uid, requestId, risk }, account);
        return andThen(accounts.settle(activity.id, user.uid, attempt, requestId), (result) => {
          if (result.kind !== 'served') this.#count(activity, 'refused');
          else if (!result.data.replayed) {
            visits?.drew(activity.id, user, visit.from, result.data.prize !== null);
            onRecorded?.(activity.id);
          }
          return result;
        });
      }),
    );
  }

  /**
   * What the user has drawn, with a page of the prizes; also before the start and after the end.
   * @param before how many of the oldest prizes the page ends before; left out: the latest page
   * @param limit of the page, at most 50
   */
  prizes(
    visit: DrawVisit,
    { before, limit = LATEST_WINS }: { before?: number | undefined; limit?: number | undefined } = {},
  ): MaybePromise<Reply<PrizesPage>> {
    const { drawers, accounts, clock } = this.#deps;
    return drawers.forUser(visit, 'any', async (activity, { uid }) => {
      const { draws } = await accounts.read(activity.id, uid);
      const total = winCount(draws);
      const end = Math.min(before ?? total, total);
      const wins = await this.#winsOf(activity, uid, draws, { end, limit, total });
      const userDrawInfo = await this.#infoOf(activity, uid, { ...draws, wins }, clock.now());
      return { kind: 'served', data: { activity, userDrawInfo, before: end - wins.length } };
    });
  }

  /* The account holds the latest wins; only older ones are read. */
  #winsOf(
    activity: Activity,
    uid: string,
    { wins }: UserDraws,
    { end, limit, total }: { readonly end: number; readonly limit: number; readonly total: number },
  ): MaybePromise<readonly Win[]> {
    const firstHeld = total - wins.length;
    const start = Math.max(0, end - limit);
    if (start >= firstHeld) return wins.slice(start - firstHeld, end - firstHeld);
    return this.#deps.ledger.wins(activity.id, uid, end, limit);
  }

  #riskOf(question: RiskQuestion): DrawRisk | null {
    const { riskAssessor } = this.#deps;
    return riskAssessor ? new DrawRisk(riskAssessor, question) : null;
  }

  #attempt(asked: Asked, { draws, booked }: Account): MaybePromise<Attempted<Result<Draw>>> {
    const { activity, uid, requestId, risk } = asked;
    const now = this.#deps.clock.now();
    if (risk && !risk.isAccountRead && !booked) {
      // A draw that is recorded is not assessed again.
      risk.isAccountRead = true;
      const { accounts } = this.#deps;
      return accounts.read(activity.id, uid, requestId).then((found) => this.#attempt(asked, found));
    }
    if (booked) return this.#replayed(activity, uid, draws, booked, now);
    // Before the seed is asked for: after the last one was revealed there would be a new one.
    const closed = closedWindow(activity, now);
    if (closed) return { kind: 'refused', value: closed };
    return andThen(this.#deps.seeds.secret(activity.id), (seed) =>
      andThen(this.#deps.codes.bind(activity), (rules) =>
        this.#decide({ ...asked, draws, now }, rules, seed),
      ),
    );
  }

  #decide(
    attempt: DrawAttempt,
    { details, codes }: BoundRules,
    seed: CurrentSeed,
  ): MaybePromise<Attempted<Result<Draw>>> {
    const { activity, uid, draws, now } = attempt;
    const { id: activityId, startsAt, endsAt } = activity;
    const table = tableOf(details);
    const ticket = ticketOf(seed.secret, { activityId, drawNo: draws.drawNo + 1, uid }, table.denominator);
    const decision = decideDraw({ details, startsAt, endsAt }, table, uid, draws, ticket, now);
    if (!decision) {
      return { kind: 'refused', value: { kind: 'no_chance', summary: summaryOf(activity, now) } };
    }
    return andThen(attempt.risk?.verdict() ?? 'allow', (verdict): MaybePromise<Attempted<Result<Draw>>> => {
      if (verdict === 'challenge') {
        return { kind: 'refused', value: { kind: 'proof_needed', summary: summaryOf(activity, now) } };
      }
      return andThen(this.#deps.rules.numberOf(activity, codes, seed.epoch, now), (rulesNo) =>
        this.#commit(attempt, decision, seed, rulesNo, verdict === 'deny'),
      );
    });
  }

  #commit(
    attempt: DrawAttempt,
    { day, usesEarned, candidates }: DrawDecision,
    { no: seedNo, epoch }: CurrentSeed,
    rulesNo: number,
    isDenied: boolean,
  ): Promise<Attempted<Result<Draw>>> {
    const { activity, uid, requestId, draws, now } = attempt;
    const { drawers, identifiers, ledger, seeds } = this.#deps;
    const details = drawers.detailsOf(activity);
    const commit: DrawCommit = {
      activityId: activity.id,
      segments: details.rules.segments,
      uid,
      requestId,
      drawId: identifiers.next(),
      draws,
      seedNo,
      epoch,
      rulesNo,
      day,
      usesEarned,
      at: now,
      candidates: isDenied ? [] : candidates,
      ...(isDenied && { denied: true }),
      budget: tableOf(details).budget,
    };
    return seeds
      .tried(activity.id, ledger.commit(commit))
      .then((committed) => this.#committed(attempt, commit, committed));
  }

  #committed(
    { activity, uid, draws, now }: DrawAttempt,
    commit: DrawCommit,
    committed: CommitResult,
  ): MaybePromise<Attempted<Result<Draw>>> {
    if (committed.kind === 'conflict') return committed;
    if (committed.kind === 'stale_seed') return { kind: 'again' };
    const { prizeId, unit } = committed;
    this.#count(activity, prizeId === null ? 'nothing' : 'won', prizeId);
    const { drawId, candidates } = commit;
    let after = afterDraw(draws, commit);
    if (prizeId !== null && unit !== null) {
      const endsStreak = candidates.some((each) => each.prizeId === prizeId && each.endsStreak);
      after = withWin(after, { drawId, prizeId, unit, wonAt: now }, endsStreak);
    }
    const booked = { drawId, drawNo: after.drawNo, prizeId, unit };
    return andThen(this.#infoOf(activity, uid, after, now), (userDrawInfo) => ({
      kind: 'done',
      value: this.#served(activity, booked, { replayed: false, userDrawInfo }),
      after,
    }));
  }

  #replayed(
    activity: Activity,
    uid: string,
    draws: UserDraws,
    booked: BookedDraw,
    now: number,
  ): MaybePromise<Attempted<Result<Draw>>> {
    this.#count(activity, 'replayed');
    return andThen(this.#infoOf(activity, uid, draws, now), (userDrawInfo) => ({
      kind: 'done',
      value: this.#served(activity, booked, { replayed: true, userDrawInfo }),
    }));
  }

  #served(
    activity: Activity,
    booked: BookedDraw,
    { replayed, userDrawInfo }: Pick<Draw, 'replayed' | 'userDrawInfo'>,
  ): Result<Draw> {
    const details = this.#deps.drawers.detailsOf(activity);
    return { kind: 'served', data: shownDraw(details, booked, { activity, replayed, userDrawInfo }) };
  }

  #infoOf(activity: Activity, uid: string, draws: UserDraws, now: number): MaybePromise<UserDrawInfo> {
    const { drawers, inviteCodes } = this.#deps;
    return shownInfo(inviteCodes, { activityId: activity.id, uid }, draws, drawers.detailsOf(activity), now);
  }

  #count(activity: Activity, result: DrawResult, prizeId: string | null = null): void {
    this.#deps.telemetry?.drawn(activity.id, result, prizeId);
  }
}
