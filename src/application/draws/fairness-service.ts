import { phaseAt } from '../../domain/activities/activity.ts';
import type { Result } from '../../domain/activities/result.ts';
import type { BindingBook, RulesSet, Seed } from '../../domain/draws/draw-ledger.ts';
import type { Clock } from '../../domain/shared/clock.ts';
import { isoInTimezone, isTimezone } from '../../domain/shared/local-time.ts';
import type { ActivityGate } from '../admission/activity-gate.ts';
import { SingleFlight } from '../shared/single-flight.ts';
import { NO_HEAD } from './rules-head.ts';
import type { Seeds } from './seeds.ts';
import { commitmentOf, TICKET_ALGORITHM } from './ticket.ts';

/** What a verifier needs. Times are ISO 8601. */
export interface Fairness {
  readonly algorithm: string;
  /** Of the latest seed: the SHA-256, as hex. */
  readonly commitment: string;
  /** Of the latest seed, as hex; `null` until it is revealed. */
  readonly seed: string | null;
  readonly revealedAt: string | null;
  /** All seeds, in the order in which they were made. */
  readonly seeds: readonly ShownSeed[];
  /** All sets of rules, in the order in which they took force. */
  readonly rules: readonly ShownRules[];
  /** The head of the chain of these; `null` where there are none. */
  readonly rulesHead: string | null;
}

export interface ShownSeed {
  readonly no: number;
  readonly commitment: string;
  readonly seed: string | null;
  readonly revealedAt: string | null;
}

export interface ShownRules {
  readonly no: number;
  readonly hash: string;
  readonly at: string;
  readonly release: number | null;
  readonly head: string;
  /** `null` until the seeds are shown. */
  readonly text: string | null;
}

/**
 * Seeds and rules are shown so long after the end, so that no process whose clock is behind draws under a seed that
 * anyone can see.
 */
export const GRACE_MS = 60_000;

/*
 * Anyone may ask, so an answer has a limit: the texts of the sets in their order, as many as fit. A single one can be
 * asked for by its number.
 */
const MOST_TEXT_CHARACTERS = 262_144;

/* The same answer for everyone, who need no login: within this time the ledger is asked once. */
const KEPT_MS = 1000;

const DEFAULT_TIMEZONE = 'Asia/Shanghai';

export interface FairnessDependencies {
  readonly gate: ActivityGate;
  readonly book: Pick<BindingBook, 'seeds' | 'rules'>;
  readonly seeds: Seeds;
  readonly clock: Clock;
}

/** What binds an activity's draws, for anyone: also after its folder is gone. */
export class FairnessService {
  readonly #deps: FairnessDependencies;
  readonly #flights = new SingleFlight<Result<Fairness>>();
  /* By activity alone: anyone may ask for any numbers at once. */
  readonly #reads = new SingleFlight<readonly RulesSet[]>();
  readonly #kept = new Map<string, { readonly until: number; readonly result: Result<Fairness> }>();

  constructor(deps: FairnessDependencies) {
    this.#deps = deps;
  }

