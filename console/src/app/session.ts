import { computed, shallowRef } from 'vue';
import type { PermissionName, SessionView } from '../../../src/adapters/koa/console/contract/session.ts';
import { get, post } from '../api/client.ts';
import { queryClient } from '../api/query-client.ts';
import { setCsrfToken } from '../api/signals.ts';

/** Who is signed in, what they may do, and which installation this is; `null` until the first answer. */
export const session = shallowRef<SessionView | null>(null);

/** Who is signed in. */
export const operator = computed(() => session.value?.operator ?? null);

/** Takes an answer that carries a session as the one that holds now. */
export function takeSession(next: SessionView): void {
  setCsrfToken(next.csrf_token);
  session.value = next;
}

/** Asks whose session this is, once. */
export async function loadSession(): Promise<SessionView> {
  if (!session.value) takeSession(await get<SessionView>('/api/session'));
  return session.value as unknown as SessionView;
}

/** Whether the one who is signed in may do this. In templates it follows the session. */
export const may = (permission: PermissionName | undefined): boolean =>
  permission === undefined || (session.value?.permissions.includes(permission) ?? false);

/** Forgets who was signed in, and all that they saw. */
export function forgetSession(): void {
  setCsrfToken(null);
  session.value = null;
  queryClient.clear();
}

/** Ends the session here and at the server. */
export async function signOut(): Promise<void> {
  await post('/api/session/sign-out');
  forgetSession();
}
