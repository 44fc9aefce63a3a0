/** Who tries a PIN. */
export interface PinAttempt {
  readonly activityId: string;
  /** The win that is looked at: its winner may have many addresses. */
  readonly drawId: string;
  /** The address of the client: one client may have many wins. */
  readonly address: string;
}

export type AttemptPermission =
  | { readonly kind: 'granted' }
  /** Whole seconds, at least 1. */
  | { readonly kind: 'refused'; readonly retryAfterSeconds: number };

/** Limits how many wrong PINs are tried. It never locks an activity: only the win and the address of who tries. */
export interface PinAttempts {
  /**
   * Counts an attempt, before the PIN is checked: of many at the same instant, no more than the limit are checked.
   * Processes that share a store count together; while it fails, each counts alone. It does not reject.
   */
  begin(attempt: PinAttempt): Promise<AttemptPermission>;
  /** Takes the count back: the PIN was right, or there is none. */
  forgive(attempt: PinAttempt): Promise<void>;
}
