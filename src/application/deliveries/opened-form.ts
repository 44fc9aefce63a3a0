import { z } from 'zod';
import type { ClaimedDelivery } from '../../domain/deliveries/delivery-queue.ts';
import type { FormValues } from '../../domain/deliveries/webhook-sender.ts';
import type { Vault } from '../../domain/shared/vault.ts';

const formText = z.record(z.string(), z.string());

/**
 * What the winner typed; `null` where no form is asked for.
 * @throws Error if it cannot be opened. The error does not hold what the form says
 */
export function openedForm(
  { sealedForm, wantsForm, prize }: ClaimedDelivery,
  vault: Vault | null,
): FormValues | null {
  if (!wantsForm) return null;
  if (sealedForm === null) throw new Error('there is no form');
  if (vault === null) throw new Error('there is no data key: DATA_KEY_FILE is not set');
  const text = vault.open(sealedForm, `form:${prize.activityId}:${prize.drawId}`);
  const values = formText.safeParse(parsed(text));
  if (!values.success) throw new Error('the form is not one of texts by field');
  return values.data;
}

/* The message of JSON.parse quotes the text. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
