import type { PersonalTraces } from '../../../domain/deliveries/personal-data.ts';
import type { Language } from './language.ts';

interface ForgetMessages {
  badUid(uid: string): string;
  nothing(uid: string): string;
  found(uid: string, traces: PersonalTraces): readonly string[];
  erased(uid: string, traces: PersonalTraces): readonly string[];
  /** What is elsewhere, and stays. */
  elsewhere(traces: PersonalTraces): readonly string[];
  readonly remnants: string;
  readonly needsYes: string;
}

const en: ForgetMessages = {
  badUid: (uid) => `"${uid}" is no uid: 1 to 128 characters`,
  nothing: (uid) => `nothing is kept of user ${uid} but the wins and draws by the uid`,
  found: (uid, { forms, codes }) => [
    `of user ${uid} would be erased:`,
    `  forms with what the user has filled in: ${forms}`,
    `  links from a redeem code to the win that it was given to: ${codes}`,
  ],
  erased: (uid, { forms, codes }) => [
    `of user ${uid} was erased:`,
    `  forms with what the user has filled in: ${forms}`,
    `  links from a redeem code to the win that it was given to: ${codes}`,
  ],
  elsewhere: ({ wins, sentTo, handedOn }) => [
    `what stays: wins of this uid (${wins}) and the log of draws, by which draws are verified; sessions, until they expire`,
    ...Object.entries(sentTo).map(
      ([endpoint, count]) =>
        `sent to the endpoint "${endpoint}": ${count} forms; who runs it must erase them too`,
    ),
    ...(handedOn > 0
      ? [`handed on by "export --won": ${handedOn} forms; erase them in the exported files too`]
      : []),
  ],
  remnants:
    'the write-ahead log of the record store could not be emptied, since it is being read: sealed remnants stay until the same command is run again',
  needsYes: 'nothing was changed; --yes does it',
};

const zh: ForgetMessages = {
  badUid: (uid) => `“${uid}”不是有效的 uid：应为 1 到 128 个字符`,
  nothing: (uid) => `除按 uid 记录的中奖和抽奖外，没有用户 ${uid} 的其他信息`,
  found: (uid, { forms, codes }) => [
    `将删除用户 ${uid} 的：`,
    `  填写的信息：${forms} 份`,
    `  兑换码与中奖的关联：${codes} 条`,
  ],
  erased: (uid, { forms, codes }) => [
    `已删除用户 ${uid} 的：`,
    `  填写的信息：${forms} 份`,
    `  兑换码与中奖的关联：${codes} 条`,
  ],
  elsewhere: ({ wins, sentTo, handedOn }) => [
    `保留：此 uid 的中奖（${wins} 条）和抽奖日志，用于验证抽奖；登录会话到期自动失效`,
    ...Object.entries(sentTo).map(
      ([endpoint, count]) => `已发送到回调地址“${endpoint}”：${count} 份，须由其运营方一并删除`,
    ),
    ...(handedOn > 0 ? [`已由 "export --won" 导出：${handedOn} 份，请一并删除导出的文件`] : []),
  ],
  remnants: '记录库的预写日志正被读取，暂时无法清空：加密的残留会保留到再次运行同一命令',
  needsYes: '未作任何改动；加上 --yes 执行',
};

export const forgetMessages: Readonly<Record<Language, ForgetMessages>> = { en, zh };
