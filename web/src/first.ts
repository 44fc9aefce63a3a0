import { takeAddress } from './activity/address.ts';
import { askActivity } from './activity/ask-activity.ts';

/*
 * What the page does before anything else, in a file of its own: the service answers while the rest of the page is still
 * being loaded. The address is taken first, so that no code that is loaded or rendered later can read the token in it.
 */

export const address = takeAddress(window.location, window.history);

export const firstAnswer = askActivity(address);
