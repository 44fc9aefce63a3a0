import { sql } from 'kysely';

/** Due at once, among others by when it was won; not in the future where the winner's machine was ahead. */
export function dueAsWon(now: number, wonAt: 'won_at' | 'waiting.won_at' = 'won_at') {
  return sql<number>`case when ${sql.ref(wonAt)} < ${now} then ${sql.ref(wonAt)} else ${now} end`;
}
