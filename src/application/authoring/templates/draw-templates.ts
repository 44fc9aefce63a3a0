import type { StageName, ThemeName, Tier } from '../../../domain/activities/page-choices.ts';

/** What an activity begins with whose visitors draw prizes. */
export interface DrawTemplate {
  readonly stage: StageName;
  readonly theme: ThemeName;
  readonly subtitle: string;
  readonly perDay: number;
  readonly total: number;
  readonly signIn: boolean;
  readonly texts: Readonly<Record<string, string>>;
  /** The last one is for those who would win nothing. */
  readonly prizes: readonly TemplatePrize[];
  /** After so many draws in a row without a prize of value this one is sure. */
  readonly guarantee?: { readonly after: number; readonly prize: string };
}

export interface TemplatePrize {
  readonly id: string;
  readonly name: string;
  readonly tier: Tier;
  /** Yuan, such as `199.00`. */
  readonly value: string;
  /** Left out for the last one. */
  readonly odds?: string;
  readonly stock?: number;
  readonly perUser?: number;
}

const THANKS: TemplatePrize = { id: 'points', name: '10 积分', tier: 'consolation', value: '0.00' };

const COUPON_20 = coupon('coupon-20', '20 元优惠券', '1%', 300, '20.00');
const COUPON_10 = coupon('coupon-10', '10 元优惠券', '3%', 1000, '10.00');
const COUPON_5 = coupon('coupon-5', '5 元优惠券', '8%', 3000, '5.00');

/** By the name of the template. */
export const drawTemplates = {
  shake: {
    ...{
      stage: 'shake',
      theme: 'spring',
      subtitle: '每天 3 次，人人有礼',
      perDay: 3,
      total: 10,
      signIn: true,
    },
    texts: { won_title: '摇中啦', not_won_text: '好运在路上，换个姿势再摇一次' },
    prizes: [
      grand('phone', '旗舰手机', '1/100000', 1, '4999.00'),
      fine('earphones', '降噪耳机', '1/5000', 20, '399.00'),
      COUPON_20,
      COUPON_5,
      THANKS,
    ],
  },
  wheel: {
    ...{
      stage: 'wheel',
      theme: 'double11',
      subtitle: '每天 3 次，好礼等你转',
      perDay: 3,
      total: 20,
      signIn: true,
    },
    texts: { draw: '立即抽奖', again: '再转一次', won_title: '转到好礼' },
    prizes: [
      grand('tv', '65 英寸电视', '1/100000', 1, '3299.00'),
      fine('speaker', '蓝牙音箱', '1/2000', 50, '199.00'),
      COUPON_20,
      COUPON_10,
      COUPON_5,
      THANKS,
    ],
  },
  grid: {
    ...{
      stage: 'grid',
      theme: 'campus',
      subtitle: '每天 2 次，校园好物',
      perDay: 2,
      total: 14,
      signIn: true,
    },
    texts: { draw: '开始抽奖', again: '再抽一次', won_title: '抽到好物' },
    prizes: [
      grand('tablet', '学习平板', '1/100000', 1, '1999.00'),
      fine('keyboard', '机械键盘', '1/5000', 10, '299.00'),
      fine('backpack', '双肩包', '0.05%', 50, '129.00'),
      fine('lamp', '护眼台灯', '0.1%', 100, '89.00'),
      ...[COUPON_20, COUPON_10, COUPON_5, THANKS],
    ],
  },
  scratch: {
    ...{
      stage: 'scratch',
      theme: 'summer',
      subtitle: '每天一张，刮出惊喜',
      perDay: 1,
      total: 7,
      signIn: true,
    },
    texts: { draw: '刮一张', again: '再刮一张', won_title: '刮中了', not_won_title: '这张没有奖' },
    prizes: [
      fine('cooler', '车载冰箱', '1/5000', 10, '399.00'),
      fine('fan', '桌面风扇', '0.2%', 100, '79.00'),
      COUPON_10,
      COUPON_5,
      THANKS,
    ],
  },
  egg: {
    ...{ stage: 'egg', theme: 'member', subtitle: '连砸十次，必有好礼', perDay: 3, total: 30, signIn: false },
    texts: { draw: '砸金蛋', again: '再砸一个', won_title: '砸出好礼' },
    prizes: [
      grand('gift-box', '会员尊享礼盒', '1/20000', 5, '688.00'),
      fine('card-100', '100 元储值卡', '0.1%', 50, '100.00'),
      { ...COUPON_20, stock: 3000, perUser: 4 },
      THANKS,
    ],
    guarantee: { after: 10, prize: COUPON_20.id },
  },
} as const satisfies Readonly<Record<string, DrawTemplate>>;

function grand(id: string, name: string, odds: string, stock: number, value: string): TemplatePrize {
  return { id, name, tier: 'grand', value, odds, stock, perUser: 1 };
}

function fine(id: string, name: string, odds: string, stock: number, value: string): TemplatePrize {
  return { id, name, tier: 'fine', value, odds, stock, perUser: 1 };
}

function coupon(id: string, name: string, odds: string, stock: number, value: string): TemplatePrize {
  return { id, name, tier: 'small', value, odds, stock, perUser: 2 };
}
