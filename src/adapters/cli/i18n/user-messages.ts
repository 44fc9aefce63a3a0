import type { OperatorState } from '../../../domain/operators/operator.ts';
import type { Role } from '../../../domain/operators/roles.ts';
import type { Language } from './language.ts';

const en = {
  needsCommand: 'say what to do: console user add, list, link, role, disable or enable',
  link: (name: string, hours: number) =>
    `by this link ${name} chooses a password; it can be used once, within ${hours} hours`,
  noOrigin: 'CONSOLE_URL is not set: put the address of the console before the link',
  invalidName: 'a name has 1 to 64 characters, none of them a control, and letters of one script',
  nameTaken: (name: string) => `there is an account ${name}, or one whose name looks the same`,
  missing: (name: string) => `there is no account ${name}`,
  notLocal: (name: string) =>
    `${name} signs in at the provider, which gives the role; there is no password here`,
  disabled: (name: string) => `the account ${name} is disabled: cms-market console user enable`,
  lastAdmin: 'this is the last active admin: make another one first',
  unknownRole: (role: string, roles: readonly string[]) => `${role} is no role: ${roles.join(', ')}`,
  changed: (name: string, role: Role, state: OperatorState) =>
    `${name} is ${role}, ${en.states[state]}; sessions of before have ended`,
  none: 'there are no accounts yet: cms-market console user add <name> --role admin',
  heads: ['name', 'role', 'state', 'signs in with', 'last sign-in'],
  states: { invited: 'invited', active: 'active', disabled: 'disabled' },
  vias: { password: 'password', oidc: 'single sign-on' },
};

const zh: typeof en = {
  needsCommand: '请指明操作：console user add、list、link、role、disable 或 enable',
  link: (name, hours) => `${name} 可通过此链接设置密码；${hours} 小时内有效，仅能使用一次`,
  noOrigin: '未设置 CONSOLE_URL：请在链接前加上控制台的地址',
  invalidName: '名称为 1 到 64 个字符，不含控制字符，字母须属同一种文字',
  nameTaken: (name) => `已有账号 ${name}，或外观相同的名称`,
  missing: (name) => `没有账号 ${name}`,
  notLocal: (name) => `${name} 通过单点登录进入，角色由提供方决定，这里没有密码`,
  disabled: (name) => `账号 ${name} 已停用，请先运行：cms-market console user enable`,
  lastAdmin: '这是最后一个可用的管理员，请先添加另一个',
  unknownRole: (role, roles) => `没有角色 ${role}，可选：${roles.join('、')}`,
  changed: (name, role, state) => `${name} 现为 ${role}，${zh.states[state]}；此前的登录已全部失效`,
  none: '还没有账号，请运行：cms-market console user add <名称> --role admin',
  heads: ['名称', '角色', '状态', '登录方式', '最近登录'],
  states: { invited: '待设置密码', active: '正常', disabled: '已停用' },
  vias: { password: '密码', oidc: '单点登录' },
};

export const userMessages: Readonly<Record<Language, typeof en>> = { en, zh };
