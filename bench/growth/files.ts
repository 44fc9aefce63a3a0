import { goodsOf } from '../goods.ts';

/* The files of the activities, as text. */

const BASE_TITLE = '鲜货直降';

/** Goods for everyone: as many as give a file of at most `bytes`. */
export function goodsOfBytes(bytes: number): string {
  const size = (count: number) => Buffer.byteLength(goods(count));
  let [low, high] = [1, 10_000];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (size(middle) <= bytes) low = middle;
    else high = middle - 1;
  }
  return goods(low);
}

export function goods(count: number): string {
  return JSON.stringify({
    dispatch: 'sku',
    title: BASE_TITLE,
    is_login_user: false,
    skus: goodsOf(count),
  });
}

const WON = 10;

/**
 * A shake whose last ten prizes are won, one with each draw, and whose others never are: each draw and each win of an
 * answer then has all prizes before it.
 * @param steps of the release of each prize
 */
export function drawsOf(prizes: number, steps: number): string {
  const release = Array.from({ length: steps }, (_, index) => ({
    at: new Date(Date.parse('2026-01-01T00:00:00Z') + index * 60_000).toISOString(),
    count: 9_000_000,
  }));
  const ids = Array.from({ length: prizes }, (_, index) => `p${index}`);
  const rule = (index: number) => ({
    odds: index < prizes - WON ? '0%' : `1/${WON}`,
    ...(steps > 0 && { release }),
  });
  return JSON.stringify({
    dispatch: 'shake',
    title: '摇一摇',
    is_login_user: true,
    prizes: ids.map((id, index) => ({ id, name: `优惠券 ${index}`, image: 'media/a.svg' })),
    rules: { prizes: Object.fromEntries(ids.map((id, index) => [id, rule(index)])) },
  });
}

/** The prize that each user of `fill-accounts.ts` has won, and can win once only. */
export const OWN_PRIZE = 'p0';

/** A shake of eight prizes, of which a user can win one once. */
export const drawsOfUsers = JSON.stringify({
  dispatch: 'shake',
  title: '摇一摇',
  is_login_user: true,
  prizes: Array.from({ length: 8 }, (_, index) => ({
    id: `p${index}`,
    name: `优惠券 ${index}`,
    image: 'media/a.svg',
  })),
  rules: { prizes: { [OWN_PRIZE]: { odds: '5%', per_user: 1 } } },
});
