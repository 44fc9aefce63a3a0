import type { AwardCounts } from './award-counts.ts';
import type { BindingBook } from './binding-book.ts';
import type { DrawLedger } from './draw-ledger.ts';
import type { EarningsLedger } from './earnings-ledger.ts';
import type { InviteKeys } from './invite-keys.ts';
import type { LatestWins } from './latest-wins.ts';
import type { UnitPools } from './unit-pools.ts';
import type { WinList } from './win-list.ts';

/** All ports of the record of draws that the service uses, which one adapter implements together. */
export interface Ledger
  extends DrawLedger,
    EarningsLedger,
    BindingBook,
    WinList,
    InviteKeys,
    AwardCounts,
    LatestWins,
    UnitPools {}
