/** A time of the API: ISO 8601 in UTC. @param at milliseconds since the epoch */
export function isoOf(at: number): string {
  return new Date(at).toISOString();
}

export function isoOrNull(at: number | null): string | null {
  return at === null ? null : isoOf(at);
}
