import type { CodeCounts } from '../../../domain/deliveries/code-store.ts';
import type { DeliveryProgress } from '../../../domain/deliveries/delivery-progress.ts';
import type { EndpointStates } from '../../../domain/deliveries/endpoint-states.ts';
import type { RelayStatus } from '../../../domain/deliveries/relay-status.ts';
import type { DrawCounts, DrawTime, DrawTotals } from '../../../domain/draws/draw-counts.ts';
import type { RecentDraws } from '../../../domain/draws/recent-draws.ts';
import type { CancelledSchedules } from '../../../domain/releases/cancelled-schedules.ts';
import type { ReleaseFeed } from '../../../domain/releases/release-feed.ts';
import type { Clock } from '../../../domain/shared/clock.ts';
import type { RecentVisits } from '../../../domain/visitors/recent-visits.ts';
import { BriefCache } from '../../shared/brief-cache.ts';
import type { HomeIndex, IndexedActivity } from './home-index.ts';
import {
  type Need,
  needOfCancelled,
  needOfEndpoint,
  needOfFailed,
  needOfFile,
  needsOfRelay,
  type Severity,
} from './home-needs.ts';
import { HomeTotals } from './home-totals.ts';
import { KnownNeeds } from './known-needs.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const SOON_MS = 2 * DAY_MS;

/* Later, nobody looks for the reason any more. */
const CANCELLED_MS = 7 * DAY_MS;

const MOST_CARDS = 24;
export const MOST_NEEDS = 100;

/* However many consoles show it. */
const KEPT = { ms: 2000, most: 1 };

export interface HomeCard {
  readonly activity: IndexedActivity;
  readonly phase: 'not_started' | 'running' | 'ended' | 'paused';
  readonly visitsDay: number;
  readonly drawsDay: number;
  readonly winsDay: number;
  /** Of each of the last 24 hours, the oldest first. */
  readonly drawsByHour: readonly number[];
}

export interface Home {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly running: readonly HomeCard[];
  readonly soon: readonly HomeCard[];
  readonly ending: readonly HomeCard[];
  readonly attention: readonly Need[];
  readonly counts: Readonly<
    Record<'running' | 'soon' | 'ending' | 'paused' | 'ended' | 'all' | 'attention', number>
  >;
}

export interface HomeServiceDependencies {
  readonly index: HomeIndex;
  readonly feed: Pick<ReleaseFeed, 'findings'>;
  readonly draws: Pick<DrawCounts, 'totalsOf'> & RecentDraws;
  readonly visits: RecentVisits;
  readonly progress: Pick<DeliveryProgress, 'failed'>;
  readonly codes: Pick<CodeCounts, 'sizes'>;
  readonly relay: RelayStatus;
  readonly endpoints: Pick<EndpointStates, 'stopped'>;
  readonly schedules: CancelledSchedules;
  readonly clock: Clock;
}

/** What runs, what starts and ends next, and what needs a person. */
export class HomeService {
  readonly #deps: HomeServiceDependencies;
  readonly #totals: HomeTotals;
  readonly #known = new KnownNeeds();
  readonly #kept: BriefCache<Home>;

  constructor(deps: HomeServiceDependencies) {
    this.#deps = deps;
    this.#totals = new HomeTotals(deps);
    this.#kept = new BriefCache(deps.clock, KEPT);
  }

  /** @throws DependencyError if the record store does not answer */
  home(): Promise<Home> {
    return this.#kept.get('', () => this.#made());
  }

