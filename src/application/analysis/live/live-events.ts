import type { LatestWin } from '../../../domain/draws/latest-wins.ts';
import type { HistoryRow } from '../../../domain/releases/release-store.ts';
import { maskedUid } from '../../draws/masked-uid.ts';
import type { LiveContent } from './live-contents.ts';
import type { LiveSources } from './live-sources.ts';
import type { LiveEvent, LivePrize, LiveView } from './live-view.ts';

/** So many are kept for a console that comes later. */
export const MOST_EVENTS = 50;

const MOST_RELEASES = 10;
const MOST_WINS = 10;

/* Wins come to the record store within about a second after they were counted in the ledger. */
const ASKED_AGAIN = 5;

const NOT_READ = 'the feed of an activity lacks something';

/** What happened in an activity, by what has changed from one moment to the next. */
export class LiveEvents {
  readonly #sources: LiveSources;
  readonly #byId = new Map<string, LiveEvent>();
  #version = -1;
  #bigAwards = -1;
  #asks = 0;

  constructor(sources: LiveSources) {
    this.#sources = sources;
  }

  /** The oldest first. */
  get all(): readonly LiveEvent[] {
    return [...this.#byId.values()];
  }

  /** Finds what is new. It does not throw. @returns it, the oldest first */
  async renew(content: LiveContent, view: LiveView, before: LiveView | null): Promise<readonly LiveEvent[]> {
    const { errorReporter } = this.#sources;
    const found = before ? changesBetween(before, view) : [];
    if (view.away.records === null) {
      try {
        found.push(...(await this.#releases(content)), ...(await this.#bigWins(content, view)));
      } catch (error) {
        errorReporter.report(NOT_READ, error);
      }
    }
    const fresh = found.filter(({ id }) => !this.#byId.has(id)).sort((one, other) => one.at - other.at);
    for (const event of fresh) this.#byId.set(event.id, event);
    for (const id of this.#byId.keys()) {
      if (this.#byId.size <= MOST_EVENTS) break;
      this.#byId.delete(id);
    }
    return fresh;
  }

  async #releases({ activity, version }: LiveContent): Promise<LiveEvent[]> {
    if (version === this.#version) return [];
    const rows = await this.#sources.releases.history(activity.id, { limit: MOST_RELEASES });
    this.#version = version;
    return rows.map(eventOfRelease);
  }

  async #bigWins({ activity }: LiveContent, { prizes }: LiveView): Promise<LiveEvent[]> {
    const big = bigPrizes(activity.prizeFacts, prizes);
    const awards = big.reduce((sum, { awarded }) => sum + awarded, 0);
    if (awards !== this.#bigAwards) this.#asks = ASKED_AGAIN;
    this.#bigAwards = awards;
    if (this.#asks === 0 || awards === 0) return [];
    this.#asks -= 1;
    const ids = big.map(({ id }) => id);
    const wins = await this.#sources.wins.latestWins(activity.id, ids, MOST_WINS);
    return wins.map((win) => eventOfWin(win, prizes));
  }
}

/* The greatest that there are, where they are celebrated at all. */
function bigPrizes(
  facts: LiveContent['activity']['prizeFacts'],
  prizes: readonly LivePrize[],
): readonly LivePrize[] {
  for (const tier of ['grand', 'fine'] as const) {
    const found = prizes.filter(({ id }) => facts?.[id]?.tier === tier);
    if (found.length > 0) return found;
  }
  return [];
}

function eventOfRelease({ version, at, action, author, note, serving }: HistoryRow): LiveEvent {
  const { no, candidate } = serving;
  return {
    ...{ id: `release-${version}`, at, kind: 'release', action },
    ...{ no, candidateNo: candidate?.no ?? null, author, note },
  };
}

function eventOfWin({ drawId, uid, prizeId, wonAt }: LatestWin, prizes: readonly LivePrize[]): LiveEvent {
  const prize = prizes.find(({ id }) => id === prizeId);
  return {
    ...{ id: `win-${drawId}`, at: wonAt, kind: 'big_win', prizeId },
    ...{ name: prize?.name ?? prizeId, value: prize?.value ?? null, who: maskedUid(uid) },
  };
}

function changesBetween(before: LiveView, now: LiveView): LiveEvent[] {
  const { at } = now;
  const events: LiveEvent[] = [];
  const { failed } = now.deliveries;
  if (failed > before.deliveries.failed) {
    const was = before.deliveries.failed;
    events.push({ id: `failed-${failed}-${at}`, at, kind: 'deliveries_failed', failed, before: was });
  }
  const leftBefore = new Map(before.prizes.map(({ id, left }) => [id, left]));
  for (const { id, name, left, stock } of now.prizes) {
    const was = leftBefore.get(id);
    if (left !== 0 || was === 0 || was === undefined || was === null) continue;
    events.push({ id: `out-${id}-${stock}-${at}`, at, kind: 'prize_run_out', prizeId: id, name });
  }
  for (const source of ['ledger', 'records'] as const) {
    const [was, is] = [before.away[source], now.away[source]];
    if (was === null && is !== null)
      events.push({ id: `away-${source}-${is}`, at, kind: 'store_away', source });
    if (was !== null && is === null)
      events.push({ id: `back-${source}-${was}`, at, kind: 'store_back', source });
  }
  return events;
}
