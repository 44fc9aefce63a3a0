import type { CounterTallies, CounterTally } from '../../../domain/deliveries/counter-tally.ts';
import { inRecords, type RecordSource } from './record-source.ts';

/* More than fit on a screen are for the export. */
const MOST_PLACES = 20;

/** Sums over the tables `deliveries` and `counters`. */
export class SqlCounterTallies implements CounterTallies {
  readonly #records: RecordSource;

  constructor(records: RecordSource) {
    this.#records = records;
  }

  tally(activityId?: string): Promise<readonly CounterTally[]> {
    return inRecords(async () => {
      const [pins, sums] = [await this.#pins(activityId), await this.#sums(activityId)];
      const ids = new Set([...pins.keys(), ...sums.map((sum) => sum.activity_id)]);
      return [...ids].sort().map((id) => tallyOf(id, sums, pins.get(id) ?? null));
    });
  }

  async #pins(activityId: string | undefined): Promise<ReadonlyMap<string, number>> {
    const rows = await this.#records.db
      .selectFrom('counters')
      .select(['activity_id', 'changed_at'])
      .$if(activityId !== undefined, (query) => query.where('activity_id', '=', activityId as string))
      .execute();
    return new Map(rows.map((row) => [row.activity_id, row.changed_at]));
  }

  #sums(activityId: string | undefined): Promise<Sum[]> {
    return this.#records.db
      .selectFrom('deliveries')
      .select(['activity_id', 'state', 'place'])
      .select(({ fn }) => [fn.countAll<number>().as('count'), fn.max('changed_at').as('latest')])
      .where('method', '=', 'counter')
      .$if(activityId !== undefined, (query) => query.where('activity_id', '=', activityId as string))
      .groupBy(['activity_id', 'state', 'place'])
      .execute();
  }
}

interface Sum {
  readonly activity_id: string;
  readonly state: string;
  readonly place: string | null;
  readonly count: number;
  readonly latest: number;
}

function tallyOf(activityId: string, sums: readonly Sum[], pinSetAt: number | null): CounterTally {
  const own = sums.filter((sum) => sum.activity_id === activityId);
  const redeemed = own.filter(({ state }) => state === 'redeemed');
  const total = (some: readonly Sum[]) => some.reduce((sum, { count }) => sum + count, 0);
  const places = redeemed
    .map(({ place, count }) => ({ place: place ?? '', redeemed: count }))
    .sort((a, b) => b.redeemed - a.redeemed || (a.place < b.place ? -1 : 1));
  return {
    activityId,
    open: total(own.filter(({ state }) => state === 'ready')),
    redeemed: total(redeemed),
    lastRedeemedAt: redeemed.length === 0 ? null : Math.max(...redeemed.map(({ latest }) => latest)),
    pinSetAt,
    places: places.slice(0, MOST_PLACES),
  };
}
