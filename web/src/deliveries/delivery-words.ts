import type { TextName } from '../activity/activity-data.ts';
import { remainingOf } from '../activity/countdown.ts';
import { minuteOf } from '../activity/moment.ts';
import { type Delivery, type DeliveryAction, type FormField, isOpen } from './delivery.ts';

type Texts = Readonly<Record<TextName, string>>;

/** How far the prize is, in one sentence; '' if what is shown says it already. */
export function statusOf(delivery: Delivery, texts: Texts, slow: boolean): string {
  switch (delivery.state) {
    case 'preparing':
      return preparingOf(delivery, slow);
    case 'ready':
      return delivery.by === 'code' || delivery.by === 'counter' ? '' : '待发放';
    case 'form_wanted':
      return '';
    case 'form_received':
      return texts.form_received || '领奖信息已收到';
    case 'sent':
      return delivery.by === 'form' ? '领奖信息已提交，待发放' : '待发放';
    case 'delivered':
      return '已发放';
    case 'redeemed':
      return '已使用';
    case 'failed':
      return '发放遇到问题，客服会联系你';
  }
}

/* @param slow it has taken longer than the page asks by itself */
function preparingOf({ by }: Delivery, slow: boolean): string {
  switch (by) {
    case 'code':
      return slow ? '兑换码还在准备，不会丢，稍后再来看看' : '正在准备兑换码…';
    case 'webhook':
      return slow ? '还在发放，不会丢，稍后再来看看' : '正在发放…';
    case 'hand':
    case 'form':
    case 'counter':
      return slow ? '还在准备，奖品不会丢，稍后再来看看' : '正在准备…';
  }
}

export function actionTextOf(action: DeliveryAction, texts: Texts): string {
  switch (action) {
    case 'fill':
      return texts.fill_form || '填写领奖信息';
    case 'review':
      return '查看领奖信息';
    case 'show':
      return texts.show_ticket || '到店出示';
  }
}

/** Until when the form can be sent: `11月30日 23:59 前可填写，还剩 2 天`; '' without an end. */
export function deadlineOf(delivery: Delivery, now: number): string {
  const { until, state } = delivery;
  if (until === null) return '';
  const what = state === 'form_wanted' ? '填写' : '修改';
  if (!isOpen(delivery, now)) return state === 'form_wanted' ? `已过填写时间（${minuteOf(until)}）` : '';
  return `${minuteOf(until)} 前可${what}，还剩 ${leftOf(until - now)}`;
}

function leftOf(milliseconds: number): string {
  const { days, hours, minutes } = remainingOf(milliseconds);
  if (days > 0) return `${days} 天`;
  return hours > 0 ? `${hours} 小时` : `${Math.max(1, minutes)} 分钟`;
}

/** Whose message is shown where the form cannot be sent. */
export function refusalOf(reason: string): string {
  switch (reason) {
    case 'too_late':
      return '已过填写时间，不能再提交了';
    case 'already_sent':
      return '领奖信息已经交去发放，不能再修改了';
    case 'no_such_win':
      return '没有找到这份奖品，请刷新页面后再看';
    case 'not_a_form':
      return '这份奖品不需要填写信息';
    default:
      return '现在不能提交，请稍后再试';
  }
}

export interface FieldLook {
  readonly label: string;
  readonly type: 'text' | 'tel' | 'email';
  readonly autocomplete: string;
  /** Several lines. */
  readonly long?: boolean;
}

export function fieldLookOf(field: FormField, texts: Texts): FieldLook {
  switch (field) {
    case 'name':
      return { label: '姓名', type: 'text', autocomplete: 'name' };
    case 'phone':
      return { label: '手机号', type: 'tel', autocomplete: 'tel' };
    case 'address':
      return { label: '收货地址', type: 'text', autocomplete: 'street-address', long: true };
    case 'email':
      return { label: '邮箱', type: 'email', autocomplete: 'email' };
    case 'id_text':
      return { label: texts.id_text || '会员号或账号', type: 'text', autocomplete: 'off' };
  }
}
