/** Up to where one log is archived. */
export interface ArchiveCursor {
  /** As `DrawLog` names it. */
  readonly log: string;
  /** The number of the latest entry that is archived; 0 for none. */
  readonly seq: number;
  /** What that entry is recognised by, see `markOf`; empty for none. */
  readonly mark: string;
}
