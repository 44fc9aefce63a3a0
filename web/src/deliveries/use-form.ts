import { onBeforeUnmount, reactive, ref } from 'vue';
import type { WonPrize } from '../activity/activity-data.ts';
import { endpointOf, type PageAddress } from '../activity/address.ts';
import { type Delivery, type FormField, isOpen } from '../activity/delivery.ts';
import { takeProof } from '../activity/proof.ts';
import { fetchClaim } from '../client/api.ts';
import { pauseBefore } from '../client/draw.ts';
import { phoneStore } from '../phone/phone-store.ts';
import { words } from '../words/words.ts';
import { askWins } from './ask-wins.ts';
import { refusalOf } from './delivery-words.ts';
import { formDrafts, isSameForm } from './form-drafts.ts';
import { type FormResult, formResultOf } from './form-result.ts';
import { useDeliveries } from './known-deliveries.ts';

/** `repeating`: no answer came, and the form is sent again. `stuck`: it was not answered as often as it is repeated. */
export type FormPhase =
  | 'open'
  | 'sending'
  | 'repeating'
  | 'stuck'
  | 'received'
  | 'please_log_in'
  | 'proof_needed';

const ATTEMPTS = 8;

/**
 * A winner's form. What is typed is stored on the phone until the server has acknowledged it. Call it in a component's
 * setup.
 */
export function useForm(address: PageAddress, uid: string, win: WonPrize, delivery: Delivery) {
  const deliveries = useDeliveries();
  const draft = formDrafts(phoneStore).draftOf(address.activityId, uid, win.drawId);
  const stored = draft.read();
  // The answer may have been lost, and the form received all the same; or it is too late to change it.
  const isSettled =
    stored !== null && (!isOpen(delivery, deliveries.now()) || isSameForm(stored, delivery.values));
  if (isSettled) draft.settle();
  const found = isSettled ? null : stored;
  const values = reactive({ name: '', phone: '', address: '', email: '', id_text: '' });
  Object.assign(values, delivery.values, found);
  const phase = ref<FormPhase>('open');
  /** The fields that are not accepted, with the reason. */
  const wrong = reactive(new Map<FormField, 'missing' | 'refused'>());
  const message = ref('');
  let timer: ReturnType<typeof setTimeout> | undefined;
  let gone = false;

  const typed = () => Object.fromEntries(delivery.fields.map((field) => [field, values[field].trim()]));

  async function send(attempts: number, proof: string): Promise<void> {
    const { activityId, token, clean } = address;
    const question = { endpoint: endpointOf(clean, 'shake/claim'), activityId, token, proof };
    const result = formResultOf(await fetchClaim(question, win.drawId, typed()));
    // Also after the form was closed: what the server has is not typed twice.
    if (result.kind === 'received') {
      draft.settle();
      deliveries.learn(win.drawId, result.delivery);
    }
    if (gone) return;
    if (result.kind !== 'unknown') return take(result);
    phase.value = attempts < ATTEMPTS ? 'repeating' : 'stuck';
    if (phase.value === 'stuck') return;
    const pause = Math.max(pauseBefore(attempts), result.retryAfterMs);
    timer = setTimeout(() => void send(attempts + 1, proof), pause);
  }

  function take(result: Exclude<FormResult, { kind: 'unknown' }>): void {
    phase.value = 'open';
    switch (result.kind) {
      case 'received':
      case 'please_log_in':
      case 'proof_needed':
        phase.value = result.kind;
        return;
      case 'wrong_value': {
        const field = delivery.fields.find((each) => each === result.field);
        if (field) wrong.set(field, 'refused');
        // A newer server may ask for more than this page knows.
        else message.value = words().deliveries.form.outdated;
        return;
      }
      case 'not_claimable':
        draft.settle();
        message.value = refusalOf(result.reason);
        // Perhaps an earlier attempt was received, and its answer was lost.
        void askWins(address, win, 1, deliveries);
        return;
      case 'refused':
        message.value = result.message || words().deliveries.form.refused;
    }
  }

  onBeforeUnmount(() => {
    gone = true;
    clearTimeout(timer);
  });

  return {
    values,
    phase,
    wrong,
    message,
    /** Whether these are values that were typed before and not acknowledged. */
    unsent: found !== null,
    keep(field: FormField): void {
      wrong.delete(field);
      draft.write(typed());
    },
    /** Sends the form, unless a field is empty. */
    submit(): void {
      if (phase.value === 'sending' || phase.value === 'repeating') return;
      wrong.clear();
      message.value = '';
      for (const field of delivery.fields) if (values[field].trim() === '') wrong.set(field, 'missing');
      if (wrong.size > 0) return;
      draft.write(typed());
      phase.value = 'sending';
      void send(1, takeProof(address));
    },
  };
}
