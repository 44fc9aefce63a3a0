import type { Account } from '../../../domain/draws/draw-ledger.ts';
import type { LedgerBook, LedgerSnapshot } from '../../../domain/draws/draw-log.ts';
import type { PoolSizes } from '../../../domain/draws/unit-pools.ts';
import { TimelyCalls } from '../../shared/timely-calls.ts';

/** What the ledger has of a user and of an activity. */
export interface LedgerView {
  readonly account: Account;
  readonly book: LedgerBook;
  readonly pools: PoolSizes;
}

/* With the record store before it, an answer takes less than 2 s. */
const LIMITS = { atOnce: 8, waiting: 50, deadlineMs: 1000 };

/** The ledger, read beside the service that writes it. */
export class PeopleLedger {
  readonly #open: () => Promise<LedgerSnapshot>;
  readonly #calls = new TimelyCalls('draw ledger', LIMITS);

  /** @param open is called for each view; where nothing was drawn yet it returns an empty one */
  constructor(open: () => Promise<LedgerSnapshot>) {
    this.#open = open;
  }

  /** @throws DependencyError if the ledger does not answer within a second */
  view(activityId: string, uid: string): Promise<LedgerView> {
    return this.#calls.run(async () => {
      const { accounts, drawLog, pools } = await this.#open();
      const [account, book, sizes] = await Promise.all([
        accounts.read(activityId, uid),
        drawLog.book(activityId),
        pools.pools(activityId),
      ]);
      return { account, book, pools: sizes };
    });
  }
}
