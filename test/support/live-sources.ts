import type { LiveContent } from '../../src/application/analysis/live/live-contents.ts';
import type { LiveSources } from '../../src/application/analysis/live/live-sources.ts';
import { drawCapabilities } from '../../src/application/kinds/kinds.ts';
import type { ProgressCount } from '../../src/domain/deliveries/delivery-progress.ts';
import type { LatestWin } from '../../src/domain/draws/latest-wins.ts';
import type { HistoryRow } from '../../src/domain/releases/release-store.ts';
import { activityOf } from './activity-of.ts';
import { VirtualTime } from './virtual-time.ts';

export const STARTED = Date.parse('2026-11-11T00:00:00Z');
export const HOUR_MS = 3_600_000;

/** A shake with a car of 500, a cup and a thanks-coupon, over two days. */
export const watchedFile = {
  dispatch: 'shake',
  title: 'Double 11',
  is_login_user: true,
  starts_at: '2026-11-11T08:00:00+08:00',
  ends_at: '2026-11-13T08:00:00+08:00',
  prizes: [
    { id: 'car', name: 'Car' },
    { id: 'cup', name: 'Cup' },
  ],
  rules: {
    budget: '1000.00',
    prizes: {
      car: { odds: '1%', stock: 2, value: '500.00' },
      cup: { odds: '10%', stock: 100, value: '5' },
    },
  },
};

export function liveContentOf(file: object, more: Partial<LiveContent> = {}): LiveContent {
  const activity = activityOf(file, 'a1');
  return {
    activity,
    details: drawCapabilities.get(activity.dispatch)?.detailsOf(activity) ?? null,
    ...{ isPaused: false, isRemoved: false, releaseNo: 3, candidateNo: null, content: 'c1', version: 7 },
    ...more,
  };
}

/** Sources whose numbers a test sets, and which it can take away or let hang. Time passes as the test says. */
export class FakeLiveSources {
  readonly time = new VirtualTime(STARTED + HOUR_MS);
  content: LiveContent | null = liveContentOf(watchedFile);
  counts: Record<string, number> = {};
  spent = 0;
  visits = 0;
  visitors = 0;
  draws = 0;
  drawers = 0;
  refusals: { code: string; count: number }[] = [];
  progress: ProgressCount[] = [];
  wins: LatestWin[] = [];
  history: HistoryRow[] = [];
  ledgerIs: 'there' | 'away' | 'hanging' = 'there';
  recordsAre: 'there' | 'away' | 'hanging' = 'there';
  /** How often each was asked. */
  readonly asked = { ledger: 0, records: 0 };

  readonly sources: LiveSources = {
    contents: { of: () => this.#record(() => this.content) },
    ledger: {
      awarded: () => this.#fromLedger(() => ({ counts: { ...this.counts }, spent: this.spent })),
      pools: () => this.#fromLedger(() => ({})),
    },
    visits: {
      totals: () => this.#record(() => ({ visits: this.visits, visitors: this.visitors })),
      times: async () => [],
      places: async () => [],
      refusals: () => this.#record(() => this.refusals.map((each) => ({ ...each }))),
    },
    draws: {
      totals: () => this.#record(() => this.#drawTotals()),
      times: async () => [],
      peak: async () => null,
      totalsOf: async () => new Map(),
    },
    progress: {
      failed: async () => new Map(),
      of: () => this.#record(() => [...this.progress]),
      claimedByHour: async () => [],
    },
    wins: { latestWins: async () => this.wins },
    releases: { history: async () => this.history },
    forecasts: { of: async () => null },
    clock: this.time,
    timer: this.time,
    errorReporter: { report: () => {} },
  };

  #drawTotals() {
    const wins = Object.values(this.counts).reduce((sum, count) => sum + count, 0);
    const prizes = new Map(Object.entries(this.counts).map(([id, awards]) => [id, { awards, spent: 0 }]));
    return { draws: this.draws, drawers: this.drawers, wins, spent: this.spent, earned: 4, prizes };
  }

  async #fromLedger<T>(value: () => T): Promise<T> {
    this.asked.ledger += 1;
    return answerIf(this.ledgerIs, value);
  }

  async #record<T>(value: () => T): Promise<T> {
    this.asked.records += 1;
    return answerIf(this.recordsAre, value);
  }
}

async function answerIf<T>(state: 'there' | 'away' | 'hanging', value: () => T): Promise<T> {
  if (state === 'away') throw new Error('away');
  if (state === 'hanging') return new Promise<never>(() => {});
  return value();
}
