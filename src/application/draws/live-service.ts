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
import { memoizeByRef } from '../shared/memoize-by-ref.ts';
import type { Drawers } from './drawers.ts';
import type { LoadedCodes } from './loaded-codes.ts';
import { maskedUid } from './masked-uid.ts';

/** What goes on in an activity, for anyone. The same object while it is the same. */
export interface Live {
  /** Newest first; none where the activity does not show them. */
  readonly winners: readonly ShownWinner[];
  /** How many of each limited prize are left, by its id; none where the activity does not show quantities. */
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

/** So long an answer is the same for all who ask one process. */
export const LIVE_SECONDS = 5;

const MOST_WINNERS = 20;

const NOTHING: Live = { winners: [], left: {} };

export interface LiveServiceDependencies {
  readonly gate: Pick<ActivityGate, 'find'>;
  readonly drawers: Pick<Drawers, 'detailsOf'>;
  readonly codes: Pick<LoadedCodes, 'bind'>;
  /** Has the last minutes at least. */
  readonly ledger: LatestWins & AwardCounts;
  /** Has what was moved out of the ledger. It is asked only where the ledger alone does not fill the list. */
  readonly archive: LatestWins;
  readonly clock: Clock;
  readonly errorReporter: ErrorReporter;
}

/* Of one version of an activity; an edited file begins anew. */
interface Kept {
  live: Live;
  wins: readonly LatestWin[];
  /** Milliseconds since the epoch; `null` before the first answer. */
  at: number | null;
  flight: Promise<Live> | null;
}

/**
 * Recent winners and what is left of the prizes, by what the page of the activity asks to be shown. Anyone may ask, so the
 * stores are asked once in five seconds for each activity. A store that is away makes no fault: what it had last is shown.
 */
export class LiveService {
  readonly #deps: LiveServiceDependencies;
  readonly #keptOf = memoizeByRef(
    (_activity: Activity): Kept => ({ live: NOTHING, wins: [], at: null, flight: null }),
  );

  constructor(deps: LiveServiceDependencies) {
    this.#deps = deps;
  }

  /** Also before the start and after the end. */
  async live(activityId: string, dispatch: string): Promise<Result<Live>> {
    const activity = this.#deps.gate.find(activityId);
    if (activity?.dispatch !== dispatch) return { kind: 'no_such_activity' };
    const { show_winners, show_quantities } = activity.page;
    if (show_winners !== true && show_quantities !== true) return { kind: 'served', data: NOTHING };
    return { kind: 'served', data: await this.#liveOf(activity) };
  }

  #liveOf(activity: Activity): Promise<Live> | Live {
    const kept = this.#keptOf(activity);
    const now = this.#deps.clock.now();
    // A clock that was set back makes nothing last longer.
    if (kept.at !== null && kept.at <= now && now < kept.at + LIVE_SECONDS * 1000) return kept.live;
    kept.flight ??= this.#renewed(activity, kept).finally(() => {
      kept.flight = null;
    });
    return kept.flight;
  }

  async #renewed(activity: Activity, kept: Kept): Promise<Live> {
    const { show_winners, show_quantities } = activity.page;
    const [wins, left] = await Promise.all([
      show_winners === true ? this.#orLast(kept.wins, () => this.#wins(activity, kept)) : [],
      show_quantities === true ? this.#orLast(kept.live.left, () => this.#left(activity)) : {},
    ]);
    const details = this.#deps.drawers.detailsOf(activity);
    kept.wins = wins;
    kept.live = { winners: wins.map((win) => shownWinner(win, details)), left };
    kept.at = this.#deps.clock.now();
    return kept.live;
  }

  async #orLast<T>(last: T, ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      this.#deps.errorReporter.report('the live view of an activity is not up to date', error);
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
        // A limit may be lowered below what was awarded.
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
