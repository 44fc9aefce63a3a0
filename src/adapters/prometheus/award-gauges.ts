import { Gauge, type Registry } from 'prom-client';
import type { AwardLimits } from '../../application/draws/award-limits.ts';
import type { AwardTotals } from '../../domain/draws/award-counts.ts';
import { withDeadline } from './with-deadline.ts';

export interface AwardSources {
  /** Activities that had draws since the start. */
  activityIds(): readonly string[];
  /** Empty if the activity is gone, or has no prizes. */
  awardLimits(activityId: string): AwardLimits;
  /** The number of awards of each prize, and their cost in whole cents. @throws Error if the ledger cannot be read */
  awarded(activityId: string): Promise<AwardTotals>;
}

/* Each needs a call of the ledger, which should serve draws first. */
const MAX_ACTIVITIES = 100;

/* If the ledger hangs, the other metrics must arrive well before the scrape times out. The calls are concurrent. */
const DEADLINE_MS = 500;

const CENTS_PER_YUAN = 100;

/** The awards of one activity, as its gauges show them. */
interface Reading {
  readonly activity: string;
  readonly stockLeft: readonly { readonly prize: string; readonly left: number }[];
  /** Yuan; `null` without a budget. */
  readonly budget: { readonly spent: number; readonly total: number; readonly barred: number } | null;
}

/**
 * The rest of each stock and of each budget, by the ledger. While the ledger cannot be read, there is no value instead
 * of an old one. Over several processes the value that was read last counts: the lowest stock, the highest expense.
 */
export function addAwardGauges(registry: Registry, sources: AwardSources, deadlineMs = DEADLINE_MS): void {
  let current: Promise<readonly Reading[]> | null = null;
  // The gauges of a scrape are collected at the same time, and share one reading of the ledger.
  const readings = () => {
    current ??= readAll(sources, deadlineMs).finally(() => {
      current = null;
    });
    return current;
  };

  function gauge(
    metric: { name: string; help: string; labelNames: string[]; aggregator: 'min' | 'max' },
    set: (gauge: Gauge, reading: Reading) => void,
  ): void {
    new Gauge({
      ...metric,
      registers: [registry],
      async collect() {
        const found = await readings();
        // No `await` from here on: concurrent scrapes must not empty each other's answer.
        this.reset();
        for (const reading of found) set(this, reading);
      },
    });
  }

  gauge(
    {
      name: 'cms_market_stock_left',
      help: 'Prizes left to win, of activities that somebody has drawn in since the start.',
      labelNames: ['activity', 'prize'],
      aggregator: 'min',
    },
    (stock, { activity, stockLeft }) => {
      for (const { prize, left } of stockLeft) stock.set({ activity, prize }, left);
    },
  );
  gauge(
    {
      name: 'cms_market_budget',
      help: 'What all prizes of an activity together may cost, in yuan.',
      labelNames: ['activity'],
      // After an edit, a process that has not read the file yet should hide no alert.
      aggregator: 'min',
    },
    (total, { activity, budget }) => {
      if (budget) total.set({ activity }, budget.total);
    },
  );
  gauge(
    {
      name: 'cms_market_budget_spent',
      help: 'What the awarded prizes of an activity with a budget cost together, in yuan.',
      labelNames: ['activity'],
      aggregator: 'max',
    },
    (spent, { activity, budget }) => {
      if (budget) spent.set({ activity }, budget.spent);
    },
  );
  gauge(
    {
      name: 'cms_market_budget_barred_prizes',
      help: 'Prizes that are left, and whose value is more than the rest of the budget.',
      labelNames: ['activity'],
      aggregator: 'max',
    },
    (barred, { activity, budget }) => {
      if (budget) barred.set({ activity }, budget.barred);
    },
  );
}

async function readAll(sources: AwardSources, deadlineMs: number): Promise<readonly Reading[]> {
  const ids = sources.activityIds().slice(0, MAX_ACTIVITIES);
  const found = await Promise.all(ids.map((id) => withDeadline(readingOf(sources, id), deadlineMs)));
  return found.filter((reading) => reading !== null);
}

async function readingOf(sources: AwardSources, activity: string): Promise<Reading | null> {
  const { prizes, budget } = sources.awardLimits(activity);
  if (budget === null && prizes.every(({ stock }) => stock === null)) return null;
  const { counts, spent } = await sources.awarded(activity);
  // The stock may have been lowered below the number of awards.
  const left = ({ prizeId, stock }: AwardLimits['prizes'][number]) =>
    stock === null
      ? Infinity
      : Math.max(0, stock - (Object.hasOwn(counts, prizeId) ? (counts[prizeId] ?? 0) : 0));
  const barred = prizes.filter(
    (prize) => prize.cost > 0 && left(prize) > 0 && spent + prize.cost > (budget ?? Infinity),
  );
  return {
    activity,
    stockLeft: prizes.flatMap((prize) =>
      prize.stock === null ? [] : [{ prize: prize.prizeId, left: left(prize) }],
    ),
    budget:
      budget === null
        ? null
        : { spent: spent / CENTS_PER_YUAN, total: budget / CENTS_PER_YUAN, barred: barred.length },
  };
}
