import type { Context } from 'koa';
import type { SsoSecrets } from '../../../../domain/operators/identity-provider.ts';
import { consoleCookie, setConsoleCookie } from '../console-cookie.ts';

/* As long as somebody types a password and looks for their phone. */
const MAX_AGE_SECONDS = 600;

const NAME = 'cms_console_oidc';

/**
 * Keeps in the browser what it must bring back. Its own provider's answer comes from another site, so the cookie is `Lax`; it
 * opens nothing by itself.
 */
export function setSsoSecrets(ctx: Context, { state, nonce, verifier }: SsoSecrets): void {
  setConsoleCookie(ctx, NAME, [state, nonce, verifier].join('.'), MAX_AGE_SECONDS, 'Lax');
}

/** Takes it back: it is used once. */
export function takeSsoSecrets(ctx: Context): SsoSecrets | null {
  const value = consoleCookie(ctx, NAME);
  if (!value) return null;
  setConsoleCookie(ctx, NAME, '', 0, 'Lax');
  const [state, nonce, verifier, ...others] = value.split('.');
  return state && nonce && verifier && others.length === 0 ? { state, nonce, verifier } : null;
}
