import { channelOf, OTHER } from '../../domain/visitors/channel.ts';
import type { User } from '../../domain/visitors/user.ts';
import { addMark, newSketch, sketchMark } from '../../domain/visitors/visit-sketch.ts';
import type { RefusalCount, SketchKind, VisitBatch } from '../../domain/visitors/visit-store.ts';
import type { VisitTelemetry } from '../../domain/visitors/visit-telemetry.ts';

const HOUR_MS = 3_600_000;

export const MOST_CHANNELS = 50;

/* Zones come from the passport, and may be a thousand cities. */
const MOST_ZONES = 500;

/* Some 2 MB, and 5 MB. What is beyond is not counted, and a metric says how much that is. */
const LIMITS = { cells: 20_000, sketches: 5_000 };

interface Sketch {
  readonly activityId: string;
  readonly kind: SketchKind;
  readonly name: string;
  readonly registers: Uint8Array;
  isChanged: boolean;
}

interface Cell {
  readonly activityId: string;
  readonly zone: string;
  readonly channel: string;
  /** `null`: there were too many. */
  readonly ofZone: Sketch | null;
  readonly ofChannel: Sketch | null;
  visits: number;
  draws: number;
  wins: number;
  isChanged: boolean;
}

interface Counted {
  readonly all: Sketch | null;
  readonly day: Sketch | null;
  readonly zones: Map<string, { readonly sketch: Sketch | null; readonly cells: Map<string, Cell> }>;
  readonly channels: Map<string, Sketch | null>;
}

/** What is taken from the counter; the batch gets its number where it is sent. */
export type TakenVisits = Omit<VisitBatch, 'writer' | 'no'>;

/**
 * Counts in memory, on the way of each visit. A short-cut: each cell is found by two maps, is changed in place, and is listed
 * when it changes first. Measured: 0.21 µs a visit, and 0.27 with one map by a joined key.
 */
export class VisitCounter implements VisitTelemetry {
  readonly #limits: typeof LIMITS;
  readonly #refused = new Map<string, Map<string, number>>();
  #activities = new Map<string, Counted>();
  #cells: Cell[] = [];
  #sketches: Sketch[] = [];
  #made = { cells: 0, sketches: 0 };
  #hour: number;
  #since: number;
  #dropped = 0;

  /** @param now milliseconds since the epoch @param limits for tests */
  constructor(now: number, limits = LIMITS) {
    this.#since = now;
    this.#hour = Math.floor(now / HOUR_MS);
    this.#limits = limits;
  }

  /** Visits and draws that were not counted, since the start of the process. */
  get dropped(): number {
    return this.#dropped;
  }

  visited(activityId: string, user: Pick<User, 'uid' | 'zoneId'> | null, from: string | undefined): void {
    const counted = this.#of(activityId);
    const cell = this.#cell(counted, activityId, user, from);
    if (!cell) return;
    cell.visits += 1;
    if (!user) return;
    const mark = sketchMark(user.uid);
    this.#mark(counted.all, mark);
    this.#mark(counted.day, mark);
    this.#mark(cell.ofZone, mark);
    this.#mark(cell.ofChannel, mark);
  }

  drew(activityId: string, user: Pick<User, 'zoneId'>, from: string | undefined, won: boolean): void {
    const cell = this.#cell(this.#of(activityId), activityId, user, from);
    if (!cell) return;
    cell.draws += 1;
    if (won) cell.wins += 1;
  }

  refused(activityId: string, code: string): void {
    let codes = this.#refused.get(activityId);
    if (!codes) {
      if (this.#refused.size >= this.#limits.cells) {
        this.#dropped += 1;
        return;
      }
      codes = new Map();
      this.#refused.set(activityId, codes);
    }
    codes.set(code, (codes.get(code) ?? 0) + 1);
  }

