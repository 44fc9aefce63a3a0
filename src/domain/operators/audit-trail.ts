/** Where an action came from. */
export type TrailSource = 'console' | 'token' | 'command';

/** Something that somebody has done, or a look at personal data. It is never changed, and never deleted. */
export interface TrailEntry {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** `null` where nobody is signed in, as for a sign-in that failed, or by a command. */
  readonly operatorId: string | null;
  /** The operator's or the program's name then; what was typed, where nobody is signed in. */
  readonly operator: string;
  readonly via: TrailSource;
  /** The address that it came from; empty for commands. */
  readonly address: string;
  /** Such as `publish`, `pause`, `sign_in`, `form_seen`; `unfinished`: see BegunActions. */
  readonly action: string;
  readonly activityId: string | null;
  /** What it was done to, such as a prize, a user or an operator; `null`: the activity as a whole. */
  readonly target: string | null;
  /** As it was typed; empty where none is asked for. */
  readonly reason: string;
  /** Values for JSON; `null` where there is nothing to show. */
  readonly before: unknown;
  readonly after: unknown;
}

/** Which entries; what is left out restricts nothing. */
export interface TrailQuery {
  /** Only entries before this one, an `id`. */
  readonly before?: string;
  readonly operator?: string;
  readonly activityId?: string;
  readonly action?: string;
  readonly limit: number;
}

/** Every method throws DependencyError if the store does not answer. */
export interface AuditTrail {
  /** @param begunId of the note that the action had in BegunActions: both change at once, or neither */
  append(entry: TrailEntry, begunId?: string): Promise<void>;
  /** The latest first. */
  page(query: TrailQuery): Promise<readonly TrailEntry[]>;
}
