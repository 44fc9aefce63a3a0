/** What is sealed in the record store: redeem codes, forms of winners, seeds that are secret. */
export const SEALED_KINDS = ['code', 'form', 'seed'] as const;
export type SealedKind = (typeof SEALED_KINDS)[number];

/** A sealed text of the record store. */
export interface SealedText {
  /** The key of its row. */
  readonly row: readonly (string | number)[];
  /** What it belongs to; see `Vault`. */
  readonly place: string;
  readonly sealed: string;
}

export interface Resealed extends SealedText {
  readonly resealed: string;
}

export interface KeyUse {
  readonly keyId: string;
  readonly kind: SealedKind;
  readonly count: number;
}

/** All sealed texts of the record store. Every method throws DependencyError if it does not answer. */
export interface SealedTexts {
  /** How many texts of each kind are sealed with each key. */
  uses(): Promise<readonly KeyUse[]>;
  /** Those that are sealed with another key, in pages, so that they need not fit in memory. */
  sealedWithOthers(kind: SealedKind, keyId: string): AsyncIterable<readonly SealedText[]>;
  /**
   * Puts other texts in their place, in one transaction. A text that was changed since it was read stays as it is.
   * @param texts at most 500
   * @returns how many were replaced
   */
  replace(kind: SealedKind, texts: readonly Resealed[]): Promise<number>;
}
