import { attempt, type Store } from '../phone/kept.ts';

/** At most so many places are drawn. */
const SHOWN = 6;

export interface Friends {
  /** Places to draw. */
  readonly shown: number;
  /** Those of them that are taken. */
  readonly joined: number;
}

/**
 * How many invited friends have come. The server only answers how many still can, so the most that this phone has ever seen
 * is stored; friends who came before the first visit on this phone are not counted.
 * @param whose the activity and the invitation
 */
export function friendsOf(store: Store, whose: string, left: number): Friends {
  const key = `cms-market:friends:${whose}`;
  const kept = Number(attempt(() => store.getItem(key)) ?? 0);
  const all = Math.max(Number.isFinite(kept) ? kept : 0, left);
  if (all > kept) attempt(() => store.setItem(key, String(all)));
  const shown = Math.min(SHOWN, all);
  return { shown, joined: Math.max(0, shown - left) };
}
