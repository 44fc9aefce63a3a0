import type {
  DeliveryPage,
  DeliveryPages,
  DeliveryPosition,
  KeptDelivery,
} from '../../../domain/deliveries/delivery-pages.ts';
import type { ArchivedDraw, DrawHistory } from '../../../domain/draws/draw-history.ts';
import type { EarningEntry } from '../../../domain/draws/draw-log.ts';
import type { EarningHistory, EarningPosition } from '../../../domain/draws/earning-history.ts';

/** Rows of a page of one user's. */
export const USER_PAGE = 50;

export interface PeopleRecordsDependencies {
  readonly draws: DrawHistory;
  readonly earnings: EarningHistory;
  readonly deliveries: Pick<DeliveryPages, 'ofUser' | 'ofDraws'>;
}

/** A draw, with its prize as it was won; `null` without one, or where that has not reached the record store. */
export interface NamedDraw extends ArchivedDraw {
  readonly prizeName: string | null;
}

export interface DrawPage {
  /** The latest first. */
  readonly draws: readonly NamedDraw[];
  /** Of the page with the older ones: before this number; `null`: there are none. */
  readonly next: number | null;
}

export interface EarningPage {
  /** The latest first. */
  readonly earnings: readonly EarningEntry[];
  readonly next: EarningPosition | null;
}

/** What the record store has of one user, in pages. Every method throws DependencyError if it does not answer. */
export class PeopleRecords {
  readonly #deps: PeopleRecordsDependencies;

  constructor(deps: PeopleRecordsDependencies) {
    this.#deps = deps;
  }

  /** @param before the number of a draw; `null`: the latest page */
  async draws(activityId: string, uid: string, before: number | null): Promise<DrawPage> {
    const upTo = before === null ? Number.MAX_SAFE_INTEGER : before - 1;
    const oldestFirst = await this.#deps.draws.drawsOf(activityId, uid, upTo, USER_PAGE);
    const draws = oldestFirst.toReversed();
    const won = draws.filter(({ prizeId }) => prizeId !== null).map(({ drawId }) => drawId);
    const wins = await this.#deps.deliveries.ofDraws(activityId, won);
    const last = draws.at(-1);
    return {
      draws: draws.map((draw) => ({ ...draw, prizeName: wins.get(draw.drawId)?.name ?? null })),
      next: draws.length === USER_PAGE && last && last.drawNo > 1 ? last.drawNo : null,
    };
  }

  wins(activityId: string, uid: string, before: DeliveryPosition | null): Promise<DeliveryPage> {
    return this.#deps.deliveries.ofUser(activityId, uid, before, USER_PAGE);
  }

  async earnings(activityId: string, uid: string, before: EarningPosition | null): Promise<EarningPage> {
    const found = await this.#deps.earnings.earningsOf(activityId, uid, before, USER_PAGE + 1);
    const earnings = found.slice(0, USER_PAGE);
    const last = found.length > USER_PAGE ? earnings.at(-1) : undefined;
    return { earnings, next: last ? { at: last.at, seq: last.seq } : null };
  }

  /** The deliveries of these draws, by draw id; one that has not reached the store is missing. */
  ofDraws(activityId: string, drawIds: readonly string[]): Promise<ReadonlyMap<string, KeptDelivery>> {
    return this.#deps.deliveries.ofDraws(activityId, drawIds);
  }
}
