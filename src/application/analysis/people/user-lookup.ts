import { type Activity, type Phase, phaseAt } from '../../../domain/activities/activity.ts';
import type { DeliveryPage, DeliveryPosition } from '../../../domain/deliveries/delivery-pages.ts';
import { onDay, type UserDraws, type Win, winCount } from '../../../domain/draws/account.ts';
import { allLeft, type ChancesLeft, chancesOf, countingDay } from '../../../domain/draws/chances.ts';
import type { DrawDetails } from '../../../domain/draws/draw-details.ts';
import type { EarningPosition } from '../../../domain/draws/earning-history.ts';
import { prizeOf } from '../../../domain/draws/prize-of.ts';
import { releaseFor } from '../../../domain/releases/served-releases.ts';
import type { Clock } from '../../../domain/shared/clock.ts';
import type { Kinds } from '../../kinds/kinds.ts';
import { TimelyCalls } from '../../shared/timely-calls.ts';
import type { AccessFacts } from '../access-facts.ts';
import { explain } from '../explain.ts';
import {
  type ExplainedSource,
  type PublishedReleases,
  publishedSource,
  servedOf,
} from '../explained-source.ts';
import type { Explanation } from '../explanation.ts';
import { trustedUser } from '../trusted-user.ts';
import type { LedgerView, PeopleLedger } from './people-ledger.ts';
import { type DrawPage, type EarningPage, type PeopleRecords, USER_PAGE } from './people-records.ts';

/** Who is looked up. */
export interface LookedUp {
  readonly activityId: string;
  readonly uid: string;
  readonly zoneId: string | null;
}

export interface UserView {
  /** As the user gets it; `null`: nothing of it is served. */
  readonly activity: {
    readonly title: string;
    readonly dispatch: string;
    readonly timezone: string;
    readonly phase: Phase;
    readonly isPaused: boolean;
  } | null;
  readonly explanation: Explanation;
  /** `null`: nothing is drawn here. */
  readonly chances: UserChances | null;
  readonly draws: DrawPage;
  /** How many draws have not reached the record store yet. */
  readonly drawsUnlisted: number;
  /** Of the record store. */
  readonly wins: DeliveryPage;
  /** Wins that have not reached it, the latest first. */
  readonly newWins: readonly (Win & { readonly name: string })[];
  readonly winsTotal: number;
  readonly earnings: EarningPage;
  /** Milliseconds since the epoch; `null` while the accounts of the activity are kept. */
  readonly accountsRemovedAt: number | null;
}

export interface UserChances extends ChancesLeft {
  /** All that are left; `null` without a limit. */
  readonly left: number | null;
  readonly drawnToday: number;
  readonly account: UserDraws;
  /** Chances that have not reached the record store yet; `null`: not known, for there are further pages. */
  readonly unlisted: number | null;
}

export interface UserLookupDependencies {
  readonly releases: PublishedReleases;
  readonly kinds: Kinds;
  readonly ledger: PeopleLedger;
  readonly records: PeopleRecords;
  readonly access: Pick<AccessFacts, 'blocked' | 'namespaces'>;
  readonly clock: Clock;
}

/* With the ledger after it, an answer takes less than 2 s. */
const RECORD_LIMITS = { atOnce: 8, waiting: 50, deadlineMs: 900 };

/**
 * Everything about one user in one activity: why served or refused, chances, draws, wins. What a winner has typed is not in
 * it; see FormDesk. Every method throws DependencyError if a store does not answer in time.
 */
export class UserLookup {
  readonly #deps: UserLookupDependencies;
  readonly #calls = new TimelyCalls('record store', RECORD_LIMITS);

  constructor(deps: UserLookupDependencies) {
    this.#deps = deps;
  }

