import type { Language } from './language.ts';

const en = {
  pinSet: (activityId: string, replaces: boolean) =>
    `this is the PIN of the staff of activity ${activityId}; only a hash of it is stored, so note it now` +
    (replaces ? '. The earlier PIN is no longer taken: tell the shops' : ''),
  noCounterPrize: (activityId: string) =>
    `activity ${activityId} has no prize with "delivery": {"by": "counter"} yet; the PIN is set all the same`,
  none: 'no activity has a prize that is handed over at a counter',
  noPin: (activityId: string) =>
    `activity ${activityId} has no PIN, so nothing can be redeemed: cms-market counter pin ${activityId}`,
  heads: ['activity', 'open', 'redeemed', 'last redeemed', 'PIN set'],
  placeHeads: ['place', 'redeemed'],
};

const zh: typeof en = {
  pinSet: (activityId, replaces) =>
    `这是活动 ${activityId} 的员工密码；系统只保存它的哈希，请立即记下` +
    (replaces ? '。原密码已失效，请通知各门店' : ''),
  noCounterPrize: (activityId) =>
    `活动 ${activityId} 还没有 "delivery": {"by": "counter"} 的奖品；密码已照常设置`,
  none: '没有活动设有到店核销的奖品',
  noPin: (activityId) =>
    `活动 ${activityId} 没有设置员工密码，无法核销；请运行：cms-market counter pin ${activityId}`,
  heads: ['活动', '待核销', '已核销', '最近核销', '密码设置'],
  placeHeads: ['门店', '已核销'],
};

export const counterMessages: Readonly<Record<Language, typeof en>> = { en, zh };