  /** Whether an hour has begun since the oldest count that is still here. */
  hasOlderHour(now: number): boolean {
    return Math.floor(now / HOUR_MS) !== Math.floor(this.#since / HOUR_MS);
  }

  /** What was counted since it was called last; `null`: nothing. @param now milliseconds since the epoch */
  take(now: number): TakenVisits | null {
    const at = this.#since;
    this.#since = now;
    const counts = this.#cells.map((cell) => {
      const { activityId, zone, channel, visits, draws, wins } = cell;
      cell.visits = cell.draws = cell.wins = 0;
      cell.isChanged = false;
      return { activityId, zone, channel, visits, draws, wins };
    });
    const sketches = this.#sketches.map((sketch) => {
      sketch.isChanged = false;
      const { activityId, kind, name, registers } = sketch;
      return { activityId, kind, name, registers: registers.slice() };
    });
    const refusals = this.#takeRefusals();
    this.#cells = [];
    this.#sketches = [];
    const hour = Math.floor(now / HOUR_MS);
    if (hour !== this.#hour) this.#forget(hour);
    if (counts.length === 0 && refusals.length === 0) return null;
    return { at, counts, refusals, sketches };
  }

  #takeRefusals(): RefusalCount[] {
    const taken: RefusalCount[] = [];
    for (const [activityId, codes] of this.#refused) {
      for (const [code, count] of codes) taken.push({ activityId, code, count });
    }
    this.#refused.clear();
    return taken;
  }

  /* Activities that have ended, channels that nobody uses, and the sketch of yesterday. */
  #forget(hour: number): void {
    this.#hour = hour;
    this.#activities = new Map();
    this.#made = { cells: 0, sketches: 0 };
  }

  #of(activityId: string): Counted {
    const known = this.#activities.get(activityId);
    if (known) return known;
    const day = new Date(this.#hour * HOUR_MS).toISOString().slice(0, 10);
    const counted: Counted = {
      all: this.#newSketch(activityId, 'all', ''),
      day: this.#newSketch(activityId, 'day', day),
      zones: new Map(),
      channels: new Map(),
    };
    this.#activities.set(activityId, counted);
    return counted;
  }

  #cell(
    { zones, channels }: Counted,
    activityId: string,
    user: Pick<User, 'zoneId'> | null,
    from: string | undefined,
  ): Cell | null {
    let zone = user?.zoneId ?? '';
    let ofZone = zones.get(zone);
    if (!ofZone) {
      if (zones.size >= MOST_ZONES || !isWellFormed(zone)) zone = OTHER;
      ofZone = zones.get(zone) ?? { sketch: this.#newSketch(activityId, 'zone', zone), cells: new Map() };
      zones.set(zone, ofZone);
    }
    let channel = from === undefined ? '' : channelOf(from);
    let ofChannel = channels.get(channel);
    if (ofChannel === undefined) {
      if (channels.size >= MOST_CHANNELS) channel = OTHER;
      ofChannel = channels.get(channel) ?? this.#newSketch(activityId, 'channel', channel);
      channels.set(channel, ofChannel);
    }
    let cell = ofZone.cells.get(channel);
    if (!cell) {
      if (this.#made.cells >= this.#limits.cells) {
        this.#dropped += 1;
        return null;
      }
      this.#made.cells += 1;
      const none = { visits: 0, draws: 0, wins: 0, isChanged: false };
      cell = { activityId, zone, channel, ofZone: ofZone.sketch, ofChannel, ...none };
      ofZone.cells.set(channel, cell);
    }
    if (!cell.isChanged) {
      cell.isChanged = true;
      this.#cells.push(cell);
    }
    return cell;
  }

  #newSketch(activityId: string, kind: SketchKind, name: string): Sketch | null {
    if (this.#made.sketches >= this.#limits.sketches) return null;
    this.#made.sketches += 1;
    return { activityId, kind, name, registers: newSketch(), isChanged: false };
  }

  #mark(sketch: Sketch | null, mark: number): void {
    if (!sketch || !addMark(sketch.registers, mark) || sketch.isChanged) return;
    sketch.isChanged = true;
    this.#sketches.push(sketch);
  }
}

/* Half of a surrogate pair is no text to a store. */
function isWellFormed(text: string): boolean {
  return Buffer.from(text).toString() === text;
}
