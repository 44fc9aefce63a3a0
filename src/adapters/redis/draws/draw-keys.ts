/** The ids of all activities that have a record. Without a hash tag: it is of no activity. */
export const ACTIVITIES_KEY = 'cms:draw:activities';

/**
 * The keys of one part of a record. All have its hash tag, so that Cluster keeps them in one slot.
 * @param tag the id of the activity
 */
export function drawKeys(tag: string) {
  const prefix = `cms:draw:{${tag}}:`;
  return {
    book: `${prefix}book`,
    seeds: `${prefix}seeds`,
    rules: `${prefix}rules`,
    /** Of the sets of rules. */
    texts: `${prefix}texts`,
    inviteKey: `${prefix}invite-key`,
    log: `${prefix}log`,
    /** By prize id: how many units there are to hand out. */
    pools: `${prefix}pools`,
    helps: `${prefix}helps`,
    /** While an operator accepts a loss. */
    accepting: `${prefix}accepting`,
    /** With segments: at the root. */
    stock: `${prefix}stock`,
    /** In a segment. */
    units: `${prefix}units`,
    /** Of a user: the state, the counts of wins, and the request ids of the current generation. */
    account: (uid: string) => `${prefix}user:${uid}`,
    /** The request ids of the generation before. */
    older: (uid: string) => `${prefix}old:${uid}`,
    wins: (uid: string) => `${prefix}wins:${uid}`,
    earned: (uid: string) => `${prefix}earned:${uid}`,
  };
}

export type DrawKeys = ReturnType<typeof drawKeys>;
