import type { LedgerLoss } from '../../../domain/draws/ledger-recovery.ts';
import type { Language } from './language.ts';

interface AcceptMessages {
  readonly sqlite: string;
  nothing(activityId: string): string;
  /** What is lost, and what accepting it means; lines. */
  readonly lost: (activityId: string, loss: LedgerLoss) => readonly string[];
  readonly needsYes: string;
  accepted(activityId: string, loss: LedgerLoss): string;
}

const count = ({ lostFrom, lostTo }: LedgerLoss) => lostTo - lostFrom + 1;

const en: AcceptMessages = {
  sqlite: 'draws are kept in SQLite here, which this command has nothing to do with',
  nothing: (activityId) =>
    `activity ${activityId}: no process has found that its record went back; nothing was changed`,
  lost: (activityId, loss) => [
    `activity ${activityId}: its record in Redis has gone back, so no draw is made`,
    count(loss) > 0
      ? `  lost: entries ${loss.lostFrom} to ${loss.lostTo} of the log (${count(loss)} at least)`
      : '  lost: no entry that is known, but a seed, and what came with it',
    '  if there is a copy that has them, restore it now; do not accept',
    '  if it is accepted: draws go on; users of lost draws can draw again, and lost prizes are not counted;',
    '  the log keeps an entry of the loss, so that audits show it',
  ],
  needsYes: 'nothing was changed; to accept the loss, run it again with --yes',
  accepted: (activityId, loss) =>
    count(loss) > 0
      ? `activity ${activityId}: the loss of entries ${loss.lostFrom} to ${loss.lostTo} is accepted; draws go on`
      : `activity ${activityId}: the loss is accepted; draws go on`,
};

const zh: AcceptMessages = {
  sqlite: '抽奖记录保存在 SQLite 中，不需要此命令',
  nothing: (activityId) => `活动 ${activityId}：没有进程发现记录回退，未作任何更改`,
  lost: (activityId, loss) => [
    `活动 ${activityId}：Redis 中的记录发生了回退，已停止抽奖`,
    count(loss) > 0
      ? `  丢失：日志第 ${loss.lostFrom} 至 ${loss.lostTo} 条（至少 ${count(loss)} 条）`
      : '  丢失：没有已知的日志条目，但种子及相关记录已丢失',
    '  如有包含这些记录的备份，请先恢复备份，不要接受丢失',
    '  接受之后：恢复抽奖；丢失记录的用户可以再次抽奖，丢失的奖品不再计入；',
    '  日志会保留一条丢失记录，审计时可见',
  ],
  needsYes: '未作任何更改；如确认接受丢失，请加上 --yes 重新运行',
  accepted: (activityId, loss) =>
    count(loss) > 0
      ? `活动 ${activityId}：已接受日志第 ${loss.lostFrom} 至 ${loss.lostTo} 条的丢失，恢复抽奖`
      : `活动 ${activityId}：已接受丢失，恢复抽奖`,
};

export const acceptMessages: Readonly<Record<Language, AcceptMessages>> = { en, zh };
