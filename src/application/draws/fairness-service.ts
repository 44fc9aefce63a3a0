import { phaseAt } from '../../domain/activities/activity.ts';
import type { Result } from '../../domain/activities/result.ts';
import type { BindingBook, RulesLink } from '../../domain/draws/binding-book.ts';
import type { Seed } from '../../domain/draws/draw-ledger.ts';
import type { Clock } from '../../domain/shared/clock.ts';
import { exactIsoInTimezone, isoInTimezone, isTimezone } from '../../domain/shared/local-time.ts';
import type { ActivityGate } from '../admission/activity-gate.ts';
import { BriefCache } from '../shared/brief-cache.ts';
import { NO_HEAD } from './rules-head.ts';
import { rulesFacts } from './rules-text.ts';
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
  /** Sets of rules, in the order in which they took force. */
  readonly rules: readonly ShownRules[];
  /** How many there are in all. */
  readonly rulesTotal: number;
  /** The head of the chain of all of them; `null` where there are none. */
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
  /** To the millisecond, which the head is made of. */
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

/* Anyone may ask, without a login, so an answer has limits. */
const MOST_SETS = 1000;
const MOST_TEXT_CHARACTERS = 262_144;

/* A text may be as long as a file: few of them at once keep the ledger from draws for some milliseconds. */
const TEXTS_PER_CALL = 4;

/* The same for everyone who asks within a second. An answer has some hundred kilobytes. */
const KEPT = { ms: 1000, most: 16 };

const DEFAULT_TIMEZONE = 'Asia/Shanghai';

export interface FairnessDependencies {
  readonly gate: ActivityGate;
  readonly book: BindingBook;
  readonly seeds: Seeds;
  readonly clock: Clock;
}

interface State {
  readonly isServed: boolean;
  /** Whether the grace is over, too. */
  readonly isOver: boolean;
  readonly timezone: string;
}

/** What binds an activity's draws, for anyone: also after its folder is gone. */
export class FairnessService {
  readonly #deps: FairnessDependencies;
  readonly #answers: BriefCache<Result<Fairness>>;
  readonly #links: BriefCache<readonly RulesLink[]>;

  constructor(deps: FairnessDependencies) {
    this.#deps = deps;
    this.#answers = new BriefCache(deps.clock, KEPT);
    this.#links = new BriefCache(deps.clock, KEPT);
  }

  /**
   * Lists at most 1,000 sets of rules, and shows texts of at most 256 Ki characters, those of the first sets listed.
   * @param rulesNo lists the sets up to this one, and shows its text alone; left out: up to the latest
   * @throws DependencyError if the ledger does not answer
   */
  fairness(activityId: string, dispatch: string, rulesNo?: number): Promise<Result<Fairness>> {
    const key = `${activityId}:${dispatch}:${rulesNo ?? ''}`;
    return this.#answers.get(key, () => this.#fairness(activityId, dispatch, rulesNo));
  }

  async #fairness(
    activityId: string,
    dispatch: string,
    rulesNo: number | undefined,
  ): Promise<Result<Fairness>> {
    const { book, seeds, clock } = this.#deps;
    const now = clock.now();
    const links = await this.#links.get(activityId, () => book.rules(activityId));
    const state = await this.#stateOf(activityId, dispatch, links.at(-1), now);
    if (state === null) return { kind: 'no_such_activity' };
    if (state.isOver) await seeds.reveal(activityId, now);
    else if (state.isServed) await seeds.latest(activityId);
    const all = (await book.seeds(activityId)).map((seed) => shownSeed(seed, state.timezone));
    const latest = all.at(-1);
    if (!latest) return { kind: 'no_such_activity' };
    const end = Math.min(rulesNo ?? links.length, links.length);
    const listed = links.slice(Math.max(0, end - MOST_SETS), end);
    const texts = state.isOver ? await this.#textsOf(activityId, listed, rulesNo) : new Map<number, string>();
    const { commitment, seed, revealedAt } = latest;
    return {
      kind: 'served',
      data: {
        algorithm: TICKET_ALGORITHM,
        ...{ commitment, seed, revealedAt, seeds: all },
        rules: listed.map(({ no, hash, at, release, head }) => ({
          ...{
            no,
            hash,
            at: exactIsoInTimezone(at, state.timezone),
            release,
            head,
            text: texts.get(no) ?? null,
          },
        })),
        rulesTotal: links.length,
        rulesHead: links.at(-1)?.head || null,
      },
    };
  }

  /* A set without a head is from before texts were sealed: its text names blocked users. */
  async #textsOf(
    activityId: string,
    listed: readonly RulesLink[],
    rulesNo: number | undefined,
  ): Promise<ReadonlyMap<number, string>> {
    const wanted = listed.filter(
      ({ no, head }) => head !== NO_HEAD && (rulesNo === undefined || no === rulesNo),
    );
    const shown = new Map<number, string>();
    let left = MOST_TEXT_CHARACTERS;
    for (let from = 0; from < wanted.length && left > 0; from += TEXTS_PER_CALL) {
      const numbers = wanted.slice(from, from + TEXTS_PER_CALL).map(({ no }) => no);
      for (const [index, found] of (await this.#deps.book.rulesTexts(activityId, numbers)).entries()) {
        left -= found?.text.length ?? 0;
        if (left < 0 && rulesNo === undefined) return shown;
        if (found) shown.set(numbers[index] as number, found.text);
      }
    }
    return shown;
  }

  /* By the file that is served; where the folder is gone, by the rules that took force last. */
  async #stateOf(
    activityId: string,
    dispatch: string,
    last: RulesLink | undefined,
    now: number,
  ): Promise<State | null> {
    const { gate, book } = this.#deps;
    const served = gate.find(activityId);
    if (served) {
      if (served.dispatch !== dispatch) return null;
      const { timezone } = (served.rulesAsWritten ?? {}) as { timezone?: unknown };
      return {
        isServed: true,
        isOver: phaseAt(served, now - GRACE_MS) === 'ended',
        timezone: timezoneOf(timezone),
      };
    }
    if (!last) return null;
    const [found] = await book.rulesTexts(activityId, [last.no]);
    const { dispatch: kind, endsAt, timezone } = rulesFacts(found);
    if (kind !== dispatch) return null;
    const isOver = endsAt !== null && now >= endsAt + GRACE_MS;
    return { isServed: false, isOver, timezone: timezoneOf(timezone) };
  }
}

function shownSeed({ no, secret, revealedAt }: Seed, timezone: string): ShownSeed {
  const commitment = commitmentOf(secret);
  if (revealedAt === null) return { no, commitment, seed: null, revealedAt: null };
  return { no, commitment, seed: secret, revealedAt: isoInTimezone(revealedAt, timezone) };
}

function timezoneOf(name: unknown): string {
  return typeof name === 'string' && isTimezone(name) ? name : DEFAULT_TIMEZONE;
}