  /**
   * @param rulesNo shows the text of this set alone; left out: the texts of the first sets, up to 256 Ki characters
   * @throws DependencyError if the ledger does not answer
   */
  fairness(activityId: string, dispatch: string, rulesNo?: number): Promise<Result<Fairness>> {
    const key = `${activityId}:${dispatch}:${rulesNo ?? ''}`;
    return this.#flights.run(key, async () => {
      const now = this.#deps.clock.now();
      const kept = this.#kept.get(key);
      if (kept && kept.until > now && kept.until <= now + KEPT_MS) return kept.result;
      const result = await this.#fairness(activityId, dispatch, now, rulesNo);
      this.#forgetOld(now);
      // Of activities that do not exist nothing is kept: anyone may name any number of them.
      if (result.kind === 'served' && rulesNo === undefined) {
        this.#kept.set(key, { until: now + KEPT_MS, result });
      }
      return result;
    });
  }

  /* The oldest come first. Answers are large, and anyone may ask for those of all activities in turn. */
  #forgetOld(now: number): void {
    for (const [key, { until }] of this.#kept) {
      if (until > now && until <= now + KEPT_MS) break;
      this.#kept.delete(key);
    }
  }

  async #fairness(
    activityId: string,
    dispatch: string,
    now: number,
    rulesNo: number | undefined,
  ): Promise<Result<Fairness>> {
    const { book, seeds } = this.#deps;
    const sets = await this.#reads.run(activityId, () => book.rules(activityId));
    const state = this.#stateOf(activityId, dispatch, sets, now);
    if (state === null) return { kind: 'no_such_activity' };
    if (state.isOver) await seeds.reveal(activityId, now);
    else if (state.isServed) await seeds.latest(activityId);
    const all = await book.seeds(activityId);
    const latest = all.at(-1);
    if (!latest) return { kind: 'no_such_activity' };
    const local = (at: number) => isoInTimezone(at, state.timezone);
    const shownSeed = ({ no, secret, revealedAt }: Seed): ShownSeed => {
      const isRevealed = revealedAt !== null;
      return {
        no,
        commitment: commitmentOf(secret),
        seed: isRevealed ? secret : null,
        revealedAt: isRevealed ? local(revealedAt) : null,
      };
    };
    const { commitment, seed, revealedAt } = shownSeed(latest);
    const texts = state.isOver ? shownTexts(sets, rulesNo) : new Map<number, string>();
    const rules = sets.map(({ no, hash, at, release, head }) => ({
      ...{ no, hash, at: local(at), release, head },
      text: texts.get(no) ?? null,
    }));
    return {
      kind: 'served',
      data: {
        algorithm: TICKET_ALGORITHM,
        ...{ commitment, seed, revealedAt },
        seeds: all.map(shownSeed),
        rules,
        rulesHead: sets.at(-1)?.head || null,
      },
    };
  }

  /* By the file that is served; where the folder is gone, by the rules that took force last. */
  #stateOf(
    activityId: string,
    dispatch: string,
    sets: readonly RulesSet[],
    now: number,
  ): { readonly isServed: boolean; readonly isOver: boolean; readonly timezone: string } | null {
    const { gate } = this.#deps;
    const served = gate.find(activityId);
    if (served && served.dispatch !== dispatch) return null;
    const last = sets.at(-1);
    const text = last ? (JSON.parse(last.text) as RulesFile) : null;
    const rules = (served ? served.rulesAsWritten : text?.rules) as { timezone?: unknown } | undefined;
    const timezone = timezoneOf(rules?.timezone);
    if (served) {
      const isOver = phaseAt(served, now) === 'ended' && phaseAt(served, now - GRACE_MS) === 'ended';
      return { isServed: true, isOver, timezone };
    }
    if (!text || text.dispatch !== dispatch) return null;
    const endsAt = Date.parse(text.ends_at ?? '');
    return { isServed: false, isOver: now >= endsAt + GRACE_MS, timezone };
  }
}

function shownTexts(sets: readonly RulesSet[], rulesNo: number | undefined): ReadonlyMap<number, string> {
  const shown = new Map<number, string>();
  let left = MOST_TEXT_CHARACTERS;
  for (const { no, head, text } of sets) {
    // A set without a head is from before texts were sealed: its text names blocked users.
    if (head === NO_HEAD || (rulesNo !== undefined && no !== rulesNo)) continue;
    left -= text.length;
    if (left < 0 && no !== rulesNo) break;
    shown.set(no, text);
  }
  return shown;
}

interface RulesFile {
  readonly dispatch: string;
  readonly ends_at?: string;
  readonly rules?: unknown;
}

function timezoneOf(name: unknown): string {
  return typeof name === 'string' && isTimezone(name) ? name : DEFAULT_TIMEZONE;
}
