import { percentText } from '../../../application/authoring/check/exact-text.ts';
import { nearestKey } from '../../../application/authoring/check/known-keys.ts';
import { fieldsOf, knownKeysAt } from '../../../application/authoring/fields.ts';
import { kinds } from '../../../application/kinds/kinds.ts';
import { fraction } from '../../../domain/shared/fraction.ts';
import type { Problem, ProblemCode } from '../../../domain/shared/problem.ts';
import { exampleOf } from './example-values.ts';
import { filePhrases } from './file-phrases.ts';
import type { Phrases, ProblemPhrase } from './phrases.ts';
import { instantPhrases, moneyPhrases, oddsPhrases } from './value-messages.ts';

const types: Readonly<Record<string, readonly [en: string, zh: string]>> = {
  string: ['a text in quotes', '带引号的文本'],
  number: ['a number without quotes', '不带引号的数字'],
  boolean: ['true or false', 'true 或 false'],
  array: ['a list in [ ]', ' [ ] 列表'],
  object: ['an object in { }', ' { } 对象'],
  record: ['an object in { }', ' { } 对象'],
  null: ['null', 'null'],
};

const problemPhrases: Readonly<Record<ProblemCode, ProblemPhrase>> = {
  ...filePhrases,
  missing: (_, field) => mend(field, 'is missing', '缺少此字段'),
  wrong_type: ({ expected = '', received = '' }, field) => {
    const [en, zh] = types[expected] ?? [expected, '另一种类型'];
    const [enNow, zhNow] = types[received] ?? [received, '其他类型'];
    return mend(field, `must be ${en}, and is ${enNow}`, `必须是${zh}，现在是${zhNow}`);
  },
  not_whole: (_, field) => mend(field, 'must be a whole number', '必须是整数'),
  too_small: ({ minimum }, field) => mend(field, `must be at least ${minimum}`, `不能小于 ${minimum}`),
  too_big: ({ maximum }, field) => mend(field, `must be at most ${maximum}`, `不能大于 ${maximum}`),
  empty_text: (_, field) => mend(field, 'must not be empty', '不能为空'),
  too_long: ({ maximum }) => [
    `must have at most ${maximum} characters`,
    'shorten it',
    `不能超过 ${maximum} 个字`,
    '请缩短此文本',
  ],
  empty_list: (_, field) => mend(field, 'must not be an empty list', '列表不能为空'),
  too_many_entries: ({ count, most }) => [
    `has ${count} entries, more than the ${most} that are allowed`,
    'take some out, or divide them among several activities',
    `有 ${count} 项，超过上限 ${most} 项`,
    '请减少数量，或分成几个活动',
  ],
  unknown_key: ({ key = '' }, field) => unknownKey(field, key),
  unknown_kind: ({ kinds = '' }) => [
    `must be one of: ${kinds}`,
    `write one of these, such as "${kinds.split(', ')[0]}"`,
    `必须是以下之一：${kinds.replaceAll(', ', '、')}`,
    `请填写其中之一，例如 "${kinds.split(', ')[0]}"`,
  ],
  bad_instant: (params, field) => instantPhrases(params, keyOf(field), exampleOf(field) ?? ''),
  bad_money: (params, field) => moneyPhrases(params, keyOf(field), exampleOf(field) ?? ''),
  bad_odds: (params) => oddsPhrases(params),
  bad_timezone: (_, field) => mend(field, 'must be an IANA time zone', '必须是 IANA 时区'),
  bad_release: () => [
    'must be "linear" or a list of {"at", "count"}',
    'write "linear", or [{"at": "2026-11-11T10:00:00+08:00", "count": 100}]',
    '必须是 "linear"，或 {"at", "count"} 的列表',
    '请写 "linear"，或 [{"at": "2026-11-11T10:00:00+08:00", "count": 100}]',
  ],
  bad_segments: (_, field) =>
    mend(field, 'must be 1, 2, 4, 8, 16, 32 or 64', '必须是 1、2、4、8、16、32 或 64'),
  no_data_key: ({ by }) => [
    `"${by}" seals what it keeps, and there is no data key`,
    'make one with "cms-market keys new FILE", and name it by DATA_KEY_FILE=FILE',
    `“${by}”的内容需要加密保存，但没有数据密钥`,
    '请运行 "cms-market keys new FILE" 生成密钥，并设置 DATA_KEY_FILE=FILE',
  ],
  no_such_endpoint: ({ name }) => [
    `there is no webhook endpoint "${name}"`,
    'add it to the file that ENDPOINTS_FILE names, or correct the name',
    `没有名为“${name}”的回调地址`,
    '请在 ENDPOINTS_FILE 指定的文件中添加，或改正名称',
  ],
  not_with_method: ({ key, by }) => [
    `"${key}" does not go with "by": "${by}"`,
    'take it away, or choose another method',
    `"${key}" 不能与 "by": "${by}" 一起使用`,
    '请删去，或改用其他发放方式',
  ],
  bad_zone_id: (_, field) =>
    mend(field, 'must be a zone id, a text or a whole number', '必须是区域编号，用文本或整数'),
  bad_prize_id: (_, field) =>
    mend(
      field,
      'must be 1 to 64 letters, digits, "_", "-" or "."',
      '只能用 1 到 64 个字母、数字、"_"、"-" 或 "."',
    ),
  bad_sku_id: (_, field) => mend(field, 'must be a text or a whole number', '必须是文本或整数'),
  reserved_word: () => [
    'must not be a word of JavaScript such as "constructor"',
    'give it another id, such as "coupon-10"',
    '不能是 "constructor" 这样的 JavaScript 保留名',
    '请换个编号，例如 "coupon-10"',
  ],
  ends_before_start: () => [
    'must be later than starts_at',
    'correct the year and the offset of both, or swap them',
    '必须晚于 starts_at',
    '请核对两者的年份和时区，或将两者对调',
  ],
  no_zones: (_, field) =>
    mend(field, 'is_check_zone is on, and no zone may take part', '开启了 is_check_zone，却没有可参加的区域'),
  linear_without_stock: () => [
    '"linear" needs a stock to spread',
    'give the prize a stock, such as "stock": 100, or take release away',
    '"linear" 需要有库存才能均匀投放',
    '请给奖品填写库存，例如 "stock": 100，或去掉 release',
  ],
  linear_without_window: () => [
    '"linear" needs starts_at and ends_at',
    'give both, such as "ends_at": "2026-12-01T00:00:00+08:00"',
    '"linear" 需要填写 starts_at 和 ends_at',
    '请填写两者，例如 "ends_at": "2026-12-01T00:00:00+08:00"',
  ],
  no_such_prize: ({ prize }) => [
    `there is no prize "${prize}" in prizes`,
    `correct the id, or add {"id": "${prize}", "name": "…"} to prizes`,
    `prizes 中没有奖品“${prize}”`,
    `请改正编号，或在 prizes 中加上 {"id": "${prize}", "name": "…"}`,
  ],
  prize_twice: ({ id = '' }) => isTwice('prize', id),
  sku_twice: ({ id = '' }) => isTwice('sku', id),
  odds_over_one: ({ numerator = '0', denominator = '1' }) =>
    oddsOverOne(BigInt(numerator), BigInt(denominator)),
  odds_not_common: () => [
    'the odds have no common denominator of a usable size',
    'use rounder ones, such as "0.5%" or "1/200"',
    '各奖品的中奖率无法通分到可用的大小',
    '请改用较整的数，例如 "0.5%" 或 "1/200"',
  ],
  bad_value: (_, field) => mend(field, 'is not allowed here', '此处的值不符合要求'),
};

