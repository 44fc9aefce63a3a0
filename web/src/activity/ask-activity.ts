import { type Answer, fetchActivity } from '../client/api.ts';
import { endpointOf, type PageAddress } from './address.ts';

/** Asks the service for the activity of the page. Never rejects. */
export function askActivity({ activityId, clean, token, channel }: PageAddress): Promise<Answer> {
  return fetchActivity({ endpoint: endpointOf(clean), activityId, token, channel });
}
