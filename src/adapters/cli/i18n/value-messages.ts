import type { Problem } from '../../../domain/shared/problem.ts';
import { fullWidthSign, mendedInstant, mendedMoney, mendedOdds } from './mended-values.ts';
import type { Phrases } from './phrases.ts';

/** What is wrong with odds, and what was meant by them. `given` is the refused value as JSON, if it is known. */
export function oddsPhrases({ given = '' }: Problem['params']): Phrases {
  const value = parsedValue(given);
  const [first, second] = mendedOdds(value);
  const [en, zh] = problem(value, [
    'must be odds from 0 to 1, in percent or as a fraction, in quotes',
    '必须是 0 到 1 之间的百分数或分数，带引号',
  ]);
  if (first && second) {
    const number = second.slice(0, -1);
    return [
      en,
      `write "odds": "${first}" if ${number} is a probability, or "odds": "${second}" if it is a percentage`,
      zh,
      `${number} 若是概率，请写 "odds": "${first}"；若是百分之 ${number}，请写 "odds": "${second}"`,
    ];
  }
  if (first) return [en, `write it like "odds": "${first}"`, zh, `请写成 "odds": "${first}" 这样`];
  return [en, 'write it like "0.5%" or "1/200", in quotes', zh, '请写成带引号的 "0.5%" 或 "1/200"'];
}

/** The same of an amount. @param key the field's own name */
export function moneyPhrases({ given = '' }: Problem['params'], key: string, example: string): Phrases {
  const value = parsedValue(given);
  const mended = mendedMoney(value);
  const written = `"${key}": ${mended ? `"${mended}"` : example}`;
  const [en, zh] = problem(value, [
    'must be an amount in quotes, without a sign or currency',
    '必须是带引号的金额，不写符号和币种',
  ]);
  return [en, `write it like ${written}`, zh, `请写成 ${written} 这样`];
}

/** The same of a time. */
export function instantPhrases({ given = '' }: Problem['params'], key: string, example: string): Phrases {
  const value = parsedValue(given);
  const mended = mendedInstant(value);
  const written = `"${key}": ${mended ? `"${mended}"` : example}`;
  const [en, zh] = problem(value, [
    'must be a time with a date, seconds and an offset',
    '必须是写全日期、秒和时区的时间',
  ]);
  return [en, `write it like ${written}`, zh, `请写成 ${written} 这样`];
}

/* A full-width character looks right on the screen, so it is named first. */
function problem(value: unknown, [en, zh]: readonly [en: string, zh: string]): readonly [string, string] {
  const sign = typeof value === 'string' ? fullWidthSign(value) : null;
  if (sign === null) return [en, zh];
  const half = sign === '￥' ? '' : sign.normalize('NFKC').trim();
  return half === ''
    ? [`has the full-width character "${sign}"; ${en}`, `含有全角字符“${sign}”；${zh}`]
    : [
        `has the full-width character "${sign}" in place of "${half}"; ${en}`,
        `含有全角字符“${sign}”，应为半角 "${half}"；${zh}`,
      ];
}

function parsedValue(given: string): unknown {
  try {
    return JSON.parse(given);
  } catch {
    return undefined;
  }
}
