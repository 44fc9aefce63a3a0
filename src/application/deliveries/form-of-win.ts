import { type FormValues, openForm } from '../../domain/deliveries/winner-form.ts';
import type { ListedWin } from '../../domain/deliveries/won-list.ts';
import type { Vault } from '../../domain/shared/vault.ts';

/** What the winner has typed; `null` where that is nothing, `unopened` where the vault has not its key. */
export function formOfWin(
  { form, activityId, drawId }: ListedWin,
  vault: Vault,
): FormValues | 'unopened' | null {
  if (form === null) return null;
  try {
    return openForm(vault, form.sealed, { activityId, drawId });
  } catch {
    return 'unopened';
  }
}
