import type { HandOvers, Marking } from '../../domain/deliveries/hand-overs.ts';
import type { Clock } from '../../domain/shared/clock.ts';
import { batchesOf } from '../shared/batches-of.ts';

/** A win that is to be marked, and the line that names it, from 1. */
export interface NamedWin {
  readonly line: number;
  readonly drawId: string;
}

export type Unmarked = Exclude<Marking, { kind: 'delivered' | 'already' }>;

export interface MarkedWins {
  readonly delivered: number;
  readonly already: number;
}

export interface MarkingDependencies {
  readonly handOvers: Pick<HandOvers, 'markDelivered'>;
  readonly clock: Clock;
  /** Who has handed them over; `null`: that is not known. */
  readonly by: string | null;
}

/* One transaction; it takes some milliseconds. */
const BATCH = 500;

/**
 * Marks wins as delivered, in batches, so that they need not fit in memory. Repeated, it changes nothing.
 * @param onUnmarked gets each win that cannot be marked
 * @param onProgress gets the number of wins that were looked at
 * @throws DependencyError if the store does not answer; the batches before are marked by then
 */
export async function markDelivered(
  { handOvers, clock, by }: MarkingDependencies,
  activityId: string | null,
  wins: AsyncIterable<NamedWin>,
  onUnmarked: (win: NamedWin, why: Unmarked) => void,
  onProgress: (done: number) => void,
): Promise<MarkedWins> {
  let [delivered, already, done] = [0, 0, 0];
  for await (const batch of batchesOf(wins, BATCH)) {
    const ids = [...new Set(batch.map(({ drawId }) => drawId))];
    const markings = new Map(await handOvers.markDelivered(activityId, ids, clock.now(), by));
    for (const win of batch) {
      const marking = markings.get(win.drawId) ?? { kind: 'unknown' };
      if (marking.kind === 'delivered') {
        delivered += 1;
        // Another line may name it again.
        markings.set(win.drawId, { kind: 'already' });
      } else if (marking.kind === 'already') already += 1;
      else onUnmarked(win, marking);
    }
    done += batch.length;
    onProgress(done);
  }
  return { delivered, already };
}
