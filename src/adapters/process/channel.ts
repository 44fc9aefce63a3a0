/** A way to send messages to another process and to hear its own. Messages are plain data. */
export interface Channel {
  /** @throws Error if the other side is gone */
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
}

/** The methods of the ledger that are called from another process. */
export const LEDGER_METHODS = ['read', 'commit', 'seed', 'reveal', 'awarded'] as const;
export type LedgerMethod = (typeof LEDGER_METHODS)[number];

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
