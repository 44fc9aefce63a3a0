import type { DrawStore } from '../command.ts';
import type { Language } from './language.ts';

const en = {
  noKind: (kind: string, kinds: readonly string[]) =>
    `"${kind}" is no kind of activity; there are: ${kinds.join(', ')}`,
  noActivityId: (id: string) => `"${id}" is no activity id: 1 to 64 letters, digits, "_" or "-"`,
  exists: (path: string) => `${path} is there already`,
  written: (path: string, id: string) => `edit ${path}/data.json, then: cms-market check ${id}`,
  looked: (folder: string) => `looked in ${folder}; ACTIVITIES_DIR=… names another folder`,
  wrote: (path: string) => `wrote ${path}`,
  noDraws: (id: string, store: string) => `nothing has been drawn in activity ${id} yet (${store})`,
  noActivity: (id: string, folder: string, store: string) =>
    `there is no activity "${id}": no folder in ${folder}, and no draws (${store})`,
  hasNoDraws: (id: string, kind: string) => `activity ${id} is of the kind ${kind}, which has no draws`,
  isInvalid: (id: string) => `activity ${id} is not valid; "check ${id}" names what is wrong`,
  isNotIn: (id: string, folder: string) =>
    `activity ${id} is not in ${folder}; ACTIVITIES_DIR=… names another folder`,
  drawStore: (store: DrawStore) => {
    if (store.kind === 'redis') return 'in Redis';
    return store.exists ? `in DATA_DIR ${store.folder}` : `DATA_DIR ${store.folder} has none`;
  },
};

export type CommandMessages = typeof en;

const zh: CommandMessages = {
  noKind: (kind, kinds) => `没有“${kind}”这种活动类型；可用的类型：${kinds.join('、')}`,
  noActivityId: (id) => `“${id}”不是活动编号：应为 1 到 64 个字母、数字、“_”或“-”`,
  exists: (path) => `${path} 已经存在`,
  written: (path, id) => `请编辑 ${path}/data.json，然后运行：cms-market check ${id}`,
  looked: (folder) => `已查找 ${folder}；可用 ACTIVITIES_DIR=… 指定其他文件夹`,
  wrote: (path) => `已写入 ${path}`,
  noDraws: (id, store) => `活动 ${id} 还没有抽奖记录（${store}）`,
  noActivity: (id, folder, store) =>
    `没有活动“${id}”：${folder} 中没有它的文件夹，也没有抽奖记录（${store}）`,
  hasNoDraws: (id, kind) => `活动 ${id} 的类型是 ${kind}，没有抽奖`,
  isInvalid: (id) => `活动 ${id} 的文件有误；请运行 "check ${id}" 查看`,
  isNotIn: (id, folder) => `${folder} 中没有活动 ${id}；可用 ACTIVITIES_DIR=… 指定其他文件夹`,
  drawStore: (store) => {
    if (store.kind === 'redis') return '在 Redis 中';
    return store.exists ? `在 DATA_DIR ${store.folder} 中` : `DATA_DIR ${store.folder} 中没有`;
  },
};

export const commandMessages: Readonly<Record<Language, CommandMessages>> = { en, zh };