  async #made(): Promise<Home> {
    const { index, clock } = this.#deps;
    const now = clock.now();
    const all = await index.all();
    const phases: Record<HomeCard['phase'], IndexedActivity[]> = {
      ...{ running: [], not_started: [], paused: [], ended: [] },
    };
    for (const activity of all) phases[phaseOf(activity, now)].push(activity);
    const { running } = phases;
    const totals = await this.#totals.of(running.filter(isDrawn).map(({ activityId }) => activityId));
    const soon = phases.not_started
      .filter(({ startsAt }) => startsAt !== null && startsAt <= now + SOON_MS)
      .sort((one, other) => (one.startsAt ?? 0) - (other.startsAt ?? 0));
    const ending = running
      .filter(({ endsAt }) => endsAt !== null && endsAt <= now + SOON_MS)
      .sort((one, other) => (one.endsAt ?? 0) - (other.endsAt ?? 0));
    const needs = await this.#needs(running, totals, now);
    const lists = [busiestFirst(running, totals), soon, ending].map((list) => list.slice(0, MOST_CARDS));
    const cardOf = await this.#cards(lists.flat(), now);
    const [ofRunning = [], ofSoon = [], ofEnding = []] = lists.map((list) =>
      list.map((activity) => cardOf(activity, phaseOf(activity, now))),
    );
    return {
      at: now,
      ...{ running: ofRunning, soon: ofSoon, ending: ofEnding },
      attention: needs.slice(0, MOST_NEEDS),
      counts: {
        ...{ running: running.length, soon: soon.length, ending: ending.length },
        ...{ paused: phases.paused.length, ended: phases.ended.length },
        ...{ all: all.length, attention: needs.length },
      },
    };
  }

  async #needs(
    running: readonly IndexedActivity[],
    totals: ReadonlyMap<string, DrawTotals>,
    now: number,
  ): Promise<readonly Need[]> {
    const { index, feed, progress, codes, relay, endpoints, schedules } = this.#deps;
    const titleOf = (id: string) => index.find(id)?.title ?? null;
    const [failed, findings, state, stopped, cancelled, sizes] = await Promise.all([
      progress.failed(),
      feed.findings(),
      relay.state(now),
      endpoints.stopped(),
      schedules.since(now - CANCELLED_MS),
      codes.sizes(),
    ]);
    const needs = [
      ...needsOfRelay(state, titleOf),
      ...stopped.map(needOfEndpoint),
      ...[...failed].map(([id, count]) => needOfFailed(id, count, titleOf(id))),
      ...this.#known.of(running, totals, poolsOf(sizes), now),
      ...findings.map((invalid) => needOfFile(invalid, titleOf(invalid.activityId))),
      // What was published since has taken its place.
      ...cancelled
        .filter(({ activityId, closedAt }) => (index.find(activityId)?.changedAt ?? 0) < closedAt)
        .map((each) => needOfCancelled(each, titleOf(each.activityId))),
    ];
    // There may be thousands: they are not sorted.
    const of = (severity: Severity) => needs.filter((need) => need.severity === severity);
    return [...of('critical'), ...of('warning'), ...of('info')];
  }

  /* Of the last 24 hours of UTC, the present one among them. */
  async #cards(
    activities: readonly IndexedActivity[],
    now: number,
  ): Promise<(activity: IndexedActivity, phase: HomeCard['phase']) => HomeCard> {
    const { draws, visits } = this.#deps;
    const hour = now - (now % HOUR_MS);
    const span = { from: hour - 23 * HOUR_MS, to: hour + HOUR_MS };
    const ids = [...new Set(activities.map(({ activityId }) => activityId))];
    const [drawn, visited] = await Promise.all([draws.hoursOf(ids, span), visits.visitsOf(ids, span)]);
    return (activity, phase) => {
      const hours = drawn.get(activity.activityId) ?? [];
      return {
        ...{ activity, phase },
        visitsDay: visited.get(activity.activityId) ?? 0,
        drawsDay: hours.reduce((sum, time) => sum + time.draws, 0),
        winsDay: hours.reduce((sum, time) => sum + time.wins, 0),
        drawsByHour: byHour(hours, span.from),
      };
    };
  }
}

function phaseOf({ startsAt, endsAt, isPaused }: IndexedActivity, now: number): HomeCard['phase'] {
  if (endsAt !== null && now >= endsAt) return 'ended';
  if (isPaused) return 'paused';
  return startsAt !== null && now < startsAt ? 'not_started' : 'running';
}

function isDrawn({ prizes, stage }: IndexedActivity): boolean {
  return stage !== null || prizes.length > 0;
}

/* By all their draws; those without by what comes to an end next. */
function busiestFirst(
  running: readonly IndexedActivity[],
  totals: ReadonlyMap<string, DrawTotals>,
): readonly IndexedActivity[] {
  const end = ({ endsAt }: IndexedActivity) => endsAt ?? Number.MAX_SAFE_INTEGER;
  return running
    .map((activity) => ({ activity, draws: totals.get(activity.activityId)?.draws ?? 0 }))
    .sort((one, other) => other.draws - one.draws || end(one.activity) - end(other.activity))
    .map(({ activity }) => activity);
}

function byHour(drawn: readonly DrawTime[], from: number): readonly number[] {
  const hours = new Array<number>(24).fill(0);
  for (const { at, draws } of drawn) hours[(at - from) / HOUR_MS] = draws;
  return hours;
}

function poolsOf(
  sizes: Awaited<ReturnType<CodeCounts['sizes']>>,
): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const pools = new Map<string, Map<string, number>>();
  for (const { activityId, prizeId, size } of sizes) {
    const known = pools.get(activityId);
    if (known) known.set(prizeId, size);
    else pools.set(activityId, new Map([[prizeId, size]]));
  }
  return pools;
}
