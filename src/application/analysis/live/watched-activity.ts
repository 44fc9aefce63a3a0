import { DELIVERY_STATES, type DeliveryState } from '../../../domain/deliveries/delivery.ts';
import { isClaimed } from '../../../domain/deliveries/delivery-progress.ts';
import type { AwardTotals } from '../../../domain/draws/award-counts.ts';
import { mostOf, withCodes } from '../../../domain/draws/code-stock.ts';
import type { DrawDetails } from '../../../domain/draws/draw-details.ts';
import { prizeTable } from '../../../domain/draws/prize-table.ts';
import type { PoolSizes } from '../../../domain/draws/unit-pools.ts';
import { moneyText } from '../../authoring/check/exact-text.ts';
import { memoizeByRef } from '../../shared/memoize-by-ref.ts';
import { forecastAt } from '../forecasts.ts';
import { faceOf } from './activity-face.ts';
import { KeptReading } from './kept-reading.ts';
import type { LiveContent } from './live-contents.ts';
import { LiveEvents } from './live-events.ts';
import { type LiveRecords, LiveRecordsReader, NO_RECORDS } from './live-records.ts';
import type { LiveSources } from './live-sources.ts';
import type { LiveEvent, LivePrize, LiveRefusal, LiveView } from './live-view.ts';
import { Pace } from './pace.ts';

const MINUTE_MS = 60_000;
const LATELY_MS = 10_000;
const BEFORE_MS = 5 * MINUTE_MS;

interface ReadLedgerTotals {
  readonly awards: AwardTotals;
  readonly pools: PoolSizes;
}

const NO_LEDGER: ReadLedgerTotals = { awards: { counts: {}, spent: 0 }, pools: {} };

const budgetOf = memoizeByRef((details: DrawDetails) => prizeTable(details).budget);

/** What a poll has found; `view` is `null` where there is no such activity, or nothing is known of it yet. */
export interface Polled {
  readonly view: LiveView | null;
  /** The oldest first. */
  readonly events: readonly LiveEvent[];
}

/** One activity that consoles watch. However many they are, each source is asked once a second. */
export class WatchedActivity {
  readonly #sources: LiveSources;
  readonly #reader: LiveRecordsReader;
  readonly #records: KeptReading<LiveRecords>;
  readonly #ledger: KeptReading<ReadLedgerTotals>;
  readonly #events: LiveEvents;
  readonly #pace = new Pace();
  #isSeeded = false;
  #view: LiveView | null = null;

