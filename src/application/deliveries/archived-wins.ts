import type { LatestWin, LatestWins } from '../../domain/draws/latest-wins.ts';
import { RecordCalls } from './record-calls.ts';

/** The latest wins of the record store, for visitors: few calls at a time, and none is waited for long. */
export class ArchivedWins implements LatestWins {
  readonly #wins: LatestWins;
  readonly #calls = new RecordCalls();

  constructor(wins: LatestWins) {
    this.#wins = wins;
  }

  latestWins(activityId: string, prizeIds: readonly string[], limit: number): Promise<readonly LatestWin[]> {
    return this.#calls.run(() => this.#wins.latestWins(activityId, prizeIds, limit));
  }
}
