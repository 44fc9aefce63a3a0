/* `hourCycle`, because with `hour12: false` some web views show midnight as 24:00. */
const minute = new Intl.DateTimeFormat('zh-CN', {
  month: 'long',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const date = new Intl.DateTimeFormat('zh-CN', { year: 'numeric', month: 'long', day: 'numeric' });
const clock = new Intl.DateTimeFormat('zh-CN', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** A time without the year, in the phone's time zone: `11月11日 10:00`. */
export function minuteOf(milliseconds: number): string {
  return minute.format(milliseconds);
}

/** A time with the year, in the phone's time zone: `2026年11月11日 10:00`. */
export function fullMomentOf(milliseconds: number): string {
  return `${date.format(milliseconds)} ${clock.format(milliseconds)}`;
}
