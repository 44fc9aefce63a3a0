import { Gauge, type Registry } from 'prom-client';

/** A prize with a limited stock. */
export interface StockedPrize {
  readonly prizeId: string;
  readonly stock: number;
}

export interface StockSources {
  /** Activities that had draws since the start. */
  activityIds(): readonly string[];
  /** Empty if the activity is gone, or has no limited prize. */
  stockedPrizes(activityId: string): readonly StockedPrize[];
  /** The number of awards of each prize. @throws Error if the ledger cannot be read */
  awarded(activityId: string): Promise<Readonly<Record<string, number>>>;
}

/* Each needs a call of the ledger, which should serve draws first. */
const MAX_ACTIVITIES = 100;

/* If the ledger hangs, the other metrics must arrive well before the scrape times out. The calls are concurrent. */
const DEADLINE_MS = 500;

/**
 * The rest of each stock, by the ledger. While the ledger cannot be read, there is no value instead of an old one. Over
 * several processes the lowest value counts, since it was read last.
 */
export function addStockGauge(registry: Registry, sources: StockSources, deadlineMs = DEADLINE_MS): void {
  new Gauge({
    name: 'cms_market_stock_left',
    help: 'Prizes left to win, of activities that somebody has drawn in since the start.',
    labelNames: ['activity', 'prize'],
    registers: [registry],
    aggregator: 'min',
    async collect() {
      const ids = sources.activityIds().slice(0, MAX_ACTIVITIES);
      const readings = await Promise.all(ids.map((id) => withDeadline(stockLeft(sources, id), deadlineMs)));
      // No `await` from here on: concurrent scrapes must not empty each other's answer.
      this.reset();
      for (const [index, reading] of readings.entries()) {
        for (const { prizeId, left } of reading) {
          this.set({ activity: ids[index] as string, prize: prizeId }, left);
        }
      }
    },
  });
}

async function stockLeft(
  sources: StockSources,
  activityId: string,
): Promise<readonly { prizeId: string; left: number }[]> {
  const prizes = sources.stockedPrizes(activityId);
  if (prizes.length === 0) return [];
  const awarded = await sources.awarded(activityId);
  // The stock may have been lowered below the number of awards.
  return prizes.map(({ prizeId, stock }) => ({
    prizeId,
    left: Math.max(0, stock - (Object.hasOwn(awarded, prizeId) ? (awarded[prizeId] ?? 0) : 0)),
  }));
}

async function withDeadline<T>(work: Promise<readonly T[]>, ms: number): Promise<readonly T[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<readonly T[]>((resolve) => {
    timer = setTimeout(() => resolve([]), ms);
  });
  try {
    return await Promise.race([work, late]);
  } catch {
    return [];
  } finally {
    clearTimeout(timer);
  }
}
