import { type Delivery, deliveryOf } from '../activity/delivery.ts';
import type { Answer } from '../client/api.ts';
import { fieldsOf, textOf } from '../client/read.ts';

/** What has become of a form that was sent. */
export type FormResult =
  | { readonly kind: 'received'; readonly delivery: Delivery }
  /** One of its values is not accepted; '' if the page does not know which. */
  | { readonly kind: 'wrong_value'; readonly field: string }
  /** It cannot be sent any more; `reason` is the server's. */
  | { readonly kind: 'not_claimable'; readonly reason: string }
  | { readonly kind: 'please_log_in' }
  /** A check that a person is there comes first. */
  | { readonly kind: 'proof_needed' }
  | { readonly kind: 'refused'; readonly message: string }
  /** No answer, or a fault: it may have been received. Sending it again is harmless. */
  | { readonly kind: 'unknown'; readonly retryAfterMs: number };

const FORM = 'form.';

export function formResultOf(answer: Answer): FormResult {
  if (answer.kind !== 'answered') return { kind: 'unknown', retryAfterMs: 0 };
  const { ret, msg, detail, data, retryAfterMs } = answer;
  switch (ret) {
    case 0: {
      const delivery = deliveryOf(fieldsOf(data)['delivery']);
      return delivery ? { kind: 'received', delivery } : { kind: 'unknown', retryAfterMs };
    }
    case 1001: {
      const field = textOf(fieldsOf(detail)['field']);
      if (field === 'token') return { kind: 'please_log_in' };
      return { kind: 'wrong_value', field: field.startsWith(FORM) ? field.slice(FORM.length) : '' };
    }
    case 1004:
    case 1005:
      return { kind: 'please_log_in' };
    case 1009:
      return { kind: 'proof_needed' };
    case 2002:
      return { kind: 'not_claimable', reason: textOf(fieldsOf(detail)['reason']) };
    default:
      return ret >= 4000 ? { kind: 'unknown', retryAfterMs } : { kind: 'refused', message: msg };
  }
}
