import { mediaUrl } from '../activity/media.ts';
import type { Answer } from '../client/api.ts';
import { fieldsOf, momentOf, textOf } from '../client/read.ts';

/** What the page knows of a prize. */
export interface SeenPrize {
  readonly activity: string;
  readonly name: string;
  /** `null` without a picture. */
  readonly image: string | null;
  readonly serial: string;
  readonly state: string;
  /** `null` until it is redeemed. */
  readonly redeemed: { readonly at: string; readonly place: string } | null;
}

export type Trouble =
  | 'bad_ticket'
  | 'ticket_expired'
  | 'wrong_pin'
  | 'no_pin'
  | 'no_such_win'
  | 'locked'
  | 'offline'
  | 'busy';

export type CounterResult =
  | {
      readonly kind: 'seen';
      readonly prize: SeenPrize;
      /** Whether this phone has redeemed it just now. */
      readonly isOurs: boolean;
      /** How long ago it was redeemed, by the server's clock; `null` if that is not known. */
      readonly agoMs: number | null;
    }
  | { readonly kind: 'trouble'; readonly trouble: Trouble; readonly waitMs: number };

const REASONS = ['bad_ticket', 'ticket_expired', 'wrong_pin', 'no_pin', 'no_such_win'] as const;

const TOO_MANY = 4029;
const PARAM_ERROR = 1001;

/* A proxy that limits requests says one second; wrong PINs lock for minutes. */
const LOCKED_FROM_MS = 10_000;

/** What an answer means at the counter. */
export function counterResultOf(answer: Answer, pageAddress: string): CounterResult {
  if (answer.kind !== 'answered') return trouble('offline');
  const { ret, data, detail, retryAfterMs, serverTime } = answer;
  if (ret === TOO_MANY)
    return retryAfterMs > LOCKED_FROM_MS ? trouble('locked', retryAfterMs) : trouble('busy');
  if (ret === PARAM_ERROR) return trouble(fieldsOf(detail)['field'] === 'pin' ? 'wrong_pin' : 'bad_ticket');
  const reason = textOf(fieldsOf(detail)['reason']);
  const known = REASONS.find((each) => each === reason);
  if (known) return trouble(known);
  if (ret !== 0) return trouble('busy');
  const { win, redeemed } = fieldsOf(data);
  const { activity_id, title, prize, serial, state, redeemed_at, place } = fieldsOf(win);
  const { name, image } = fieldsOf(prize);
  const at = textOf(redeemed_at);
  const moment = momentOf(redeemed_at);
  return {
    kind: 'seen',
    prize: {
      activity: textOf(title),
      name: textOf(name),
      image: mediaUrl(image, textOf(activity_id), pageAddress),
      serial: textOf(serial),
      state: textOf(state),
      redeemed: at === '' ? null : { at, place: textOf(place) },
    },
    isOurs: redeemed === true,
    agoMs: moment === null || serverTime === null ? null : Math.max(0, serverTime - moment),
  };
}

function trouble(kind: Trouble, waitMs = 0): CounterResult {
  return { kind: 'trouble', trouble: kind, waitMs };
}

/**
 * `11月11日 10:05`, as the clock of the activity showed it, whatever the phone's time zone; with the year if it is
 * another than `thisYear`.
 */
export function momentText(iso: string, thisYear: number): string {
  const [, year, month, day, time] = /^(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d)/.exec(iso) ?? [];
  if (year === undefined) return iso;
  return `${Number(year) === thisYear ? '' : `${year}年`}${Number(month)}月${Number(day)}日 ${time}`;
}
