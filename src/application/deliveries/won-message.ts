import type { ClaimedDelivery } from '../../domain/deliveries/delivery-queue.ts';
import type { WebhookMessage } from '../../domain/deliveries/webhook-sender.ts';
import { type FormValues, openForm } from '../../domain/deliveries/winner-form.ts';
import type { Vault } from '../../domain/shared/vault.ts';

/**
 * What is sent for a delivery, the same at each attempt.
 * @throws Error if its form cannot be opened. The error does not hold what the form says
 */
export function wonMessage(claim: ClaimedDelivery, vault: Vault | null): WebhookMessage {
  const { prize } = claim;
  return { id: prize.drawId, kind: 'won', prize: { ...prize, form: formOf(claim, vault) } };
}

/* `null` where no form is asked for. */
function formOf({ sealedForm, wantsForm, prize }: ClaimedDelivery, vault: Vault | null): FormValues | null {
  if (!wantsForm) return null;
  if (sealedForm === null) throw new Error('there is no form');
  if (vault === null) throw new Error('there is no data key: DATA_KEY_FILE is not set');
  return openForm(vault, sealedForm, prize);
}
