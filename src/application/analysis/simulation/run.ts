import type { Activity } from '../../../domain/activities/activity.ts';
import { mostOf } from '../../../domain/draws/code-stock.ts';
import type { DrawDetails } from '../../../domain/draws/draw-details.ts';
import { boundSource, type Randomness } from './randomness.ts';
import { NO_CHANCE, NOTHING, SimulatedBook } from './simulated-book.ts';
import { StepShare } from './step-share.ts';
import { Timeline, type Traffic } from './traffic.ts';

/** Who comes, how often, and when. Users are numbered from 0; user 0 has the uid `u1`, and so on. */
export interface Scenario {
  readonly users: number;
  /** How often each comes to draw in the whole window, with a chance left or without. */
  readonly drawsPerUser: number;
  readonly traffic: Traffic;
  /** Into how many equal pieces of time the counts over time are divided. */
  readonly pieces: number;
  /** How many chances each has earned, whenever they are needed. */
  readonly earned: number;
}

/** What came of one run. Prizes are numbered in the order of the file. */
export interface RunResult {
  readonly draws: number;
  /** Visits that found no chance left. */
  readonly refused: number;
  /** Draws with earned chances. */
  readonly earnedUsed: number;
  /** What all wins cost, in whole cents. */
  readonly spent: number;
  /** Draws that found no room in the budget for a prize that was there; when the first was, or NaN. */
  readonly budgetStops: number;
  readonly budgetBoundAt: number;
  readonly wins: Uint32Array;
  /** Users who won at least one of the prize. */
  readonly winners: Uint32Array;
  /** Users who won no prize at all, and who won none but the fallback. */
  readonly emptyHanded: number;
  readonly onlyFallback: number;
  /** When the last of the whole stock went, in milliseconds since the epoch; NaN where some are left. */
  readonly ranOutAt: Float64Array;
  /** Wins of each prize up to the end of each piece of time: prize by prize. */
  readonly winsBy: Uint32Array;
  /** Wins of a prize freed in steps that fell right behind a step (see `StepShare`). */
  readonly winsAtSteps: Uint32Array;
}

const TELL_EVERY = 100_000;

/**
 * One run: every user's visits, at the times of the traffic. Users come in turn, and after the last one the first
 * again, so that each user's visits are spread over the traffic as evenly as can be; users are alike, so their order
 * says nothing. Tickets come from the seeded source, because a run takes millions of them.
 * @param onProgress called at times with the number of visits made since the last call
 */
export function simulateRun(
  activity: Activity<DrawDetails>,
  scenario: Scenario,
  random: Randomness,
  onProgress: (visits: number) => void = () => {},
): RunResult {
  const { users, drawsPerUser, traffic, pieces, earned } = scenario;
  const { rules, prizes } = activity.details;
  const book = new SimulatedBook(activity, users, blockedAmong(users, rules.blocked_users), earned);
  const drawnPrize = prizeSource(book, random);
  const visits = users * drawsPerUser;
  const timeline = new Timeline(traffic, visits);
  const [from, to] = [traffic.edges[0] as number, traffic.edges.at(-1) as number];
  const stocks = prizes.map(({ id }) => {
    const rule = rules.prizes[id];
    return rule ? mostOf(rule) : null;
  });
  const steps = prizes.map(({ id }) => StepShare.of(rules.prizes[id], to));
  const winsBy = new Uint32Array(prizes.length * pieces);
  const ranOutAt = new Float64Array(prizes.length).fill(Number.NaN);
  const winsAtSteps = new Uint32Array(prizes.length);
  const endOfPiece = () => (piece === pieces - 1 ? Infinity : from + ((piece + 1) / pieces) * (to - from));
  let [refused, piece, untold] = [0, 0, 0];
  let pieceEndsAt = endOfPiece();

  for (let round = 0; round < drawsPerUser; round++) {
    for (let user = 0; user < users; user++) {
      const now = timeline.next();
      while (now >= pieceEndsAt) {
        closePiece();
        piece++;
        pieceEndsAt = endOfPiece();
      }
      const prize = book.bookDrawn(user, drawnPrize(), now);
      if (prize === NO_CHANCE) refused++;
      else if (prize !== NOTHING) {
        if (book.awarded[prize] === stocks[prize]) ranOutAt[prize] = now;
        if (steps[prize]?.isBehindStep(now)) winsAtSteps[prize] = (winsAtSteps[prize] as number) + 1;
      }
      if (++untold === TELL_EVERY) {
        onProgress(untold);
        untold = 0;
      }
    }
  }
  for (; piece < pieces; piece++) closePiece();
  onProgress(untold);
  const held = holdings(book, users, rules.fallback);
  const { earnedUsed, spent, budgetStops, budgetBoundAt } = book;
  const money = { spent, budgetStops, budgetBoundAt };
  const counts = { draws: visits - refused, refused, earnedUsed, wins: book.awarded };
  return { ...counts, ...money, ranOutAt, winsBy, winsAtSteps, ...held };

  function closePiece(): void {
    for (const [prize, count] of book.awarded.entries()) winsBy[prize * pieces + piece] = count;
  }
}

/* The number of the prize that a ticket falls on, or `NOTHING`. */
function prizeSource({ table, prizeIds }: SimulatedBook, random: Randomness): () => number {
  const bounds = table.bounds.map(({ below }) => below);
  const numbers = [...table.bounds.map(({ prizeId }) => prizeIds.indexOf(prizeId)), NOTHING];
  const nextBound = boundSource({ denominator: table.denominator, bounds }, random);
  return () => numbers[nextBound()] as number;
}

function holdings(book: SimulatedBook, users: number, fallback: string | null) {
  const winners = new Uint32Array(book.prizeIds.length);
  const fallbackPrize = fallback === null ? NOTHING : book.prizeIds.indexOf(fallback);
  let [emptyHanded, onlyFallback] = [0, 0];
  for (let user = 0; user < users; user++) {
    let [any, other] = [false, false];
    for (let prize = 0; prize < winners.length; prize++) {
      if (book.has(user, prize) === 0) continue;
      winners[prize] = (winners[prize] as number) + 1;
      any = true;
      other ||= prize !== fallbackPrize;
    }
    if (!any) emptyHanded++;
    else if (!other) onlyFallback++;
  }
  return { winners, emptyHanded, onlyFallback };
}

function blockedAmong(users: number, uids: ReadonlySet<string>): ReadonlySet<number> {
  const numbers = [...uids].map((uid) => (/^u[1-9]\d{0,8}$/.test(uid) ? Number(uid.slice(1)) - 1 : users));
  return new Set(numbers.filter((number) => number < users));
}
