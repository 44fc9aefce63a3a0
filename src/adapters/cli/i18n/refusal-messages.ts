import { percentText } from '../../../application/authoring/check/exact-text.ts';
import { knownKeysAt, nearestKey } from '../../../application/authoring/check/known-keys.ts';
import { fraction } from '../../../domain/shared/fraction.ts';
import { exampleOf } from './example-values.ts';
import { jsonWords } from './json-messages.ts';
import type { Phrases } from './phrases.ts';
import { instantWords, moneyWords, oddsWords } from './value-messages.ts';

type Reading = (field: string, ...match: string[]) => Phrases;

const types: Readonly<Record<string, readonly [en: string, zh: string]>> = {
  string: ['a text in quotes', '带引号的文本'],
  number: ['a number without quotes', '不带引号的数字'],
  boolean: ['true or false', 'true 或 false'],
  array: ['a list in [ ]', '[ ] 列表'],
  object: ['an object in { }', '{ } 对象'],
  record: ['an object in { }', '{ } 对象'],
  null: ['null', 'null'],
};

/* What the schemas and the reader of files say, and how it is told; the first that fits is taken. */
const readings: readonly (readonly [RegExp, Reading])[] = [
  [/^Invalid input: expected \w+, received undefined$/, (field) => mend(field, 'is missing', '缺少此字段')],
  [/^Invalid input: expected int\b/, (field) => mend(field, 'must be a whole number', '必须是整数')],
  [
    /^Invalid input: expected (\w+), received (\w+)$/,
    (field, expected = '', received = '') => {
      const [en, zh] = types[expected] ?? [expected, '另一种类型'];
      const [enNow, zhNow] = types[received] ?? [received, '其他类型'];
      return mend(field, `must be ${en}, and is ${enNow}`, `必须是${zh}，现在是${zhNow}`);
    },
  ],
  [/^Unrecognized keys?: (.*)$/, (field, list = '') => unknownKeys(field, list)],
  [/^Too small: expected string/, (field) => mend(field, 'must not be empty', '不能为空')],
  [/^Too small: expected array/, (field) => mend(field, 'must not be an empty list', '列表不能为空')],
  [/^Too small: .*>=?(-?\d+)/, (field, n = '') => mend(field, `must be at least ${n}`, `不能小于 ${n}`)],
  [
    /^Too big: expected string to have <=(\d+)/,
    (_field, n = '') => [
      `must have at most ${n} characters`,
      'shorten it',
      `不能超过 ${n} 个字`,
      '请缩短此文本',
    ],
  ],
  [/^Too big: .*<=?(\d+)/, (field, n = '') => mend(field, `must be at most ${n}`, `不能大于 ${n}`)],
  [
    /^must be one of: (([^,]*).*)$/,
    (_field, list = '', first = '') => [
      `must be one of: ${list}`,
      `write one of these, such as "${first}"`,
      `必须是以下之一：${list.replaceAll(', ', '、')}`,
      `请填写其中之一，例如 "${first}"`,
    ],
  ],
  [/^must name the kind/, (field) => mend(field, 'must name the kind of the activity', '必须写明活动类型')],
  [
    /^must be true or false$/,
    (field) => mend(field, 'must be true or false, without quotes', '必须是不带引号的 true 或 false'),
  ],
  [
    /^must be a time with an offset.*?(?:; it is (.*))?$/,
    (field, given = '') => instantWords(given, keyOf(field), exampleOf(field) ?? ''),
  ],
  [
    /^must be later than starts_at$/,
    () => [
      'must be later than starts_at',
      'correct the year and the offset of both, or swap them',
      '必须晚于 starts_at',
      '请核对两者的年份和时区，或将两者对调',
    ],
  ],
  [
    /^is_check_zone needs the zones/,
    (field) =>
      mend(
        field,
        'is_check_zone is on, and no zone may take part',
        '开启了 is_check_zone，却没有可参加的区域',
      ),
  ],
  [
    /^must be a decimal text.*?(?:; it is (.*))?$/,
    (field, given = '') => moneyWords(given, keyOf(field), exampleOf(field) ?? ''),
  ],
  [/^must be like "0\.5%".*?(?:; it is (.*))?$/, (_field, given = '') => oddsWords(given)],
  [/^must be an IANA time zone/, (field) => mend(field, 'must be an IANA time zone', '必须是 IANA 时区')],
  [
    /^must be "linear" or a list/,
    () => [
      'must be "linear" or a list of {"at", "count"}',
      'write "linear", or [{"at": "2026-11-11T10:00:00+08:00", "count": 100}]',
      '必须是 "linear"，或 {"at", "count"} 的列表',
      '请写 "linear"，或 [{"at": "2026-11-11T10:00:00+08:00", "count": 100}]',
    ],
  ],
  [
    /^needs a stock to spread$/,
    () => [
      '"linear" needs a stock to spread',
      'give the prize a stock, such as "stock": 100, or take release away',
      '"linear" 需要有库存才能均匀投放',
      '请给奖品填写库存，例如 "stock": 100，或去掉 release',
    ],
  ],
  [
    /^needs starts_at and ends_at$/,
    () => [
      '"linear" needs starts_at and ends_at',
      'give both, such as "ends_at": "2026-12-01T00:00:00+08:00"',
      '"linear" 需要填写 starts_at 和 ends_at',
      '请填写两者，例如 "ends_at": "2026-12-01T00:00:00+08:00"',
    ],
  ],
  [
    /^there is no prize "(.*)" in prizes$/,
    (_field, id = '') => [
      `there is no prize "${id}" in prizes`,
      `correct the id, or add {"id": "${id}", "name": "…"} to prizes`,
      `prizes 中没有奖品“${id}”`,
      `请改正编号，或在 prizes 中加上 {"id": "${id}", "name": "…"}`,
    ],
  ],
  [
    /^the (prize|sku) "(.*)" is there twice$/,
    (_field, kind = '', id = '') => [
      `the ${kind} "${id}" is there twice`,
      `give one of them another id, such as "${id}-2", or take it away`,
      `“${id}”重复出现`,
      `请给其中一个换个编号，例如 "${id}-2"，或删去一个`,
    ],
  ],
  [
    /^the odds of all prizes add up to (\d+)\/(\d+),/,
    (_field, over = '', under = '') => tooMuch(BigInt(over), BigInt(under)),
  ],
  [
    /^the odds have no common denominator/,
    () => [
      'the odds have no common denominator of a usable size',
      'use rounder ones, such as "0.5%" or "1/200"',
      '各奖品的中奖率无法通分到可用的大小',
      '请改用较整的数，例如 "0.5%" 或 "1/200"',
    ],
  ],
  [
    /^must be 1 to 64 letters/,
    (field) =>
      mend(
        field,
        'must be 1 to 64 letters, digits, "_", "-" or "."',
        '只能用 1 到 64 个字母、数字、"_"、"-" 或 "."',
      ),
  ],
  [
    /^must be a text or a whole number$/,
    (field) => mend(field, 'must be a text or a whole number', '必须是文本或整数'),
  ],
  [
    /^must be a zone id/,
    (field) => mend(field, 'must be a zone id, a text or a whole number', '必须是区域编号，用文本或整数'),
  ],
  [/^must be an object$/, (field) => mend(field, 'must be an object in { }', '必须是 { } 对象')],
  [
    /^must be a JSON object$/,
    () => [
      'must be a JSON object',
      'put everything between { and }, such as {"dispatch": "shake"}',
      '整个文件必须是一个 { } 对象',
      '请把全部内容放在 { } 之间，例如 {"dispatch": "shake"}',
    ],
  ],
  [
    /^is not JSON: line (\d+), column (\d+): (.*)$/,
    (_field, line = '', column = '', mistake = '') => {
      const [en, enRemedy, zh, zhRemedy] = jsonWords(mistake);
      return [
        `is not JSON: line ${line}, column ${column}: ${en}`,
        enRemedy,
        `不是正确的 JSON：第 ${line} 行第 ${column} 列，${zh}`,
        zhRemedy,
      ];
    },
  ],
  [
    /^is not JSON/,
    () => {
      const [en, enRemedy, zh, zhRemedy] = jsonWords('');
      return [`is not JSON: ${en}`, enRemedy, `不是正确的 JSON：${zh}`, zhRemedy];
    },
  ],
  [
    /^is not UTF-8 text$/,
    () => ['is not UTF-8 text', 'save it as UTF-8', '不是 UTF-8 编码的文本', '请另存为 UTF-8 编码'],
  ],
  [
    /^does not exist$/,
    () => [
      'data.json is not there',
      'put data.json into the folder, or remove the folder',
      '没有 data.json',
      '请在文件夹中放入 data.json，或删除此文件夹',
    ],
  ],
  [
    /^cannot be read \((.*)\)$/,
    (_field, why = '') => [
      `cannot be read (${why})`,
      'let the user that the service runs as read it, such as by chmod 644',
      `无法读取（${why}）`,
      '请让运行服务的用户有读取权限，例如 chmod 644',
    ],
  ],
  [
    /^is nested more than (\d+) deep: line (\d+), column (\d+)$/,
    (_field, most = '', line = '', column = '') => [
      `is nested more than ${most} deep, at line ${line}, column ${column}`,
      'write what is in there flatter; nothing needs so many { and [',
      `嵌套超过 ${most} 层：第 ${line} 行第 ${column} 列`,
      '请减少 { 和 [ 的嵌套层数',
    ],
  ],
  [
    /^has more than (\d+) members in one object: line (\d+), column (\d+)$/,
    (_field, most = '', line = '', column = '') => [
      `has more than ${most} members in one object, at line ${line}, column ${column}`,
      'take out what is not needed, or write a list in [ ]',
      `一个对象中的键超过 ${most} 个：第 ${line} 行第 ${column} 列`,
      '请去掉不需要的内容，或改用 [ ] 列表',
    ],
  ],
  [
    /^has (\d+) entries, more than the (\d+)/,
    (_field, count = '', most = '') => [
      `has ${count} entries, more than the ${most} that are allowed`,
      'take some out, or divide them among several activities',
      `有 ${count} 项，超过上限 ${most} 项`,
      '请减少数量，或分成几个活动',
    ],
  ],
  [
    /^has (\d+) more problems$/,
    (_field, count = '') => [
      `has ${count} more problems`,
      'correct those above, then check again',
      `还有 ${count} 个问题`,
      '请先改正以上问题，再检查一次',
    ],
  ],
  [
    /^makes the reader fail \((.*)\)$/,
    (_field, why = '') => [
      `makes the reader fail (${why})`,
      'take out what you changed last, and report the file as a defect of cms-market',
      `读取时出错（${why}）`,
      '请撤回最近的改动，并将此文件作为 cms-market 的缺陷上报',
    ],
  ],
  [
    /^must not be a word of JavaScript/,
    () => [
      'must not be a word of JavaScript such as "constructor"',
      'give it another id, such as "coupon-10"',
      '不能是 "constructor" 这样的 JavaScript 保留名',
      '请换个编号，例如 "coupon-10"',
    ],
  ],
  [
    /^is a link that leads out/,
    () => [
      'is a link that leads out of the folder of the activities',
      'put the file itself there',
      '是指向活动文件夹之外的链接',
      '请放入文件本身',
    ],
  ],
  [
    /^is not a regular file$/,
    () => ['is not a regular file', 'put a plain file there', '不是普通文件', '请换成普通文件'],
  ],
  [
    /^is (\d+) bytes, more than the (\d+)/,
    (_field, size = '', most = '') => [
      `is ${size} bytes, more than the ${most} that are allowed`,
      'take out what is not needed; pictures belong into media/',
      `大小为 ${size} 字节，超过上限 ${most}`,
      '请去掉不需要的内容；图片请放进 media/',
    ],
  ],
];

