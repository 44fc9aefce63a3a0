import type { OwnAccount } from '../../../../application/operators/own-account.ts';
import type { SessionDesk } from '../../../../application/operators/session-desk.ts';
import { ConsoleRefusal, refusedBecause } from '../console-refusal.ts';
import { type ConsoleRoute, consoleRoute, type TracedRequest } from '../console-route.ts';
import {
  type EndSessionsInput,
  endedSessionsSchema,
  endSessionsInput,
  ownSessionsSchema,
  type PasswordInput,
  passwordInput,
  type SessionView,
  sessionSchema,
} from '../contract/session.ts';
import { isoOf } from '../encode/iso.ts';
import { type ConsoleFace, viewOf } from './session-view.ts';
import { clientOf, giveToken, refusedPassword, tooMany, unlessBusy } from './sign-in-parts.ts';

export interface AccountRoutesParts {
  readonly face: ConsoleFace;
  readonly desk: SessionDesk;
  readonly account: OwnAccount;
}

/** The own password, the own sessions. */
export function accountRoutes(parts: AccountRoutesParts): readonly ConsoleRoute[] {
  return [
    consoleRoute({
      method: 'POST',
      path: '/account/password',
      access: 'signed_in',
      trail: 'change',
      summary: 'change the own password; all other sessions end',
      input: passwordInput,
      output: sessionSchema,
      handle: (request) => changePassword(parts, request),
    }),
    consoleRoute({
      method: 'GET',
      path: '/account/sessions',
      access: 'signed_in',
      summary: 'where one is signed in',
      input: null,
      output: ownSessionsSchema,
      handle: async ({ actor, sessionId }) => {
        const sessions = await parts.desk.of(actor.id);
        return {
          sessions: sessions.map((session) => ({
            id: session.id,
            started_at: isoOf(session.startedAt),
            last_used_at: isoOf(session.lastUsedAt),
            expires_at: isoOf(session.expiresAt),
            address: session.address,
            user_agent: session.userAgent,
            via: session.via,
            current: session.id === sessionId,
          })),
        };
      },
    }),
    consoleRoute({
      method: 'POST',
      path: '/account/sessions/end',
      access: 'signed_in',
      trail: 'change',
      summary: 'end one of the own sessions, or all others',
      input: endSessionsInput,
      output: endedSessionsSchema,
      handle: (request) => endSessions(parts, request),
    }),
  ];
}

async function changePassword(
  { face, account }: AccountRoutesParts,
  request: TracedRequest<PasswordInput>,
): Promise<SessionView> {
  const { input, actor, record } = request;
  const result = await unlessBusy(
    account.changePassword(actor.id, input.current, input.next, clientOf(request)),
  );
  switch (result.kind) {
    case 'refused_password':
      throw refusedPassword('next', result.reason);
    case 'not_local':
      throw refusedBecause('not_local');
    case 'clash':
      throw new ConsoleRefusal('clash');
    case 'paused':
      throw tooMany(result.waitMs);
    case 'wrong':
      await record({ action: 'password_refused' });
      throw new ConsoleRefusal('wrong_password', { field: 'current' });
    case 'changed':
      await record({ action: 'password_changed' });
      if (!result.opened) throw new ConsoleRefusal('not_signed_in');
      giveToken(request, result.opened);
      return viewOf(face, result.opened.operator, result.opened.token);
  }
}

async function endSessions(
  { desk }: AccountRoutesParts,
  { input: { id, all }, actor, sessionId, record }: TracedRequest<EndSessionsInput>,
): Promise<{ ended: number }> {
  if ((id === undefined) === (all === undefined)) throw new ConsoleRefusal('invalid', { field: 'id' });
  const ended =
    id === undefined ? await desk.endAllBut(actor.id, sessionId ?? '') : await desk.end(actor.id, id);
  if (id !== undefined && ended === 0) throw new ConsoleRefusal('not_found');
  await record({ action: 'sessions_ended', target: id ?? null, after: { ended } });
  return { ended };
}
