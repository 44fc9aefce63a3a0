import type { TextName } from '../activity/activity-data.ts';
import { remainingOf } from '../activity/countdown.ts';
import { type Delivery, type DeliveryAction, type FormField, isOpen } from '../activity/delivery.ts';
import { minuteOf } from '../activity/moment.ts';
import { words } from '../words/words.ts';

type Texts = Readonly<Record<TextName, string>>;

/** How far the prize is, in one sentence; '' if what is shown says it already. */
export function statusOf(delivery: Delivery, texts: Texts, slow: boolean): string {
  const own = words().deliveries.status;
  switch (delivery.state) {
    case 'preparing':
      return preparingOf(delivery, slow);
    case 'ready':
      return delivery.by === 'code' || delivery.by === 'counter' ? '' : own.waiting;
    case 'form_wanted':
      return '';
    case 'form_received':
      return texts.form_received || own.formReceived;
    case 'sent':
      return delivery.by === 'form' ? own.formSent : own.waiting;
    case 'delivered':
      return own.delivered;
    case 'redeemed':
      return own.redeemed;
    case 'failed':
      return own.failed;
  }
}

/* @param slow it has taken longer than the page asks by itself */
function preparingOf({ by }: Delivery, slow: boolean): string {
  const own = words().deliveries;
  return (slow ? own.slow : own.preparing)[by === 'code' || by === 'webhook' ? by : 'other'];
}

export function actionTextOf(action: DeliveryAction, texts: Texts): string {
  switch (action) {
    case 'fill':
      return texts.fill_form || words().deliveries.fill;
    case 'review':
      return words().deliveries.review;
    case 'show':
      return texts.show_ticket || words().deliveries.show;
  }
}

/** Until when the form can be sent: `11月30日 23:59 前可填写，还剩 2 天`; '' without an end. */
export function deadlineOf(delivery: Delivery, now: number): string {
  const { until, state } = delivery;
  if (until === null) return '';
  const own = words().deliveries;
  const when = minuteOf(until, now);
  if (!isOpen(delivery, now)) return state === 'form_wanted' ? own.tooLateSince(when) : '';
  return (state === 'form_wanted' ? own.fillUntil : own.changeUntil)(when, leftOf(until - now));
}

function leftOf(milliseconds: number): string {
  const { days, hours, minutes } = remainingOf(milliseconds);
  const own = words().deliveries;
  if (days > 0) return own.days(String(days));
  return hours > 0 ? own.hours(String(hours)) : own.minutes(String(Math.max(1, minutes)));
}

/** Whose message is shown where the form cannot be sent. */
export function refusalOf(reason: string): string {
  const own = words().deliveries.form;
  switch (reason) {
    case 'too_late':
      return own.tooLate;
    case 'already_sent':
      return own.alreadySent;
    case 'no_such_win':
      return own.noSuchWin;
    case 'not_a_form':
      return own.notAForm;
    case 'denied':
      return own.denied;
    default:
      return own.refused;
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
  const own = words().deliveries.form;
  switch (field) {
    case 'name':
      return { label: own.name, type: 'text', autocomplete: 'name' };
    case 'phone':
      return { label: own.phone, type: 'tel', autocomplete: 'tel' };
    case 'address':
      return { label: own.address, type: 'text', autocomplete: 'street-address', long: true };
    case 'email':
      return { label: own.email, type: 'email', autocomplete: 'email' };
    case 'id_text':
      return { label: texts.id_text || own.id_text, type: 'text', autocomplete: 'off' };
  }
}