  async lookUp(who: LookedUp): Promise<UserView> {
    const { ledger, releases } = this.#deps;
    const source = await this.#calls.run(() => publishedSource(who.activityId, releases));
    const [view, pages] = await Promise.all([ledger.view(who.activityId, who.uid), this.#firstPages(who)]);
    const { draws } = view.account;
    return {
      ...(await this.#served(who, source, view, pages.earnings)),
      ...pages,
      drawsUnlisted: Math.max(0, draws.drawNo - (pages.draws.draws[0]?.drawNo ?? 0)),
      newWins: await this.#newWins(who.activityId, draws, source),
      winsTotal: winCount(draws),
      accountsRemovedAt: view.book.sweptAt,
    };
  }

  draws({ activityId, uid }: Omit<LookedUp, 'zoneId'>, before: number): Promise<DrawPage> {
    return this.#calls.run(() => this.#deps.records.draws(activityId, uid, before));
  }

  wins({ activityId, uid }: Omit<LookedUp, 'zoneId'>, before: DeliveryPosition): Promise<DeliveryPage> {
    return this.#calls.run(() => this.#deps.records.wins(activityId, uid, before));
  }

  earnings({ activityId, uid }: Omit<LookedUp, 'zoneId'>, before: EarningPosition): Promise<EarningPage> {
    return this.#calls.run(() => this.#deps.records.earnings(activityId, uid, before));
  }

  #firstPages({ activityId, uid }: LookedUp) {
    const { records } = this.#deps;
    return this.#calls.run(async () => {
      const [draws, wins, earnings] = await Promise.all([
        records.draws(activityId, uid, null),
        records.wins(activityId, uid, null),
        records.earnings(activityId, uid, null),
      ]);
      return { draws, wins, earnings };
    });
  }

  async #served(
    { activityId, uid, zoneId }: LookedUp,
    source: ExplainedSource,
    { account, book, pools }: LedgerView,
    earnings: EarningPage,
  ): Promise<Pick<UserView, 'activity' | 'explanation' | 'chances'>> {
    const { kinds, access, clock } = this.#deps;
    const now = clock.now();
    const explanation = await explain(
      { activityId, token: uid, cookieToken: undefined },
      {
        source,
        sessions: trustedUser(uid, zoneId),
        access: {
          blocked: (user) => this.#calls.run(() => access.blocked(user)),
          namespaces: (id) => this.#calls.run(() => access.namespaces(id)),
        },
        kinds,
        accounts: { read: async () => account },
        drawLog: { book: async () => book },
        pools: { pools: async () => pools },
        now,
        trusted: true,
      },
    );
    const served = servedOf(source);
    if (!served) return { activity: null, explanation, chances: null };
    const activity = releaseFor(served, { uid, zoneId });
    const details = this.#detailsOf(activity);
    return {
      activity: {
        title: activity.title,
        dispatch: activity.dispatch,
        timezone: details?.rules.timezone ?? 'UTC',
        phase: phaseAt(activity, now),
        isPaused: served.isPaused,
      },
      explanation,
      chances: details && chancesIn(details, account.draws, earnings, now),
    };
  }

  /* The account has the latest wins one by one. */
  async #newWins(activityId: string, { wins }: UserDraws, source: ExplainedSource) {
    const latest = wins.slice(-USER_PAGE);
    const kept = await this.#calls.run(() =>
      this.#deps.records.ofDraws(
        activityId,
        latest.map(({ drawId }) => drawId),
      ),
    );
    const served = servedOf(source);
    const details = served && this.#detailsOf(served.activity);
    return latest
      .filter(({ drawId }) => !kept.has(drawId))
      .map((win) => ({ ...win, name: (details && prizeOf(details, win.prizeId)?.name) ?? win.prizeId }))
      .toReversed();
  }

  #detailsOf(activity: Activity): DrawDetails | null {
    return this.#deps.kinds.get(activity.dispatch)?.draws?.detailsOf(activity) ?? null;
  }
}

function chancesIn(
  { rules }: DrawDetails,
  account: UserDraws,
  { earnings, next }: EarningPage,
  now: number,
): UserChances {
  const day = countingDay(account, rules.timezone, now);
  const left = chancesOf(rules.chances, account, day);
  const listed = earnings.reduce((sum, { chances }) => sum + chances, 0);
  return {
    ...left,
    left: allLeft(left),
    drawnToday: onDay(account, day).drawnOnLastDay,
    account,
    unlisted: next === null ? Math.max(0, account.earned - listed) : null,
  };
}
