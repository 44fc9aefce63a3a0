/** Which words say when an activity runs, and the times that they need. */
export interface WindowWords {
  readonly key: 'always' | 'from' | 'to' | 'between';
  /** What comes next: its beginning, its end, or nothing. */
  readonly next: { readonly key: 'starts_in' | 'ends_in' | 'ended_ago'; readonly at: string } | null;
}

/** Says the window of an activity as people do; `now` in milliseconds. */
export function windowWords(startsAt: string | null, endsAt: string | null, now: number): WindowWords {
  const key = startsAt ? (endsAt ? 'between' : 'from') : endsAt ? 'to' : 'always';
  if (startsAt && Date.parse(startsAt) > now) return { key, next: { key: 'starts_in', at: startsAt } };
  if (!endsAt) return { key, next: null };
  return { key, next: { key: Date.parse(endsAt) > now ? 'ends_in' : 'ended_ago', at: endsAt } };
}
