import type { Activity, ActivityReading } from '../../../domain/activities/activity.ts';
import type { DeliveryMethod } from '../../../domain/draws/prize-delivery.ts';
import { servedNumbersOf } from '../../../domain/releases/serving.ts';
import type { DrawsCapability } from '../../draws/draws-capability.ts';
import type { DraftDesk } from '../../releases/draft-desk.ts';
import type { ReleaseQueries } from '../../releases/release-queries.ts';
import type { DraftText } from './draft-check.ts';

/** A prize of the draft, or of what visitors get. */
export interface DraftPrize {
  readonly id: string;
  readonly name: string;
  /** How it is delivered to those who win it now; `null` where nobody can. */
  readonly live: DeliveryMethod | null;
  /** The same once the draft is published. */
  readonly draft: DeliveryMethod | null;
}

export interface DraftPrizesDependencies {
  readonly desk: Pick<DraftDesk, 'open'>;
  readonly queries: Pick<ReleaseQueries, 'activity'>;
  readonly read: (draft: DraftText) => ActivityReading;
  /** Of the kinds whose visitors draw prizes. */
  readonly draws: ReadonlyMap<string, DrawsCapability>;
}

/** The prizes of an activity, published or not: what is prepared for them is there before visitors are. */
export class DraftPrizes {
  readonly #deps: DraftPrizesDependencies;

  constructor(deps: DraftPrizesDependencies) {
    this.#deps = deps;
  }

  /**
   * Those of the draft in its order, then those that only visitors have. A text that cannot be read has none.
   * @returns `null` where there is no such activity
   * @throws UnsettledPictures as `DraftDesk.open` does @throws DependencyError if the store does not answer
   */
  async of(activityId: string): Promise<readonly DraftPrize[] | null> {
    const { desk, read } = this.#deps;
    const opened = await desk.open(activityId);
    if (!opened) return null;
    const reading = read(opened);
    const draft = this.#prizesIn(reading.ok ? reading.activity : null);
    const live = new Map<string, Found>();
    const { serving } = opened.state;
    for (const no of serving ? servedNumbersOf(serving) : []) {
      const activity = await this.#deps.queries.activity(activityId, no);
      // Of a prize that two releases have, what everyone gets counts, unless only the other one is by code.
      for (const [id, found] of this.#prizesIn(activity)) {
        if (!live.has(id) || found.by === 'code') live.set(id, found);
      }
    }
    return [...new Map([...live, ...draft]).entries()]
      .map(([id, { name }]) => ({
        ...{ id, name },
        live: live.get(id)?.by ?? null,
        draft: draft.get(id)?.by ?? null,
      }))
      .sort((one, other) => placeIn(draft, one.id) - placeIn(draft, other.id));
  }

  #prizesIn(activity: Activity | null): ReadonlyMap<string, Found> {
    const details = activity && this.#deps.draws.get(activity.dispatch)?.detailsOf(activity);
    if (!details) return new Map();
    const { prizes, rules } = details;
    return new Map(prizes.map(({ id, name }) => [id, { name, by: rules.prizes[id]?.delivery.by ?? 'hand' }]));
  }
}

interface Found {
  readonly name: string;
  readonly by: DeliveryMethod;
}

function placeIn(prizes: ReadonlyMap<string, unknown>, id: string): number {
  const place = [...prizes.keys()].indexOf(id);
  return place === -1 ? prizes.size : place;
}
