import type { DrawDetails, Prize } from './draw-details.ts';

/* By the list: an edited file has another one. */
const indexes = new WeakMap<DrawDetails['prizes'], ReadonlyMap<string, Prize>>();

/**
 * The prize as the file shows it; `undefined` where the file has none of this id. The list is indexed once: an answer
 * names up to 50 prizes, and a file may have 1,000.
 */
export function prizeOf({ prizes }: Pick<DrawDetails, 'prizes'>, prizeId: string): Prize | undefined {
  let index = indexes.get(prizes);
  if (index === undefined) {
    index = new Map(prizes.map((prize) => [prize.id, prize]));
    indexes.set(prizes, index);
  }
  return index.get(prizeId);
}
