import { type FormValues, openForm } from '../../domain/deliveries/winner-form.ts';
import type { WinnerForm, WinnerForms } from '../../domain/deliveries/winner-forms.ts';
import type { Vault } from '../../domain/shared/vault.ts';

export type OpenedForm =
  | { readonly kind: 'opened'; readonly form: Omit<WinnerForm, 'sealed'>; readonly values: FormValues }
  | { readonly kind: 'no_win' }
  /** It was not filled in, or it was erased. */
  | { readonly kind: 'no_form' }
  /** No key of this installation opens it. */
  | { readonly kind: 'no_key' };

export interface FormDeskDependencies {
  readonly forms: WinnerForms;
  /** `null` where there are no keys. */
  readonly vault: () => Vault | null;
}

/** What winners have typed, for those who may see it. */
export class FormDesk {
  readonly #deps: FormDeskDependencies;

  constructor(deps: FormDeskDependencies) {
    this.#deps = deps;
  }

  /**
   * @param onLook leaves the look in the trail, before anything is returned; if it throws, nothing is
   * @throws DependencyError if the record store does not answer
   */
  async open(
    activityId: string,
    drawId: string,
    onLook: (form: Omit<WinnerForm, 'sealed'>, values: FormValues) => Promise<void>,
  ): Promise<OpenedForm> {
    const found = await this.#deps.forms.formOf(activityId, drawId);
    if (found === 'no_win' || found === 'no_form') return { kind: found };
    const { sealed, ...form } = found;
    const values = this.#valuesOf(sealed, activityId, drawId);
    if (values === null) return { kind: 'no_key' };
    await onLook(form, values);
    return { kind: 'opened', form, values };
  }

  #valuesOf(sealed: string, activityId: string, drawId: string): FormValues | null {
    const vault = this.#deps.vault();
    if (vault === null) return null;
    try {
      return openForm(vault, sealed, { activityId, drawId });
    } catch {
      return null;
    }
  }
}