  constructor(activityId: string, sources: LiveSources) {
    const { clock, ledger } = sources;
    this.#sources = sources;
    this.#reader = new LiveRecordsReader(sources, activityId);
    this.#records = new KeptReading(clock, NO_RECORDS, () => this.#reader.read());
    this.#ledger = new KeptReading(clock, NO_LEDGER, async () => {
      const [awards, pools] = await Promise.all([ledger.awarded(activityId), ledger.pools(activityId)]);
      return { awards, pools };
    });
    this.#events = new LiveEvents(sources);
  }

  /** Whether it is known that there is no such activity. */
  get isMissing(): boolean {
    return this.#records.isKnown && this.#records.value.content === null;
  }

  get view(): LiveView | null {
    return this.#view;
  }

  /** Those of the last time, the oldest first. */
  get events(): readonly LiveEvent[] {
    return this.#events.all;
  }

  /** Asks all sources. It does not throw: what does not answer is as it was. */
  async poll(): Promise<Polled> {
    await Promise.all([this.#records.renew(), this.#ledger.renew()]);
    const records = this.#records.value;
    const { content } = records;
    if (!content) {
      this.#view = null;
      return { view: null, events: [] };
    }
    await this.#seed(records);
    const before = this.#view;
    this.#view = this.#viewOf(content, records);
    const events = await this.#events.renew(content, this.#view, before);
    return { view: this.#view, events };
  }

  /* What happened before somebody watched. */
  async #seed({ visits, draws }: LiveRecords): Promise<void> {
    if (this.#isSeeded || this.#records.awaySince !== null) return;
    this.#isSeeded = true;
    const past = await this.#reader.past().catch(() => ({ visits: [], draws: [] }));
    const minutes = [...new Set([...past.visits, ...past.draws].map(({ at }) => at))].sort((a, b) => a - b);
    const after = <T extends { readonly at: number }>(
      times: readonly T[],
      minute: number,
      of: (time: T) => number,
    ) => times.reduce((sum, time) => (time.at >= minute ? sum + of(time) : sum), 0);
    const [first] = minutes;
    if (first === undefined) return;
    const last = this.#sources.clock.now();
    for (let minute = first; minute < last; minute += MINUTE_MS) {
      this.#pace.add(minute, {
        visits: visits.visits - after(past.visits, minute, (time) => time.visits),
        draws: draws.draws - after(past.draws, minute, (time) => time.draws),
        wins: draws.wins - after(past.draws, minute, (time) => time.wins),
      });
    }
  }

  #viewOf(content: LiveContent, records: LiveRecords): LiveView {
    const now = this.#sources.clock.now();
    const { visits, draws, refusals, progress, forecast } = records;
    const isLedgerKnown = this.#ledger.isKnown;
    const { awards, pools } = this.#ledger.value;
    // Until the ledger has answered, the archive has most of it.
    const awarded = isLedgerKnown
      ? new Map(Object.entries(awards.counts))
      : new Map([...draws.prizes].map(([id, prize]) => [id, prize.awards]));
    const wins = [...awarded.values()].reduce((sum, count) => sum + count, 0);
    // Draws are counted as they are archived, about a second after their wins.
    const drawn = Math.max(draws.draws, wins);
    this.#pace.add(now, { visits: visits.visits, draws: drawn, wins, awards: awarded, refusals });
    const { activity, details } = content;
    return {
      at: now,
      activity: faceOf(content, now),
      away: { ledger: this.#ledger.awaySince, records: this.#records.awaySince },
      totals: {
        ...visits,
        ...{ draws: drawn, drawers: draws.drawers, wins },
        claimed: progress.filter(isClaimed).reduce((sum, { count }) => sum + count, 0),
      },
      perSecond: this.#pace.rates(LATELY_MS),
      perSecondBefore: this.#pace.rates(BEFORE_MS),
      spent: isLedgerKnown ? awards.spent : draws.spent,
      budget: details && budgetOf(details),
      forecast: forecast && forecastAt(forecast, now),
      prizes: details
        ? withPools(details, pools, isLedgerKnown).prizes.map((prize) =>
            this.#prize(prize, awarded.get(prize.id) ?? 0, activity, now),
          )
        : [],
      deliveries: byState(progress),
      refusals: this.#refusals(refusals),
      earned: draws.earned,
    };
  }

  #prize(
    { id, name, stock, value }: StockedPrize,
    awarded: number,
    { startsAt, endsAt }: LiveContent['activity'],
    now: number,
  ): LivePrize {
    // Where less than a minute is known: on the average since the start.
    const average = startsAt === null || startsAt >= now ? 0 : awarded / (now - startsAt);
    const perMs = this.#pace.awardsPerMs(id) ?? average;
    const left = stock === null ? null : Math.max(0, stock - awarded);
    return {
      ...{ id, name, stock, awarded, left, value },
      perMinute: perMs * MINUTE_MS,
      runOutAt: runOutAt(left, perMs, now, endsAt),
    };
  }

  #refusals(counts: ReadonlyMap<string, number>): readonly LiveRefusal[] {
    return [...counts]
      .map(([code, lastHour]) => ({ code, lastHour, lastMinute: this.#pace.refusedLastMinute(code) }))
      .sort((one, other) => other.lastHour - one.lastHour);
  }
}

function runOutAt(left: number | null, perMs: number, now: number, endsAt: number | null): number | null {
  if (left === 0) return now;
  if (left === null || perMs <= 0) return null;
  const at = now + Math.round(left / perMs);
  return at < (endsAt ?? LATEST) ? at : null;
}

/* A prize that is won once a year may last longer than any date. */
const LATEST = Date.parse('9999-12-01T00:00:00Z');

interface StockedPrize {
  readonly id: string;
  readonly name: string;
  readonly stock: number | null;
  readonly value: string | null;
}

/* Where the ledger has not said how many codes there are, the file's stock alone counts. */
function withPools(
  details: DrawDetails,
  pools: PoolSizes,
  isKnown: boolean,
): { readonly prizes: readonly StockedPrize[] } {
  const { rules, prizes } = isKnown ? withCodes(details, pools) : details;
  return {
    prizes: prizes.flatMap(({ id, name }) => {
      const rule = rules.prizes[id];
      if (!rule) return [];
      return [{ id, name, stock: mostOf(rule), value: rule.value ? moneyText(rule.value) : null }];
    }),
  };
}

function byState(progress: LiveRecords['progress']): Readonly<Record<DeliveryState, number>> {
  const counts = Object.fromEntries(DELIVERY_STATES.map((state) => [state, 0])) as Record<
    DeliveryState,
    number
  >;
  for (const { state, count } of progress) counts[state] += count;
  return counts;
}
