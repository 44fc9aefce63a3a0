import { isCommonPassword } from './common-passwords.ts';
import { operatorKey } from './operator-name.ts';

/** In characters. No kind of character is asked for: length is what counts, and what all others choose. */
export const PASSWORD_LEAST = 10;
export const PASSWORD_MOST = 128;

export const PASSWORD_REASONS = ['too_short', 'too_long', 'common', 'like_name'] as const;

export type PasswordReason = (typeof PASSWORD_REASONS)[number];

/** The password as it is hashed: the same from each keyboard. */
export function normalPassword(password: string): string {
  return password.normalize('NFKC');
}

/** Why this password is not taken for an account of this name; `null`: it is. */
export function reasonAgainst(password: string, name: string): PasswordReason | null {
  const normal = normalPassword(password);
  const { length } = [...normal];
  if (length < PASSWORD_LEAST) return 'too_short';
  if (length > PASSWORD_MOST) return 'too_long';
  if (isLikeName(normal, name)) return 'like_name';
  return isCommonPassword(normal) ? 'common' : null;
}

/* The name, also repeated or with digits at its ends. */
function isLikeName(password: string, name: string): boolean {
  const key = operatorKey(name);
  const rest = operatorKey(password).split(key).join('');
  return /^[\d\s!@#$%^&*._-]*$/.test(rest) && operatorKey(password).includes(key);
}
