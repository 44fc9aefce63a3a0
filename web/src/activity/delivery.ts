import { type Fields, fieldsOf, listOf, momentOf, textOf } from '../client/read.ts';

const METHODS = ['hand', 'code', 'webhook', 'form', 'counter'] as const;
export type DeliveryMethod = (typeof METHODS)[number];

const STATES = [
  'preparing',
  'ready',
  'form_wanted',
  'form_received',
  'sent',
  'delivered',
  'redeemed',
  'failed',
] as const;
export type DeliveryState = (typeof STATES)[number];

const FORM_FIELDS = ['name', 'phone', 'address', 'email', 'id_text'] as const;
export type FormField = (typeof FORM_FIELDS)[number];
export type FormValues = Readonly<Partial<Record<FormField, string>>>;

/** How a won prize reaches its winner, and how far it is. */
export interface Delivery {
  readonly by: DeliveryMethod;
  readonly state: DeliveryState;
  /** The redeem code; '' if there is none, or not yet. */
  readonly code: string;
  /** Until when the form may be sent and changed; `null`: without an end. */
  readonly until: number | null;
  /** What the form asks for. */
  readonly fields: readonly FormField[];
  /** What the winner has sent. */
  readonly values: FormValues;
}

/** `null` if the server sends none, or one that this page does not know. */
export function deliveryOf(value: unknown): Delivery | null {
  const { by, state, code, until, form } = fieldsOf(value);
  const method = METHODS.find((each) => each === by);
  const known = STATES.find((each) => each === state);
  if (!method || !known) return null;
  const { fields, values } = fieldsOf(form);
  const asked = listOf(fields);
  return {
    by: method,
    state: known,
    code: textOf(code),
    until: momentOf(until),
    fields: FORM_FIELDS.filter((field) => asked.includes(field)),
    values: formValuesOf(fieldsOf(values)),
  };
}

export function formValuesOf(values: Fields): FormValues {
  const texts: Partial<Record<FormField, string>> = {};
  for (const field of FORM_FIELDS) {
    const value = values[field];
    if (typeof value === 'string') texts[field] = value;
  }
  return texts;
}

/**
 * What counts after the server has answered anew. It answers `preparing` also while it cannot look, `ready` for a prize by
 * hand without a look, and an answer that was on its way while a form was sent does not know of the form: none of these
 * replaces what is known.
 */
export function newerOf(known: Delivery | null, answered: Delivery | null): Delivery | null {
  if (known === null || answered === null || known.state === 'preparing') return answered ?? known;
  if (answered.state === 'preparing') return known;
  if (answered.state === 'form_wanted' && known.by === 'form') return known;
  if (answered.state === 'ready' && isOver(known)) return known;
  return answered;
}

function isOver({ state }: Delivery): boolean {
  return state === 'delivered' || state === 'redeemed';
}

/** What the winner can do about a delivery: fill the form in, look at it, or show a ticket at the counter. */
export type DeliveryAction = 'fill' | 'review' | 'show';

export function actionOf(delivery: Delivery | null, now: number): DeliveryAction | null {
  if (delivery?.by === 'counter') return delivery.state === 'ready' ? 'show' : null;
  if (delivery?.by !== 'form') return null;
  if (delivery.state === 'form_wanted') return isOpen(delivery, now) ? 'fill' : null;
  return Object.keys(delivery.values).length > 0 ? 'review' : null;
}

/** Whether it is worth asking again soon. */
export function isComing(delivery: Delivery | null): boolean {
  return delivery?.state === 'preparing';
}

/** Whether the form can still be sent, as far as the page knows. */
export function isOpen({ by, state, until }: Delivery, now: number): boolean {
  const mayChange = by === 'form' && (state === 'form_wanted' || state === 'form_received');
  return mayChange && (until === null || now < until);
}
