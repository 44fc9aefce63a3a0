import { winCount } from '../../domain/draws/account.ts';
import type { DrawLedger } from '../../domain/draws/draw-ledger.ts';
import type { WinList } from '../../domain/draws/win-list.ts';

/* Of the wins that are older than those of the account. */
const PAGE = 500;

/**
 * Whether the ledger has a win of this user by this draw.
 * @throws DependencyError if the ledger does not answer
 */
export async function hasWon(
  ledger: Pick<DrawLedger, 'read'> & WinList,
  activityId: string,
  uid: string,
  drawId: string,
): Promise<boolean> {
  const { draws } = await ledger.read(activityId, uid);
  const isIt = (win: { readonly drawId: string }) => win.drawId === drawId;
  if (draws.wins.some(isIt)) return true;
  for (let before = winCount(draws) - draws.wins.length; before > 0; before -= PAGE) {
    if ((await ledger.wins(activityId, uid, before, PAGE)).some(isIt)) return true;
  }
  return false;
}
