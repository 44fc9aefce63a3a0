import type { Language } from './language.ts';

const en = {
  needsWon: '--state, --method, --since, --forms and --mark-sent go with --won',
  needsForms: '--mark-sent needs --forms: without them the list has no addresses',
  needsKey:
    '--forms needs the data key: DATA_KEY_FILE names none. Without --forms, the list has what is not sealed',
  badKey: (reason: string) => `--forms needs the data key: ${reason}`,
  unmoved: (count: number, listed: number) =>
    `wins that are not in the record store yet: ${count}; listed at the end, as "preparing": ${listed}`,
  halted: (id: string) =>
    `the record store no longer follows the draws of ${id}: see "deliveries relay ${id}"`,
  unopened: (count: number) =>
    `forms that cannot be opened, because the key that sealed them is not here or they were changed: ${count}; their columns are empty`,
  markedSent: (count: number) => `marked as sent: ${count}`,
  changed: (count: number) =>
    `changed by their winners while the list was made, and not marked as sent: ${count}; the next list has them`,
};

const zh: typeof en = {
  needsWon: '--state、--method、--since、--forms 和 --mark-sent 须与 --won 一起使用',
  needsForms: '--mark-sent 须与 --forms 一起使用，否则名单中没有收货信息',
  needsKey: '--forms 需要数据密钥，但没有设置 DATA_KEY_FILE；不加 --forms 可导出未加密的内容',
  badKey: (reason) => `--forms 需要数据密钥：${reason}`,
  unmoved: (count, listed) =>
    `尚未进入记录库的中奖：${count} 条；已列在末尾，状态为“preparing”：${listed} 条`,
  halted: (id) => `记录库已停止跟随活动 ${id} 的抽奖，请运行 "deliveries relay ${id}" 查看`,
  unopened: (count) => `无法解密的表单（密钥不在此处，或内容被改动）：${count} 份，对应列留空`,
  markedSent: (count) => `已标记为 sent：${count} 条`,
  changed: (count) => `导出期间中奖者改动了信息、未标记为 sent：${count} 条，请再导出一次`,
};

export const exportMessages: Readonly<Record<Language, typeof en>> = { en, zh };