/** What a schema or the reader of files refused, in the words of operators. */
export function refusalWords(reason: string, field: string): Phrases {
  for (const [pattern, reading] of readings) {
    const match = pattern.exec(reason);
    if (match) return reading(field, ...match.slice(1));
  }
  const [, enRemedy, , zhRemedy] = mend(field, '', '');
  return [reason, enRemedy, '此处的值不符合要求', zhRemedy];
}

function mend(field: string, en: string, zh: string): Phrases {
  const example = exampleOf(field);
  const key = keyOf(field);
  if (example === null) return [en, 'correct this field', zh, '请改正此字段'];
  const written =
    /^\d*$/.test(key) || /^rules\.prizes\.[^.]+$/.test(field) ? example : `"${key}": ${example}`;
  return [en, `write it like ${written}`, zh, `请写成 ${written} 这样`];
}

function keyOf(field: string): string {
  return field.split('.').at(-1) ?? '';
}

function unknownKeys(field: string, list: string): Phrases {
  const keys = [...list.matchAll(/"([^"]*)"/g)].map(([, key = '']) => key);
  const known = knownKeysAt(field);
  const quoted = (each: readonly string[]) => each.map((key) => `"${key}"`);
  const meant = keys.flatMap((key) => {
    const nearest = nearestKey(key, known);
    return nearest === null ? [] : [{ key, nearest }];
  });
  const enMeant = meant.map(({ key, nearest }) => `"${nearest}" for "${key}"`).join(', ');
  const zhMeant = meant.map(({ key, nearest }) => `把 "${key}" 改为 "${nearest}"`).join('，');
  const all = quoted(known);
  return [
    `does not know ${quoted(keys).join(', ')}`,
    meant.length > 0 ? `did you mean ${enMeant}?` : `take it away; what may stand here: ${all.join(', ')}`,
    `不认识 ${quoted(keys).join('、')}`,
    meant.length > 0 ? `是否应${zhMeant}？` : `请删去；此处可以写：${all.join('、')}`,
  ];
}

function tooMuch(over: bigint, under: bigint): Phrases {
  const percent = percentText(fraction(over, under));
  const excess = percentText(fraction(over - under, under));
  return [
    `the odds of all prizes add up to ${percent}%, which is over 100%`,
    `lower them by ${excess}% together`,
    `所有奖品的中奖率合计为 ${percent}%，超过了 100%`,
    `请合计调低 ${excess}%`,
  ];
}
