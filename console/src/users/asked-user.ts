/**
 * Who is looked up stands in the state of the page's history: it comes back with "back" and with a reload, and is in no
 * address, which logs keep, and in no storage, which the next person at this device could read.
 */
export interface AskedUser {
  readonly uid: string;
  readonly zone: string;
}

/** Reads it from `history.state`; `null` where nobody was asked for. */
export function askedUser(state: unknown): AskedUser | null {
  if (typeof state !== 'object' || state === null || !('uid' in state)) return null;
  const { uid } = state;
  const zone = 'zone' in state ? state.zone : '';
  return typeof uid === 'string' && uid !== '' ? { uid, zone: typeof zone === 'string' ? zone : '' } : null;
}
