import type { AwardCounts } from './award-counts.ts';
import type { BindingBook, DrawLedger, EarningsLedger, WinList } from './draw-ledger.ts';

/** All ports of the record of draws that the service uses, which one adapter implements together. */
export interface Ledger extends BindingBook, DrawLedger, EarningsLedger, WinList, AwardCounts {}
