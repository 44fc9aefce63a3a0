import { prizesPageOf, type WonPrize } from '../activity/activity-data.ts';
import { endpointOf, type PageAddress } from '../activity/address.ts';
import { fetchPrizes } from '../client/api.ts';
import type { KnownDeliveries } from './known-deliveries.ts';

/**
 * Asks how far a win is, and older ones with it. Resolves to whether the server has answered; never rejects.
 * @param limit how many wins, of which this is the latest
 */
export async function askWins(
  address: PageAddress,
  win: WonPrize,
  limit: number,
  deliveries: KnownDeliveries,
): Promise<boolean> {
  const { activityId, token, clean } = address;
  const question = { endpoint: endpointOf(clean, 'shake/prizes'), activityId, token };
  const answer = await fetchPrizes(question, win.position + 1, limit);
  if (answer.kind !== 'answered' || answer.ret !== 0) return false;
  deliveries.setClock(answer);
  deliveries.learnAll(prizesPageOf(answer.data)?.prizes ?? []);
  return true;
}
