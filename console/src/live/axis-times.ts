const DAY = 86_400;

interface Tags {
  readonly tag: string;
  /** Of the texts; that of the browser if left out. */
  readonly timeZone?: string;
}

/** Labels for the times (in seconds) of an axis, `step` apart: the hour, and the day at the first one and where it changes. */
export function axisTimes(times: readonly number[], step: number, { tag, timeZone }: Tags): string[] {
  const zone = timeZone ? { timeZone } : {};
  const day = new Intl.DateTimeFormat(tag, {
    month: tag === 'en' ? 'short' : 'numeric',
    day: 'numeric',
    ...zone,
  });
  const time = new Intl.DateTimeFormat(tag, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...zone,
  });
  const days = times.map((at) => day.format(at * 1000));
  if (step >= DAY) return days;
  return times.map((at, index) => {
    const text = time.format(at * 1000);
    return days[index] === days[index - 1] ? text : `${text}\n${days[index]}`;
  });
}
