/** Sorts the rows of counts: in one order for all processes, whatever the order of texts in a store. */
export function countKey(row: {
  readonly activity_id: string;
  readonly kind?: string;
  readonly name?: string;
  readonly zone?: string;
  readonly channel?: string;
  readonly code?: string;
}): string {
  const { activity_id, kind, name, zone, channel, code } = row;
  return JSON.stringify([activity_id, kind, name, zone, channel, code]);
}
