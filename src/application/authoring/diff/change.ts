/** What a new version of an activity's file has otherwise than the one that is live. */
export interface Change {
  /** Who would notice: visitors, or only operations, since `rules` never leave the server. */
  readonly about: 'visitors' | 'draws';
  /** Dotted path inside the file, with the id in place of an index, such as `skus.100001.price`. */
  readonly field: string;
  readonly kind: 'added' | 'removed' | 'changed';
  /** As JSON; `null` where it was or is not there. */
  readonly before: string | null;
  readonly after: string | null;
}
