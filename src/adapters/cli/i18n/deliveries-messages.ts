import type { DeliveryState } from '../../../domain/deliveries/delivery.ts';
import type { DeliveryMethod } from '../../../domain/draws/prize-delivery.ts';
import type { Language } from './language.ts';

const en = {
  noStore: 'there is no record store yet, and so there are no deliveries; DATA_DIR=… names another folder',
  none: 'there are no deliveries',
  noneInState: (state: string) => `there are no deliveries in the state ${state}`,
  more: (limit: number) => `only the latest ${limit} are shown; --limit shows more`,
  heads: { activity: 'activity', method: 'method', endpoint: 'endpoint', state: 'state', count: 'count' },
  listHeads: [
    'won at',
    'activity',
    'draw',
    'user',
    'prize',
    'method',
    'endpoint',
    'state',
    'attempts',
    'next try',
    'last error',
  ],
  methods: {
    hand: 'by hand',
    code: 'code',
    webhook: 'webhook',
    form: 'form',
    counter: 'counter',
  } satisfies Record<DeliveryMethod, string> as Record<DeliveryMethod, string>,
  states: {
    preparing: 'preparing',
    ready: 'ready',
    form_wanted: 'form wanted',
    form_received: 'form received',
    sent: 'sent',
    delivered: 'delivered',
    redeemed: 'redeemed',
    failed: 'failed',
  } satisfies Record<DeliveryState, string> as Record<DeliveryState, string>,
  stopped: (name: string, at: string, reason: string) =>
    `endpoint ${name} was stopped at ${at} (${reason}); "deliveries start ${name}" starts it again`,
  unknown: (name: string, count: number) =>
    `${count} deliveries wait for endpoint "${name}", which ENDPOINTS_FILE does not have`,
  retried: (count: number) => `${count} failed deliveries are due again`,
  noneFailed: 'no delivery that failed is among them; nothing was changed',
  noFile: 'ENDPOINTS_FILE is not set, so there are no endpoints',
  noEndpoint: (name: string, names: readonly string[]) =>
    `ENDPOINTS_FILE has no endpoint "${name}"; it has: ${names.join(', ')}`,
  tested: (name: string, outcome: string, ms: number) => `endpoint ${name}: ${outcome}, in ${ms} ms`,
  started: (name: string) => `endpoint ${name} gets its deliveries again`,
  notStopped: (name: string) => `endpoint ${name} is not stopped; nothing was changed`,
};

export type DeliveriesMessages = typeof en;

const zh: DeliveriesMessages = {
  noStore: '还没有记录存储，因此没有发放记录；可用 DATA_DIR=… 指定其他文件夹',
  none: '没有发放记录',
  noneInState: (state) => `没有状态为“${state}”的发放记录`,
  more: (limit) => `只显示最近 ${limit} 条；可用 --limit 显示更多`,
  heads: { activity: '活动', method: '方式', endpoint: '回调地址', state: '状态', count: '数量' },
  listHeads: [
    '中奖时间',
    '活动',
    '抽奖编号',
    '用户',
    '奖品',
    '方式',
    '回调地址',
    '状态',
    '已尝试',
    '下次尝试',
    '最近错误',
  ],
  methods: { hand: '人工', code: '兑换码', webhook: '回调', form: '表单', counter: '到店核销' },
  states: {
    preparing: '准备中',
    ready: '可领取',
    form_wanted: '待填写',
    form_received: '已填写',
    sent: '已寄出',
    delivered: '已送达',
    redeemed: '已核销',
    failed: '失败',
  },
  stopped: (name, at, reason) =>
    `回调地址 ${name} 已于 ${at} 停止（${reason}）；可运行 "deliveries start ${name}" 恢复`,
  unknown: (name, count) => `有 ${count} 条发放在等待回调地址“${name}”，但 ENDPOINTS_FILE 中没有它`,
  retried: (count) => `${count} 条失败的发放将重新尝试`,
  noneFailed: '其中没有失败的发放，未作任何更改',
  noFile: '未设置 ENDPOINTS_FILE，没有回调地址',
  noEndpoint: (name, names) => `ENDPOINTS_FILE 中没有回调地址“${name}”；已有：${names.join('、')}`,
  tested: (name, outcome, ms) => `回调地址 ${name}：${outcome}，耗时 ${ms} 毫秒`,
  started: (name) => `回调地址 ${name} 已恢复发送`,
  notStopped: (name) => `回调地址 ${name} 没有停止，未作任何更改`,
};

export const deliveriesMessages: Readonly<Record<Language, DeliveriesMessages>> = { en, zh };
