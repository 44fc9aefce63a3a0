/** The prize of an activity that codes are for. */
export interface CodePlace {
  readonly activityId: string;
  readonly prizeId: string;
}

export interface AddedCodes {
  readonly added: number;
  /** Those that were there before, and those that were replaced: they are left as they are. */
  readonly known: number;
  /** How many codes the prize has now. */
  readonly size: number;
}

export type ReplacedCode =
  | { readonly kind: 'replaced' }
  | { readonly kind: 'no_such_unit' }
  /** The new code is that of another unit, or was replaced itself. */
  | { readonly kind: 'code_known' };

/**
 * Where redeem codes are put. They are sealed, numbered without gaps in the order in which they come, and never removed.
 * Every method throws DependencyError if the store does not answer; then all was done or nothing.
 */
export interface CodeStore {
  /** Adds codes, all or none of them, as units after the last. Several may add at the same time. */
  add(place: CodePlace, codes: readonly string[]): Promise<AddedCodes>;
  /** Puts another code in the place of a broken one, given or not: from then on the winner sees the new one. */
  replace(place: CodePlace, unit: number, code: string): Promise<ReplacedCode>;
  /** Of codes that are all different: how many `add` would leave as they are now. Nothing is changed. */
  known(place: CodePlace, codes: readonly string[]): Promise<number>;
}

/** How many codes one prize has in the store. */
export interface CodeCount extends CodePlace {
  readonly size: number;
}

/** What the store of codes has of each prize, without the codes. Both throw DependencyError if it does not answer. */
export interface CodeCounts {
  /** @param activityId left out: of all activities */
  sizes(activityId?: string): Promise<readonly CodeCount[]>;
  /** How many codes of each prize were given to a draw; a prize without such is missing. It reads all of them. */
  given(activityId: string): Promise<ReadonlyMap<string, number>>;
}
