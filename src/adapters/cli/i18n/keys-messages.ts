import type { SealedKind } from '../../../domain/deliveries/sealed-texts.ts';
import type { Language } from './language.ts';

const en = {
  noFile:
    'there is no data key: DATA_KEY_FILE names none, and the service has made none; "keys new FILE" makes one',
  kinds: { code: 'codes', form: 'forms', seed: 'secret seeds' } satisfies Record<SealedKind, string>,
  heads: ['key', 'codes', 'forms', 'secret seeds', ''],
  current: 'seals now',
  added: 'not in use yet',
  isMissing: 'is not in the file',
  made: (path: string) =>
    `made ${path}. Name it by DATA_KEY_FILE, let the service read it, and keep a copy in another place than the backups: without it, codes and forms are lost`,
  exists: (path: string) => `${path} is there already`,
  addedKey: (id: string) =>
    `added key ${id}. Copy the file to every machine of the service, then run "keys rotate"`,
  newKey: (id: string) => `key ${id} seals from now on`,
  goesOn: (id: string) =>
    `not everything is sealed with key ${id} yet: no key was added, and what other keys have sealed is sealed with it`,
  resealed: (count: number, id: string) => `sealed with key ${id}: ${count}`,
  oldKeys: (ids: string) =>
    `nothing needs these keys any more: ${ids}. Backups from before do: "keys drop" when no such backup is kept`,
  unopened: (count: number) =>
    `texts that cannot be opened, because their key is gone or they were changed: ${count}`,
  more: (count: number) => `… and ${count} more`,
  interrupted: (reason: string) => `stopped: ${reason}; the same command goes on from there`,
  dropped: (id: string) => `dropped key ${id}`,
  noKey: (id: string, path: string) => `there is no key "${id}" in ${path}`,
  sealsNow: (id: string) => `key ${id} seals now; "keys rotate" first`,
  inUse: (id: string, count: number) => `${count} texts are sealed with key ${id}; "keys rotate" first`,
  tooSoon: (seconds: number) =>
    `the file of keys was changed a moment ago, and what is sealed now may not be recorded yet; try again in ${seconds} s`,
};

const zh: typeof en = {
  noFile: '没有数据密钥：未设置 DATA_KEY_FILE，服务也尚未生成；可用 "keys new FILE" 生成',
  kinds: { code: '兑换码', form: '表单', seed: '保密种子' },
  heads: ['密钥', '兑换码', '表单', '保密种子', ''],
  current: '当前使用',
  added: '尚未启用',
  isMissing: '不在密钥文件中',
  made: (path) =>
    `已生成 ${path}。请用 DATA_KEY_FILE 指定，确保服务可读，并在备份以外的地方另存一份：丢失密钥，兑换码和表单将无法恢复`,
  exists: (path) => `${path} 已经存在`,
  addedKey: (id) => `已添加密钥 ${id}。请把文件复制到每台机器，然后运行 "keys rotate"`,
  newKey: (id) => `今后使用密钥 ${id} 加密`,
  goesOn: (id) => `尚有内容未用密钥 ${id} 加密：未添加新密钥，继续重新加密`,
  resealed: (count, id) => `已用密钥 ${id} 重新加密：${count} 条`,
  oldKeys: (ids) =>
    `以下密钥已不再使用：${ids}。此前的备份仍需要它们；不再保留这些备份时可用 "keys drop" 删除`,
  unopened: (count) => `无法解密的内容（密钥已不存在，或内容被改动）：${count} 条`,
  more: (count) => `…… 还有 ${count} 条`,
  interrupted: (reason) => `已中断：${reason}；重新运行同一命令即可继续`,
  dropped: (id) => `已删除密钥 ${id}`,
  noKey: (id, path) => `${path} 中没有密钥“${id}”`,
  sealsNow: (id) => `密钥 ${id} 正在使用；请先运行 "keys rotate"`,
  inUse: (id, count) => `还有 ${count} 条内容使用密钥 ${id}；请先运行 "keys rotate"`,
  tooSoon: (seconds) => `密钥文件刚刚改动过，可能还有内容正在写入；请 ${seconds} 秒后再试`,
};

export const keysMessages: Readonly<Record<Language, typeof en>> = { en, zh };
