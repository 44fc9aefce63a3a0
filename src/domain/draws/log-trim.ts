import type { ArchiveCursor } from './archive-cursor.ts';

/** Removes from the ledger's own store what is archived. */
export interface LogTrim {
  /**
   * Removes the entries below number `belowSeq`; that at the cursor stays, and all after it. It does so only if the entry at
   * the cursor still is the one that is archived, atomically with the removal. Some of the older ones may stay, too.
   * @returns whether it was
   * @throws DependencyError or Error if the store does not answer
   */
  trim(activityId: string, cursor: ArchiveCursor, belowSeq: number): Promise<boolean>;
}
