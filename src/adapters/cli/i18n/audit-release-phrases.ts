import type { ReleaseCode } from '../../../application/analysis/audit/finding.ts';
import { type Comparisons, text } from './audit-comparison.ts';
import type { Language } from './language.ts';

const en: Comparisons<ReleaseCode> = {
  release_missing: ({ no, release }) => ({
    what: `release of set ${no} of the rules`,
    expected: `release ${release} in the record store`,
    found: 'none',
  }),
  release_changed: ({ release, expected, found }) => ({
    what: `text and pictures of release ${release}`,
    expected: `SHA-256 ${expected}`,
    found: text(found),
  }),
  release_invalid: ({ release, problems }) => ({
    what: `release ${release}`,
    expected: 'a text that this program can read',
    found: text(problems),
  }),
  release_rules: ({ no, release, expected, found }) => ({
    what: `set ${no} of the rules`,
    expected: `those of release ${release}, SHA-256 ${expected}`,
    found: text(found),
  }),
  release_not_served: ({ at, expected, found }) => ({
    what: `release of a draw at ${at}`,
    expected: text(expected) || 'none',
    found: text(found),
  }),
  release_other_side: ({ uid, at, found }) => ({
    what: `release of a draw of user ${uid} at ${at}`,
    expected: 'the one for this user',
    found: `${found}, which only others got`,
  }),
  drawn_in_pause: ({ from, to, found }) => ({
    what: 'time of the draw',
    expected: `no draw in the pause from ${from} to ${text(to) || 'now'}`,
    found: text(found),
  }),
};

const zh: Comparisons<ReleaseCode> = {
  release_missing: ({ no, release }) => ({
    what: `第 ${no} 套规则所属的版本`,
    expected: `记录库中的第 ${release} 版`,
    found: '没有',
  }),
  release_changed: ({ release, expected, found }) => ({
    what: `第 ${release} 版的文本和图片`,
    expected: `SHA-256 为 ${expected}`,
    found: text(found),
  }),
  release_invalid: ({ release, problems }) => ({
    what: `第 ${release} 版`,
    expected: '当前程序版本能读取的文本',
    found: text(problems),
  }),
  release_rules: ({ no, release, expected, found }) => ({
    what: `第 ${no} 套规则`,
    expected: `第 ${release} 版的规则，SHA-256 为 ${expected}`,
    found: text(found),
  }),
  release_not_served: ({ at, expected, found }) => ({
    what: `${at} 的抽奖所属的版本`,
    expected: text(expected) === '' ? '没有' : `第 ${text(expected)} 版`,
    found: `第 ${found} 版`,
  }),
  release_other_side: ({ uid, at, found }) => ({
    what: `用户 ${uid} 在 ${at} 的抽奖所属的版本`,
    expected: '面向该用户的版本',
    found: `第 ${found} 版，只面向其他用户`,
  }),
  drawn_in_pause: ({ from, to, found }) => ({
    what: '抽奖时间',
    expected: `暂停期间没有抽奖（${from} 至 ${text(to) || '现在'}）`,
    found: text(found),
  }),
};

export const auditReleasePhrases: Readonly<Record<Language, Comparisons<ReleaseCode>>> = { en, zh };
