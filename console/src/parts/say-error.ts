import { ApiError } from '../api/api-error.ts';
import { i18n } from '../i18n/words.ts';

/** Returns what an error means, in the console's language: by `<room>.error.<code>` where the room has it, else in general words. */
export function sayError(error: unknown, room?: string): string {
  const { t, te } = i18n.global;
  if (!(error instanceof ApiError)) return t('common.error.unknown');
  const reason = reasonOf(error);
  const keys = [reason, error.code].flatMap((code) =>
    code ? [`${room ?? 'common'}.error.${code}`, `common.error.${code}`] : [],
  );
  const key = keys.find((candidate) => te(candidate)) ?? 'common.error.unknown';
  return t(key, { field: error.field ?? '', seconds: error.retryAfter ?? 0, status: error.status });
}

/** Returns which rule said no, where one did. */
export function reasonOf(error: ApiError): string | undefined {
  const { detail } = error;
  if (typeof detail !== 'object' || detail === null || !('reason' in detail)) return undefined;
  return String(detail.reason);
}
