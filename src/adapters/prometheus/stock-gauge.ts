import { Gauge, type Registry } from 'prom-client';

/** A prize of which there is only so much. */
export interface StockedPrize {
  readonly prizeId: string;
  readonly stock: number;
}

export interface StockSources {
  /** Activities that somebody has drawn in since the start. */
  activityIds(): readonly string[];
  /** Empty where the activity is gone or nothing in it runs out. */
  stockedPrizes(activityId: string): readonly StockedPrize[];
  /** How many of each prize are gone. @throws Error if the books cannot be read */
  awarded(activityId: string): Promise<Readonly<Record<string, number>>>;
}

/* Each is a question to the ledger, and draws come first. */
const MAX_ACTIVITIES = 100;

/* Whoever scrapes should get the other numbers though the ledger hangs; it is asked for all at once. */
const DEADLINE_MS = 500;

/**
 * What is left of each stock, by the books. While they cannot be read there is no number, rather than an old
 * one. Of several processes the least counts: it was read last.
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
      // Only now, without a pause in between: two scrapes at once must not empty each other's answer.
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
  // A stock may be lowered to below what is gone.
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
