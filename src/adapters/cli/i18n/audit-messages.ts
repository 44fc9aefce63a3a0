import type { RulesUse } from '../../../application/analysis/audit/announced-rules.ts';
import type { AuditReport } from '../../../application/analysis/audit/audit.ts';
import type { AuditCode, Finding } from '../../../application/analysis/audit/finding.ts';
import type { UnknownReleases } from '../../../application/analysis/audit/known-releases.ts';
import type { DeniedDraw, LostEntries } from '../../../application/analysis/audit/replay-state.ts';
import { shortHash } from '../render/short-hash.ts';
import { auditBookPhrases } from './audit-book-phrases.ts';
import { type Comparison, type Comparisons, yuan } from './audit-comparison.ts';
import { auditDrawPhrases } from './audit-draw-phrases.ts';
import { auditEarningPhrases } from './audit-earning-phrases.ts';
import { auditLogPhrases } from './audit-log-phrases.ts';
import { auditReleasePhrases } from './audit-release-phrases.ts';
import { auditRulesPhrases } from './audit-rules-phrases.ts';
import type { Language } from './language.ts';

export interface AuditMessages {
  readonly nothingRecorded: string;
  readonly inOrder: string;
  findings(count: number): string;
  heading(report: AuditReport, verdict: string): string;
  finding(finding: Finding, comparison: Comparison): string;
  /** Of a list of sets of rules. */
  readonly rulesHeading: string;
  rules(use: RulesUse): string;
  loss(loss: LostEntries): string;
  /** Of the list of denied draws. */
  deniedHeading(count: number): string;
  denied(draw: DeniedDraw): string;
  /** Why draws were not compared with the releases that they name. */
  notCompared(why: UnknownReleases): string;
  readonly comparisons: Comparisons<AuditCode>;
}

const time = (at: number) => new Date(at).toISOString();

const inLog = (log: string) => (log === 'root' ? '' : ` ${log}`);

const en: AuditMessages = {
  nothingRecorded: 'nothing is booked',
  inOrder: 'in order',
  findings: (count) => `${count} findings`,
  heading: ({ activityId, draws, users, wins, spent }, verdict) =>
    `${activityId}: ${draws} draws of ${users} users, ${wins} wins, ${yuan(spent)} spent: ${verdict}`,
  finding: ({ log, seq }, { what, expected, found }) =>
    `${seq === null ? '' : `entry ${seq}${log === 'root' ? '' : ` of segment ${log}`}: `}${what}: expected ${expected}, found ${found}`,
  rulesHeading: 'rules:',
  rules: ({ no, hash, at, release, draws, stretches, first, last }) =>
    `${no} ${shortHash(hash)}${release === null ? '' : ` of release ${release}`} from ${time(at)}: ${
      first && last
        ? `${draws} draws in ${stretches} stretches, ${time(first.at)} (${first.seq}${inLog(first.log)}) to ${time(last.at)} (${last.seq}${inLog(last.log)})`
        : 'no draws'
    }`,
  loss: ({ log, from, to, at }) =>
    `accepted on ${time(at)}: entries ${from} to ${to}${log === 'root' ? '' : ` of segment ${log}`} are lost`,
  deniedHeading: (count) => `denied by the risk check, and won nothing: ${count}`,
  denied: ({ log, seq, at, uid, drawId }) =>
    `entry ${seq}${log === 'root' ? '' : ` of segment ${log}`}, ${time(at)}: ${uid}, draw ${drawId}`,
  notCompared: ({ unknown, reason }) =>
    `not compared with the releases that the draws name: ${
      {
        no_store: 'there is no record store here',
        no_releases: 'the record store has no releases',
        away: `the record store cannot be read (${reason})`,
      }[unknown]
    }`,
  comparisons: {
    ...auditLogPhrases.en,
    ...auditBookPhrases.en,
    ...auditDrawPhrases.en,
    ...auditRulesPhrases.en,
    ...auditReleasePhrases.en,
    ...auditEarningPhrases.en,
  },
};

const zh: AuditMessages = {
  nothingRecorded: '没有任何抽奖记录',
  inOrder: '账目无误',
  findings: (count) => `发现 ${count} 处问题`,
  heading: ({ activityId, draws, users, wins, spent }, verdict) =>
    `${activityId}：${users} 位用户抽奖 ${draws} 次，中奖 ${wins} 次，花费 ${yuan(spent)} 元：${verdict}`,
  finding: ({ log, seq }, { what, expected, found }) =>
    `${seq === null ? '' : `${log === 'root' ? '' : `分片 ${log} `}第 ${seq} 条记录：`}${what}：应为 ${expected}，实为 ${found}`,
  rulesHeading: '规则：',
  rules: ({ no, hash, at, release, draws, stretches, first, last }) =>
    `${no} ${shortHash(hash)}${release === null ? '' : `（第 ${release} 版）`} 自 ${time(at)}：${
      first && last
        ? `抽奖 ${draws} 次，分 ${stretches} 段，${time(first.at)}（${first.seq}${inLog(first.log)}）至 ${time(last.at)}（${last.seq}${inLog(last.log)}）`
        : '没有抽奖'
    }`,
  loss: ({ log, from, to, at }) =>
    `${time(at)} 已确认丢失：${log === 'root' ? '' : `分片 ${log} `}第 ${from} 至 ${to} 条记录`,
  deniedHeading: (count) => `被风险检查拒绝、因此未中奖：${count} 次`,
  denied: ({ log, seq, at, uid, drawId }) =>
    `${log === 'root' ? '' : `分片 ${log} `}第 ${seq} 条记录，${time(at)}：${uid}，抽奖 ${drawId}`,
  notCompared: ({ unknown, reason }) =>
    `未与抽奖所属的版本核对：${
      {
        no_store: '这里没有记录库',
        no_releases: '记录库中没有任何版本',
        away: `读不到记录库（${reason}）`,
      }[unknown]
    }`,
  comparisons: {
    ...auditLogPhrases.zh,
    ...auditBookPhrases.zh,
    ...auditDrawPhrases.zh,
    ...auditRulesPhrases.zh,
    ...auditReleasePhrases.zh,
    ...auditEarningPhrases.zh,
  },
};

export const auditMessages: Readonly<Record<Language, AuditMessages>> = { en, zh };
