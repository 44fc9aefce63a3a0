import type { RulesCode } from '../../../application/analysis/audit/finding.ts';
import { type Comparisons, text } from './audit-comparison.ts';
import type { Language } from './language.ts';

const en: Comparisons<RulesCode> = {
  rules_missing: ({ no }) => ({ what: 'rules', expected: `the text of set ${no}`, found: 'none' }),
  rules_changed: ({ no, hash }) => ({
    what: `rules, set ${no}`,
    expected: `a text whose SHA-256 is ${hash}`,
    found: 'another text',
  }),
  rules_invalid: ({ no, problems }) => ({
    what: `rules, set ${no}`,
    expected: 'valid ones',
    found: text(problems),
  }),
  rules_number: ({ expected, found }) => ({
    what: 'number of a set of rules',
    expected: text(expected),
    found: text(found),
  }),
  rules_chain: ({ no, expected, found }) => ({
    what: `head of the chain with set ${no} of the rules`,
    expected: text(expected),
    found: text(found),
  }),
  rules_differ: ({ no }) => ({
    what: `entry of set ${no} of the rules`,
    expected: 'one in the log, like the set in the ledger',
    found: 'none, another, or several',
  }),
  rules_late: ({ no }) => ({
    what: 'rules of the draw',
    expected: `set ${no} announced before`,
    found: 'not announced yet',
  }),
};

const zh: Comparisons<RulesCode> = {
  rules_missing: ({ no }) => ({ what: '规则', expected: `第 ${no} 套的原文`, found: '没有' }),
  rules_changed: ({ no, hash }) => ({
    what: `第 ${no} 套规则`,
    expected: `SHA-256 为 ${hash} 的原文`,
    found: '另一份文本',
  }),
  rules_invalid: ({ no, problems }) => ({
    what: `第 ${no} 套规则`,
    expected: '有效的规则',
    found: text(problems),
  }),
  rules_number: ({ expected, found }) => ({
    what: '规则的套号',
    expected: text(expected),
    found: text(found),
  }),
  rules_chain: ({ no, expected, found }) => ({
    what: `第 ${no} 套规则的链首`,
    expected: text(expected),
    found: text(found),
  }),
  rules_differ: ({ no }) => ({
    what: `第 ${no} 套规则的记录`,
    expected: '日志中有一条，与账本一致',
    found: '没有、不一致或有多条',
  }),
  rules_late: ({ no }) => ({ what: '抽奖所用规则', expected: `第 ${no} 套已先公布`, found: '尚未公布' }),
};

export const auditRulesPhrases: Readonly<Record<Language, Comparisons<RulesCode>>> = { en, zh };
