import type { EarningCode } from '../../../application/analysis/audit/finding.ts';
import { type Comparisons, text } from './audit-comparison.ts';
import type { Language } from './language.ts';

const en: Comparisons<EarningCode> = {
  earning_twice: ({ uid, key }) => ({
    what: `chance of user ${uid} earned twice`,
    expected: 'a new key',
    found: text(key),
  }),
  earning_key: ({ uid, key }) => ({
    what: `key of a chance of user ${uid}`,
    expected: 'a known source',
    found: text(key),
  }),
  earning_chances: ({ uid, key, found }) => ({
    what: `chances of user ${uid} for ${key}`,
    expected: 'what some set of rules gives',
    found: text(found),
  }),
  earning_limit: ({ uid, key, limit }) => ({
    what: `chances that user ${uid} earned`,
    expected: `at most ${limit}, by any set of rules`,
    found: `one more, ${key}`,
  }),
  help_twice: ({ uid }) => ({
    what: `invitations that user ${uid} followed`,
    expected: 'one',
    found: 'another',
  }),
  help_self: ({ uid }) => ({
    what: `invitation that user ${uid} followed`,
    expected: "another user's",
    found: 'the own one',
  }),
  help_missing: ({ uid, inviter }) => ({
    what: `chance of user ${inviter} for inviting ${uid}`,
    expected: 'an entry that the friend came',
    found: 'none, or for another user',
  }),
  help_open: ({ uid, inviter }) => ({
    what: `invitation of ${inviter} that ${uid} followed`,
    expected: 'a chance earned by it',
    found: 'none',
  }),
};

const zh: Comparisons<EarningCode> = {
  earning_twice: ({ uid, key }) => ({
    what: `用户 ${uid} 重复领取机会`,
    expected: '新的键',
    found: text(key),
  }),
  earning_key: ({ uid, key }) => ({
    what: `用户 ${uid} 的机会来源`,
    expected: '已知的来源',
    found: text(key),
  }),
  earning_chances: ({ uid, key, found }) => ({
    what: `用户 ${uid} 凭 ${key} 领取的次数`,
    expected: '某套规则所给的次数',
    found: text(found),
  }),
  earning_limit: ({ uid, key, limit }) => ({
    what: `用户 ${uid} 领取的机会`,
    expected: `按任何一套规则最多 ${limit} 次`,
    found: `又一次，${key}`,
  }),
  help_twice: ({ uid }) => ({ what: `用户 ${uid} 接受的邀请`, expected: '一次', found: '又一次' }),
  help_self: ({ uid }) => ({ what: `用户 ${uid} 接受的邀请`, expected: '他人的邀请', found: '自己的邀请' }),
  help_missing: ({ uid, inviter }) => ({
    what: `用户 ${inviter} 因邀请 ${uid} 所得机会`,
    expected: '有好友到来的记录',
    found: '没有，或是为另一位用户',
  }),
  help_open: ({ uid, inviter }) => ({
    what: `${uid} 接受的 ${inviter} 的邀请`,
    expected: '邀请人得到机会',
    found: '没有',
  }),
};

export const auditEarningPhrases: Readonly<Record<Language, Comparisons<EarningCode>>> = { en, zh };
