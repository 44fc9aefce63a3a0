import { newDelivery } from '../../domain/deliveries/new-delivery.ts';
import { prizeOffers } from '../../domain/deliveries/prize-offers.ts';
import type { ListedWin, MovedTo, WonFilter, WonList } from '../../domain/deliveries/won-list.ts';
import type { DrawEntry, DrawLog, LogEnd } from '../../domain/draws/draw-log.ts';

type Log = Pick<DrawLog, 'book' | 'entries' | 'rulesTexts'>;

export interface WinListing {
  /** How many wins the log has in all. */
  readonly all: number;
  /** Wins that were not in the record store when the listing began; they come last. */
  readonly unmoved: number;
  /** Whether a log waits for an operator before it is moved on. */
  readonly isHalted: boolean;
  /** In pages: those of the record store by when they were won, then those that only the log has. */
  readonly pages: AsyncIterable<readonly ListedWin[]>;
}

/** The part of one log that was not moved to the record store. */
interface Tail extends LogEnd {
  readonly after: number;
}

interface Unmoved {
  readonly tails: readonly Tail[];
  readonly wins: number;
  /** When the earliest of them was won. */
  readonly since: number;
}

/**
 * Every win of an activity, each once, also those that the relay has not moved to the record store yet. Of such a win it
 * knows what its rules say, and its state is `preparing`.
 * @param list `null` where there is no record store yet
 * @throws Error if a store does not answer, also while the pages are read
 */
export async function listWins(
  drawLog: Log,
  list: WonList | null,
  activityId: string,
  filter: WonFilter,
): Promise<WinListing> {
  // How far it was moved comes first: what is moved afterwards is then listed twice rather than not at all, and left out.
  const moved = (await list?.movedTo(activityId)) ?? [];
  const { logs, awarded } = await drawLog.book(activityId);
  const unmoved = await unmovedWins(drawLog, activityId, tailsOf(logs, moved));
  return {
    all: [...awarded.values()].reduce((sum, count) => sum + count, 0),
    unmoved: unmoved.wins,
    isHalted: moved.some(({ isHalted }) => isHalted),
    pages: pagesOf(drawLog, list, activityId, filter, unmoved),
  };
}

async function* pagesOf(
  drawLog: Log,
  list: WonList | null,
  activityId: string,
  filter: WonFilter,
  unmoved: Unmoved,
): AsyncIterable<readonly ListedWin[]> {
  const listed = new Set<string>();
  for await (const page of list?.wins(activityId, filter) ?? []) {
    // Only these can be moved meanwhile, so only these need be remembered.
    for (const { drawId, wonAt } of page) if (wonAt >= unmoved.since) listed.add(drawId);
    yield page;
  }
  if (unmoved.wins === 0) return;
  const offersOf = offersByRules(drawLog, activityId);
  for await (const draws of winsOfTails(drawLog, activityId, unmoved.tails)) {
    const page: ListedWin[] = [];
    for (const draw of draws) {
      if (listed.has(draw.drawId)) continue;
      const offer = (await offersOf(draw.rulesNo)).get(draw.prizeId ?? '');
      const win = newDelivery(activityId, draw, offer, draw.at);
      if (win) page.push({ ...win, state: 'preparing', form: null, isUnmoved: true });
    }
    const wanted = page.filter((win) => isWanted(win, filter));
    if (wanted.length > 0) yield wanted;
  }
}

function isWanted({ state, method, wonAt }: ListedWin, { states, methods, since }: WonFilter): boolean {
  return (
    (states === null || states.includes(state)) &&
    (methods === null || methods.includes(method)) &&
    (since === null || wonAt >= since)
  );
}

function tailsOf(logs: readonly LogEnd[], moved: readonly MovedTo[]): Tail[] {
  const seqs = new Map(moved.map(({ log, seq }) => [log, seq]));
  return logs
    .map(({ log, seq }) => ({ log, seq, after: seqs.get(log) ?? 0 }))
    .filter(({ seq, after }) => seq > after);
}

async function unmovedWins(drawLog: Log, activityId: string, tails: readonly Tail[]): Promise<Unmoved> {
  let wins = 0;
  let since = Number.POSITIVE_INFINITY;
  for await (const draws of winsOfTails(drawLog, activityId, tails)) {
    wins += draws.length;
    for (const { at } of draws) since = Math.min(since, at);
  }
  return { tails, wins, since };
}

async function* winsOfTails(
  drawLog: Log,
  activityId: string,
  tails: readonly Tail[],
): AsyncIterable<readonly DrawEntry[]> {
  for (const { log, after, seq } of tails) {
    for await (const batch of drawLog.entries(activityId, log, after, seq)) {
      yield batch.filter((entry): entry is DrawEntry => entry.kind === 'draw' && entry.prizeId !== null);
    }
  }
}

/* Most draws that follow one another have the same rules. */
function offersByRules(drawLog: Log, activityId: string) {
  let latest: { readonly no: number; readonly offers: ReturnType<typeof prizeOffers> } | undefined;
  return async (no: number) => {
    if (latest?.no === no) return latest.offers;
    const [text] = await drawLog.rulesTexts(activityId, [no]);
    latest = { no, offers: prizeOffers(text?.text ?? '') };
    return latest.offers;
  };
}
