import type { AwardTotals } from '../../../../domain/draws/award-counts.ts';
import { readCount } from '../draw-replies.ts';

type Book = Readonly<Record<string, string>>;

/* The fields of a book that count awards. */
const WON = 'won:';

/** What is awarded in all parts of an activity together. @param books of all parts that have accounts */
export function awardsIn(books: readonly Book[]): AwardTotals {
  const counts: Record<string, number> = {};
  let spent = 0;
  for (const book of books) {
    spent += readCount(book.spent);
    for (const [field, count] of Object.entries(book)) {
      if (!field.startsWith(WON)) continue;
      const prizeId = field.slice(WON.length);
      counts[prizeId] = (counts[prizeId] ?? 0) + readCount(count);
    }
  }
  return { counts, spent };
}
