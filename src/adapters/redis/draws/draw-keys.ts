/** The keys of an activity's draws. All have its hash tag, so that Cluster keeps them in one slot. */
export function drawKeys(activityId: string) {
  const prefix = `cms:draw:{${activityId}}:`;
  return {
    book: `${prefix}book`,
    seeds: `${prefix}seeds`,
    rules: `${prefix}rules`,
    log: `${prefix}log`,
    accounts: `${prefix}user:`,
    account: (uid: string) => `${prefix}user:${uid}`,
  };
}
