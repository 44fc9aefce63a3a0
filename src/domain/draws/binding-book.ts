import type { Seed } from './draw-ledger.ts';

/** A set of rules as it took force, without its text. */
export interface RulesLink {
  /** From 1, in the order in which they took force. */
  readonly no: number;
  /** SHA-256 of the text, as hex. */
  readonly hash: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The release that brought it; `null` where the file did. */
  readonly release: number | null;
  /** The head of the chain with this set, as hex; empty for sets of the first edition of the ledger. */
  readonly head: string;
  /** Of the digest of the sealed part, as hex; empty where nothing is sealed. */
  readonly salt: string;
}

/** The text of a set of rules, in two parts. */
export interface RulesText {
  /** What is published after the end. */
  readonly text: string;
  /** The rest, of which the text holds a digest; empty where nothing is left out. */
  readonly sealed: string;
}

export interface RulesSet extends RulesLink, RulesText {}

/**
 * What binds an activity: its seeds, and its sets of rules, each announced before the first draw under it. None is ever
 * changed or removed. Every method throws DependencyError if the store does not answer or refuses to write.
 */
export interface BindingBook {
  /** In the order of their numbers. */
  seeds(activityId: string): Promise<readonly Seed[]>;
  /** In the order of their numbers. There may be thousands, so they come without their texts. */
  rules(activityId: string): Promise<readonly RulesLink[]>;
  /** The texts of these sets, in this order; each may be as long as a file. `null` where there is none. */
  rulesTexts(activityId: string, numbers: readonly number[]): Promise<readonly (RulesText | null)[]>;
  /**
   * Adds a set, and an entry of it to the log, if its number is the one after the latest.
   * @returns whether it was added
   */
  announce(activityId: string, set: RulesSet): Promise<boolean>;
}
