import type { AccountSweep } from '../../domain/draws/account-sweep.ts';
import type { Ledger } from '../../domain/draws/ledger.ts';

/** A way to send messages to another process and to hear its own. Messages are plain data. */
export interface Channel {
  /** @throws Error if the other side is gone */
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
}

/** A ledger that one process owns, with all that others ask of it. */
export type OwnedLedger = Ledger & AccountSweep;

export type LedgerMethod = keyof OwnedLedger;

/* All methods of a ledger: the compiler misses one that is not here. */
const LEDGER_METHODS: Readonly<Record<LedgerMethod, true>> = {
  read: true,
  commit: true,
  seed: true,
  reveal: true,
  earn: true,
  help: true,
  openHelps: true,
  closeHelp: true,
  seeds: true,
  rules: true,
  rulesTexts: true,
  announce: true,
  wins: true,
  inviteKey: true,
  awarded: true,
  latestWins: true,
  pools: true,
  growPool: true,
  sweep: true,
};

/** Whether the ledger has this method, which another process asks for. */
export function isLedgerMethod(name: string): name is LedgerMethod {
  return Object.hasOwn(LEDGER_METHODS, name);
}

export interface LedgerCall {
  readonly type: 'ledger-call';
  readonly id: number;
  readonly method: LedgerMethod;
  readonly args: readonly unknown[];
}

export type LedgerAnswer = { readonly type: 'ledger-answer'; readonly id: number } & (
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly reason: string }
);

export function isOfType<T extends { type: string }>(message: unknown, type: T['type']): message is T {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === type;
}
