import type { Activity } from '../../domain/activities/activity.ts';
import type { Result } from '../../domain/activities/result.ts';
import type { AwardCounts } from '../../domain/draws/award-counts.ts';
import { mostOf } from '../../domain/draws/code-stock.ts';
import type { DrawDetails } from '../../domain/draws/draw-details.ts';
import { type LatestWin, type LatestWins, newestOf } from '../../domain/draws/latest-wins.ts';
import { prizeOf } from '../../domain/draws/prize-of.ts';
import type { Clock } from '../../domain/shared/clock.ts';
import type { ErrorReporter } from '../../domain/shared/error-reporter.ts';
import { isoInTimezone } from '../../domain/shared/local-time.ts';
import type { ActivityGate } from '../admission/activity-gate.ts';
import { BriefCache } from '../shared/brief-cache.ts';
import { Bulkhead, BulkheadError } from '../shared/bulkhead.ts';
import { memoizeByRef } from '../shared/memoize-by-ref.ts';
import type { Drawers } from './drawers.ts';
import type { LoadedCodes } from './loaded-codes.ts';
import { maskedUid } from './masked-uid.ts';

/** What anyone may see of the draws of an activity. While nothing changes it is the same object: its encoded bytes are reused. */
export interface Live {
  /** The newest first. Empty where the activity does not show winners. */
  readonly winners: readonly ShownWinner[];
  /** How many of each limited prize are left, by its id. Empty where the activity does not show quantities. */
  readonly left: Readonly<Record<string, number>>;
}

export interface ShownWinner {
  /** The masked id of the user. */
  readonly who: string;
  readonly prizeId: string;
  readonly name: string;
  /** ISO 8601. */
  readonly wonAt: string;
}

/** One process gives all callers the same answer for this time. */
export const LIVE_SECONDS = 5;

const MOST_WINNERS = 20;

/*
 * The view is less important than draws, which ask the same ledger. The record store answers or fails within 1.5 s, and nginx
 * gives up after 5 s.
 */
const BULKHEAD = { atOnce: 4, waiting: 500, deadlineMs: 2000 };

const NOTHING: Live = { winners: [], left: {} };

const NOT_RENEWED = 'the live view of an activity is not up to date';

export interface LiveServiceDependencies {
  readonly gate: Pick<ActivityGate, 'find'>;
  readonly drawers: Pick<Drawers, 'detailsOf'>;
  readonly codes: Pick<LoadedCodes, 'bind'>;
  /** Has at least the wins of the last minutes. */
  readonly ledger: LatestWins & AwardCounts;
  /** Has the wins that were moved out of the ledger. It is asked only where those of the ledger do not fill the list. */
  readonly archive: LatestWins;
  readonly clock: Clock;
  readonly errorReporter: ErrorReporter;
}

/* What is kept of one version of an activity. An edited file begins with nothing. */
interface Kept {
  readonly answers: BriefCache<Live>;
  live: Live;
  wins: readonly LatestWin[];
}

/**
 * Shows the latest winners and how many prizes are left, as far as the page of the activity asks for them. Anyone may ask, so
 * the stores are asked at most once in five seconds for each activity, and for a few activities at a time. A store that does
 * not answer causes no error: callers get the last answer, or an empty one.
 */
export class LiveService {
  readonly #deps: LiveServiceDependencies;
  readonly #bulkhead = new Bulkhead(BULKHEAD);
  readonly #keptOf = memoizeByRef(
    (_activity: Activity): Kept => ({
      answers: new BriefCache(this.#deps.clock, { ms: LIVE_SECONDS * 1000, most: 1 }),
      live: NOTHING,
      wins: [],
    }),
  );

  constructor(deps: LiveServiceDependencies) {
    this.#deps = deps;
  }

  /** Serves it also before the start and after the end. */
  async live(activityId: string, dispatch: string): Promise<Result<Live>> {
    const activity = this.#deps.gate.find(activityId, dispatch);
    if (!activity) return { kind: 'no_such_activity' };
    const { show_winners, show_quantities } = activity.page;
    if (show_winners !== true && show_quantities !== true) return { kind: 'served', data: NOTHING };
    const kept = this.#keptOf(activity);
    return { kind: 'served', data: await kept.answers.get('', () => this.#renewedOrLast(activity, kept)) };
  }

  async #renewedOrLast(activity: Activity, kept: Kept): Promise<Live> {
    try {
      return await this.#bulkhead.run(() => this.#renewed(activity, kept));
    } catch (error) {
      if (!(error instanceof BulkheadError)) throw error;
      this.#deps.errorReporter.report(NOT_RENEWED, error);
      return kept.live;
    }
  }

  async #renewed(activity: Activity, kept: Kept): Promise<Live> {
    const { show_winners, show_quantities } = activity.page;
    const [wins, left] = await Promise.all([
      show_winners === true ? this.#orLast(kept.wins, () => this.#wins(activity, kept)) : [],
      show_quantities === true ? this.#orLast(kept.live.left, () => this.#left(activity)) : {},
    ]);
    const details = this.#deps.drawers.detailsOf(activity);
    const live = { winners: wins.map((win) => shownWinner(win, details)), left };
    kept.wins = wins;
    if (JSON.stringify(live) !== JSON.stringify(kept.live)) kept.live = live;
    return kept.live;
  }

  async #orLast<T>(last: T, ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      this.#deps.errorReporter.report(NOT_RENEWED, error);
      return last;
    }
  }

  async #wins({ id, prizeFacts }: Activity, kept: Kept): Promise<readonly LatestWin[]> {
    const { ledger, archive } = this.#deps;
    const facts = Object.entries(prizeFacts ?? {});
    const prizeIds = facts.flatMap(([prizeId, { tier }]) => (tier === 'consolation' ? [] : [prizeId]));
    if (prizeIds.length === 0) return [];
    const latest = await ledger.latestWins(id, prizeIds, MOST_WINNERS);
    if (latest.length === MOST_WINNERS) return latest;
    const older = await this.#orLast(kept.wins, () => archive.latestWins(id, prizeIds, MOST_WINNERS));
    return newestOf([latest, older], prizeIds, MOST_WINNERS);
  }

  async #left(activity: Activity): Promise<Readonly<Record<string, number>>> {
    const [{ counts }, { details }] = await Promise.all([
      this.#deps.ledger.awarded(activity.id),
      this.#deps.codes.bind(activity),
    ]);
    return Object.fromEntries(
      Object.entries(details.rules.prizes).flatMap(([id, rule]): [string, number][] => {
        const most = mostOf(rule);
        // An edited file may lower a limit below what was awarded.
        return most === null ? [] : [[id, Math.max(0, most - (counts[id] ?? 0))]];
      }),
    );
  }
}

function shownWinner({ uid, prizeId, wonAt }: LatestWin, details: DrawDetails): ShownWinner {
  return {
    who: maskedUid(uid),
    prizeId,
    name: prizeOf(details, prizeId)?.name ?? prizeId,
    wonAt: isoInTimezone(wonAt, details.rules.timezone),
  };
}
