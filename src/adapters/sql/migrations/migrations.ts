import { draws } from './0001-draws.ts';
import { secondLedger } from './0002-second-ledger.ts';
import { pools } from './0003-pools.ts';
import { traces } from './0004-traces.ts';

/**
 * The SQL of each migration; its number is its position, from 1. A published migration is never changed: files on
 * other machines have had it. A later program adds one at the end.
 */
export const migrations: readonly string[] = [draws, secondLedger, pools, traces];
