import { ApiError } from '../api/api-error.ts';
import { i18n } from '../i18n/words.ts';
import { reasonOf, sayError } from '../parts/say-error.ts';

/** Sorts an error of a form with a password: to the field that it is about, else to the form. */
export function placeError(error: unknown): { readonly field: string; readonly text: string } {
  const text = sayError(error, 'account');
  if (!(error instanceof ApiError)) return { field: 'form', text };
  if (error.code === 'wrong_password')
    return { field: 'current', text: i18n.global.t('account.passwordForm.wrong') };
  if (reasonOf(error) === 'name_taken') return { field: 'name', text };
  return { field: error.field ?? 'form', text };
}
