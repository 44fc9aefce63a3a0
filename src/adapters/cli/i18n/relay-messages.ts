import type { Acceptance, RelayedLog } from '../../../application/deliveries/relay-recovery.ts';
import type { HaltReason } from '../../../domain/deliveries/relay-store.ts';
import type { Language } from './language.ts';

interface RelayMessages {
  /** Lines. */
  state(activityId: string, logs: readonly RelayedLog[]): readonly string[];
  acceptance(activityId: string, acceptance: Acceptance): string;
  readonly needsAccept: string;
}

const time = (at: number) => new Date(at).toISOString();

const en: RelayMessages = {
  state: (activityId, logs) => [
    `activity ${activityId}:`,
    ...logs.map(({ log, archived, latest, halted }) => {
      const name = log === 'root' ? 'the log' : `the log of segment ${log}`;
      const behind = halted || archived >= latest ? '' : `, ${latest - archived} behind`;
      const why = halted ? `; halted since ${time(halted.at)}: ${enReasons[halted.reason]}` : '';
      return `  ${name}: archived up to entry ${archived}, the latest is ${latest}${behind}${why}`;
    }),
  ],
  acceptance: (activityId, acceptance) => {
    if (acceptance.kind === 'nothing') return `activity ${activityId} is not halted; nothing was changed`;
    if (acceptance.kind === 'no_log') {
      return `activity ${activityId}: the ledger has no entries of log ${acceptance.log}, so there is nothing to go on with. Restore it, or "cms-market accept ${activityId}" first`;
    }
    const logs = acceptance.logs.map(
      ({ log, keptTo, setAside }) =>
        `${log} goes on after entry ${keptTo}${setAside > 0 ? `, ${setAside} entries were set aside` : ''}`,
    );
    return `activity ${activityId}: ${logs.join('; ')}`;
  },
  needsAccept:
    'look at both first: "audit" and "export" show what the ledger has. To go on from where both agree, run it again with --accept',
};

const enReasons: Readonly<Record<HaltReason, string>> = {
  entry_missing: 'the ledger does not have this entry any more',
  entry_differs: 'the ledger has another entry under this number',
  log_missing: 'the ledger does not have this log any more',
  entries_missing: 'entries after it are missing in the ledger',
};

const zh: RelayMessages = {
  state: (activityId, logs) => [
    `活动 ${activityId}：`,
    ...logs.map(({ log, archived, latest, halted }) => {
      const name = log === 'root' ? '日志' : `分段 ${log} 的日志`;
      const behind = halted || archived >= latest ? '' : `，落后 ${latest - archived} 条`;
      const why = halted ? `；自 ${time(halted.at)} 起已停止：${zhReasons[halted.reason]}` : '';
      return `  ${name}：已归档到第 ${archived} 条，最新为第 ${latest} 条${behind}${why}`;
    }),
  ],
  acceptance: (activityId, acceptance) => {
    if (acceptance.kind === 'nothing') return `活动 ${activityId} 的归档没有停止，未作任何更改`;
    if (acceptance.kind === 'no_log') {
      return `活动 ${activityId}：账本中没有日志 ${acceptance.log} 的记录，无从继续。请先恢复数据，或先运行 "cms-market accept ${activityId}"`;
    }
    const logs = acceptance.logs.map(
      ({ log, keptTo, setAside }) =>
        `${log} 从第 ${keptTo} 条之后继续${setAside > 0 ? `，另行保留 ${setAside} 条` : ''}`,
    );
    return `活动 ${activityId}：${logs.join('；')}`;
  },
  needsAccept:
    '请先核对："audit" 和 "export" 可查看账本内容；如确认从两者一致之处继续，请加上 --accept 重新运行',
};

const zhReasons: Readonly<Record<HaltReason, string>> = {
  entry_missing: '账本中已没有这条记录',
  entry_differs: '账本中该编号是另一条记录',
  log_missing: '账本中已没有这份日志',
  entries_missing: '账本中缺少其后的记录',
};

export const relayMessages: Readonly<Record<Language, RelayMessages>> = { en, zh };
