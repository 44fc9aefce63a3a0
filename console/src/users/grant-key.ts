/**
 * Returns the key of a grant by hand: the day in front, for who reads it in a user's list later. One is made when the dialog
 * opens, so that a second press after a lost answer grants nothing twice.
 */
export function grantKey(now: Date, random: string): string {
  return `support-${now.toISOString().slice(0, 10)}-${random.replace(/[^A-Za-z0-9]/g, '').slice(0, 12)}`;
}
