import type { LedgerLoss } from '../../../domain/draws/ledger-recovery.ts';
import type { Language } from './language.ts';

interface AcceptMessages {
  readonly sqlite: string;
  nothing(activityId: string): string;
  /** What is lost, and what accepting it means; lines. */
  readonly lost: (activityId: string, losses: readonly LedgerLoss[]) => readonly string[];
  readonly needsYes: string;
  accepted(activityId: string): string;
}

const count = ({ lostFrom, lostTo }: LedgerLoss) => lostTo - lostFrom + 1;

/* Those of which entries are known to be lost. */
const known = (losses: readonly LedgerLoss[]) => losses.filter((loss) => count(loss) > 0);

const en: AcceptMessages = {
  sqlite: 'draws are kept in SQLite here, which this command has nothing to do with',
  nothing: (activityId) =>
    `activity ${activityId}: no process has found that its record went back; nothing was changed`,
  lost: (activityId, losses) => [
    `activity ${activityId}: its record in Redis has gone back, so no draw is made`,
    ...known(losses).map((loss) => {
      const log = loss.log === 'root' ? 'the log' : `the log of segment ${loss.log}`;
      return `  lost: entries ${loss.lostFrom} to ${loss.lostTo} of ${log} (${count(loss)} at least)`;
    }),
    ...(known(losses).length === 0
      ? ['  lost: no entry that is known, but a seed, and what came with it']
      : []),
    '  if there is a copy that has them, restore it now; do not accept',
    '  if it is accepted: draws go on; users of lost draws can draw again, and lost prizes are not counted;',
    '  the log keeps an entry of the loss, so that audits show it',
  ],
  needsYes: 'nothing was changed; to accept the loss, run it again with --yes',
  accepted: (activityId) => `activity ${activityId}: the loss is accepted; draws go on`,
};

const zh: AcceptMessages = {
  sqlite: '抽奖记录保存在 SQLite 中，不需要此命令',
  nothing: (activityId) => `活动 ${activityId}：没有进程发现记录回退，未作任何更改`,
  lost: (activityId, losses) => [
    `活动 ${activityId}：Redis 中的记录发生了回退，已停止抽奖`,
    ...known(losses).map((loss) => {
      const log = loss.log === 'root' ? '日志' : `分段 ${loss.log} 的日志`;
      return `  丢失：${log}第 ${loss.lostFrom} 至 ${loss.lostTo} 条（至少 ${count(loss)} 条）`;
    }),
    ...(known(losses).length === 0 ? ['  丢失：没有已知的日志条目，但种子及相关记录已丢失'] : []),
    '  如有包含这些记录的备份，请先恢复备份，不要接受丢失',
    '  接受之后：恢复抽奖；丢失记录的用户可以再次抽奖，丢失的奖品不再计入；',
    '  日志会保留一条丢失记录，审计时可见',
  ],
  needsYes: '未作任何更改；如确认接受丢失，请加上 --yes 重新运行',
  accepted: (activityId) => `活动 ${activityId}：已接受丢失，恢复抽奖`,
};

export const acceptMessages: Readonly<Record<Language, AcceptMessages>> = { en, zh };
