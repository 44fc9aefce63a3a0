import type { Prize, WonPrize } from './activity-data.ts';

/**
 * What a won prize looks like: as it was when it was won, else as the activity describes it now. The activity may have
 * changed or removed it since, and after the end there is no description.
 */
export function faceOf(
  win: WonPrize | undefined,
  described: Prize | undefined,
): Pick<Prize, 'image' | 'claim' | 'claimUrl'> {
  return {
    image: win?.image || described?.image || '',
    claim: win?.claim || described?.claim || '',
    claimUrl: win?.claimUrl || described?.claimUrl || '',
  };
}
