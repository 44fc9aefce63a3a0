import { instant } from '../../domain/shared/instant.ts';
import { type CommandOption, NotAllowed } from './command.ts';

export const jsonOption: CommandOption = {
  flags: '--json',
  description: { en: 'print JSON', zh: '输出 JSON' },
};

export const activityArgument = {
  syntax: '<activity>',
  description: { en: 'its id', zh: '活动编号' },
};

/** A parser of whole numbers from `least` to `most`. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= least && number <= most) return number;
    throw new NotAllowed({
      en: `must be a whole number from ${least} to ${most}`,
      zh: `应为 ${least} 到 ${most} 的整数`,
    });
  };
}

/** A parser of some of these words, divided by commas. */
export function wordsOf<T extends string>(known: readonly T[]): (text: string) => readonly T[] {
  return (text) => {
    const words = text.split(',').map((word) => word.trim());
    const found = known.filter((word) => words.includes(word));
    if (words.length > 0 && words.every((word) => known.some((each) => each === word))) return found;
    throw new NotAllowed({
      en: `must be one or more of ${known.join(', ')}, divided by commas`,
      zh: `应为 ${known.join('、')} 中的一个或多个，用逗号分隔`,
    });
  };
}

/** Milliseconds since the epoch. */
export function instantOf(text: string): number {
  const reading = instant.safeParse(text);
  if (reading.success) return reading.data;
  throw new NotAllowed({
    en: 'must be a time with an offset, such as 2026-11-11T20:00:00+08:00',
    zh: '应为带时区的时间，例如 2026-11-11T20:00:00+08:00',
  });
}
