import { language, tagOf } from '../i18n/language.ts';
import { exactDate, sayDate, sayDuration, shortDate, shortDay } from './dates.ts';
import { now } from './now.ts';
import { sayLargeNumber, sayMoney, sayNumber, sayOdds, sayPercent } from './numbers.ts';

const tag = () => tagOf(language.value);

const FORMAT = {
  /** "3 minutes ago", "tomorrow 10:00"; follows the clock. Rather use `<WhenText :at />`, which has the exact time at hover. */
  when: (iso: string) => sayDate(new Date(iso), now.value, tag()),
  /** These in the time zone that is given, as of an activity; else in that of the browser. */
  date: (iso: string, zone?: string) => shortDate(new Date(iso), now.value, tag(), zone),
  day: (iso: string, zone?: string) => shortDay(new Date(iso), now.value, tag(), zone),
  exact: (iso: string, zone?: string) => exactDate(new Date(iso), tag(), zone),
  /** From now to then, or from then to now: "2 days 3 hours". */
  until: (iso: string) => sayDuration(Math.abs(new Date(iso).getTime() - now.value.getTime()), tag()),
  duration: (milliseconds: number) => sayDuration(milliseconds, tag()),
  number: (value: number, digits = 0) => sayNumber(value, tag(), digits),
  large: (value: number) => sayLargeNumber(value, tag()),
  percent: (share: number) => sayPercent(share, tag()),
  money: (yuan: string | number) => sayMoney(yuan, tag()),
  odds: (chance: number) => sayOdds(chance, tag()),
};

/** How the console writes numbers, money, odds and times, in its language; in templates it follows language and clock. */
export const useFormat = (): typeof FORMAT => FORMAT;