export function phrasesOfProblem({ code, path, params }: Problem): Phrases {
  return problemPhrases[code](params, path);
}

/** The English sentence for the log. */
export function problemSentence(problem: Problem): string {
  return phrasesOfProblem(problem)[0];
}

function isTwice(what: string, id: string): Phrases {
  return [
    `the ${what} "${id}" is there twice`,
    `give one of them another id, such as "${id}-2", or take it away`,
    `“${id}”重复出现`,
    `请给其中一个换个编号，例如 "${id}-2"，或删去一个`,
  ];
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

function unknownKey(field: string, key: string): Phrases {
  const fields = fieldsOf(kinds);
  const known = knownKeysAt(fields, field);
  const nearest = nearestKey(key, known, fields);
  const all = known.map((each) => `"${each}"`);
  return [
    `does not know "${key}"`,
    nearest === null
      ? `take it away; what may stand here: ${all.join(', ')}`
      : `did you mean "${nearest}" for "${key}"?`,
    `不认识 "${key}"`,
    nearest === null ? `请删去；此处可以写：${all.join('、')}` : `是否应把 "${key}" 改为 "${nearest}"？`,
  ];
}

function oddsOverOne(over: bigint, under: bigint): Phrases {
  const percent = percentText(fraction(over, under));
  const excess = percentText(fraction(over - under, under));
  return [
    `the odds of all prizes add up to ${percent}%, which is over 100%`,
    `lower them by ${excess}% together`,
    `所有奖品的中奖率合计为 ${percent}%，超过了 100%`,
    `请合计调低 ${excess}%`,
  ];
}
