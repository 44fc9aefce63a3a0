import type { DrawEntry } from './draw-log.ts';

/** What a verifier needs of one draw. */
export type ArchivedDraw = Pick<
  DrawEntry,
  'drawNo' | 'drawId' | 'at' | 'seedNo' | 'rulesNo' | 'prizeId' | 'denied'
>;

/** The draws of each user, as far as they are archived. Draws that were lost with a part of the ledger are not in it. */
export interface DrawHistory {
  /**
   * The user's draws up to and with number `upTo`, at most the last `limit` of them, in their order.
   * @throws DependencyError if the store does not answer
   */
  drawsOf(activityId: string, uid: string, upTo: number, limit: number): Promise<readonly ArchivedDraw[]>;
}
