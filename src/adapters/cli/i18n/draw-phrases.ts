import type { FindingCode } from '../../../application/authoring/check/finding.ts';
import type { Phrase } from './phrases.ts';

/** The words of findings on limits, stocks and money. */
export const drawPhrases = {
  'total-below-per-day': ({ perDay, total }) => [
    `the total of ${total} is less than the ${perDay} of one day, so nobody ever has ${perDay} a day`,
    `write "total": ${perDay} or more, or "per_day": ${total}`,
    `总次数 ${total} 少于每天的 ${perDay} 次，谁也用不到每天 ${perDay} 次`,
    `请把 "total" 改为不小于 ${perDay} 的数，或写成 "per_day": ${total}`,
  ],
  'text-contradicts': ({ text, rule, said, limit }) => {
    const [en, zh] = rule === 'per_day' ? ['a day', '每天'] : ['in all', '总共'];
    return [
      `the text promises ${said} draws ${en}, but the rules ${limit ? `allow ${limit}` : 'set no such limit'}: "${text}"`,
      `correct the text, or write "${rule}": ${said} in rules.chances`,
      `文案写的是${zh} ${said} 次，规则却${limit ? `是 ${limit} 次` : '没有这项限制'}：“${text}”`,
      `请改正文案，或在 rules.chances 中写成 "${rule}": ${said}`,
    ];
  },
  'release-over-stock': ({ prize, released, stock, difference }) => [
    `the releases of "${prize}" add up to ${released}, but its stock is ${stock}: the last ${difference} can never be won`,
    `write "stock": ${released}, or lower the counts by ${difference} together`,
    `“${prize}”各批合计 ${released} 件，库存只有 ${stock} 件，最后 ${difference} 件放不出来`,
    `请写成 "stock": ${released}，或把各批的 count 合计减少 ${difference}`,
  ],
  'release-under-stock': ({ prize, released, stock, difference }) => [
    `the releases of "${prize}" add up to ${released}, but its stock is ${stock}: ${difference} are never released`,
    `raise the counts by ${difference} together, or write "stock": ${released}`,
    `“${prize}”各批合计 ${released} 件，库存有 ${stock} 件，其中 ${difference} 件始终不会投放`,
    `请把各批的 count 合计增加 ${difference}，或写成 "stock": ${released}`,
  ],
  'budget-without-value': ({ prize }) => [
    `there is a budget, but "${prize}" has no value, so it is not counted`,
    'write what one costs, such as "value": "10.00"; "0.00" if it costs nothing',
    `填写了预算，但“${prize}”没有单价，无法计入成本`,
    '请填写单价，例如 "value": "10.00"；没有成本请写 "0.00"',
  ],
  'budget-without-stock': ({ prize }) => [
    `there is a budget, but "${prize}" has no stock, so there is no end to what it may cost`,
    'write how many there are, such as "stock": 100',
    `填写了预算，但“${prize}”没有库存限制，成本不封顶`,
    '请填写库存，例如 "stock": 100',
  ],
} satisfies Partial<Record<FindingCode, Phrase>>;
