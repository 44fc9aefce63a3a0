import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Activity {
  readonly id: string;
  /** All but the rules. */
  readonly data: { readonly zones: readonly string[]; readonly prizes: readonly Prize[] };
  readonly perDay: number;
  readonly odds: readonly (readonly [prizeId: string, millionths: number])[];
  readonly fallback: string;
}

interface Prize {
  readonly id: string;
  readonly name: string;
  readonly image: string;
}

/** A user's hash in Redis. */
export type Account = Readonly<{ [field: string]: string }>;

export function readActivity(dir: string, id: string): Activity {
  const text = readFileSync(join(dir, id, 'data.json'), 'utf8');
  const { $schema: _editor, rules, ...data } = JSON.parse(text);
  const odds = Object.entries(rules.prizes as { [prizeId: string]: { odds?: string } }).map(
    ([prizeId, { odds: share = '0%' }]) => [prizeId, millionths(share)] as const,
  );
  return { id, data, perDay: rules.chances.per_day, odds, fallback: rules.fallback };
}

/** Of `"0.5%"` or `"1/200"`. */
function millionths(text: string): number {
  const [part = 0, whole = 100] = text.replace('%', '').split('/').map(Number);
  return Math.round((part / whole) * 1e6);
}

export function pickPrize({ odds, fallback }: Activity): string {
  let pick = randomInt(1e6);
  for (const [prizeId, share] of odds) {
    if (pick < share) return prizeId;
    pick -= share;
  }
  return fallback;
}

export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** `user_draw_info` */
export function infoOf({ data, perDay }: Activity, uid: string, account: Account): object {
  const drawnToday = Number(account[`drawn:${today()}`] ?? 0);
  const wins = Object.keys(account)
    .filter((field) => field.startsWith('win:'))
    .sort((a, b) => Number(a.slice('win:'.length)) - Number(b.slice('win:'.length)));
  return {
    uid,
    chances_left: perDay - drawnToday,
    earned_left: 0,
    drawn_today: drawnToday,
    drawn_total: Number(account.drawn ?? 0),
    ways: ['sign_in', 'share'].map((source) => ({ source, worth: 1, left: 1 })),
    prizes_total: wins.length,
    prizes: wins.map((field) => {
      const [unit, prize_id, draw_id, won_at] = (account[field] ?? '').split('|');
      const name = data.prizes.find(({ id }) => id === prize_id)?.name;
      return { draw_id, prize_id, unit: Number(unit), name, won_at };
    }),
  };
}

export function drawOf(
  activity: Activity,
  uid: string,
  account: Account,
  drawNo: number,
  replayed: boolean,
): object {
  const [, prizeId, draw_id] = (account[`win:${drawNo}`] ?? '').split('|');
  const found = activity.data.prizes.find((prize) => prize.id === prizeId);
  const prize = found && { id: found.id, name: found.name, image: found.image };
  const user_draw_info = infoOf(activity, uid, account);
  return { draw_id, draw_no: drawNo, won: prize !== undefined, replayed, prize, user_draw_info };
}
