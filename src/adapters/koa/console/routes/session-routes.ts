import type { SessionDesk } from '../../../../application/operators/session-desk.ts';
import type { SignIn } from '../../../../application/operators/sign-in.ts';
import { sessionTokenOf, setSessionToken } from '../console-cookie.ts';
import { ConsoleRefusal } from '../console-refusal.ts';
import {
  type ConsoleRequest,
  type ConsoleRoute,
  consoleRoute,
  type OpenTracedRequest,
  openRoute,
} from '../console-route.ts';
import {
  nothing,
  type SessionView,
  type SignInInput,
  sessionSchema,
  signInInput,
} from '../contract/session.ts';
import { type ConsoleFace, viewOf, viewOfNobody } from './session-view.ts';
import { clientOf, giveToken, makeKnown, tooMany, unlessBusy } from './sign-in-parts.ts';

export interface SessionRoutesParts {
  readonly face: ConsoleFace;
  readonly desk: SessionDesk;
  readonly signIn: SignIn;
}

/** Who is signed in; signing in and out. */
export function sessionRoutes(parts: SessionRoutesParts): readonly ConsoleRoute[] {
  return [
    openRoute({
      method: 'GET',
      path: '/session',
      summary: 'who is signed in, and what they may do',
      input: null,
      output: sessionSchema,
      handle: (request) => currentSession(parts, request),
    }),
    openRoute({
      method: 'POST',
      path: '/session/sign-in',
      trail: 'look',
      summary: 'sign in with a password',
      input: signInInput,
      output: sessionSchema,
      handle: (request) => signIn(parts, request),
    }),
    consoleRoute({
      method: 'POST',
      path: '/session/sign-out',
      access: 'signed_in',
      trail: 'change',
      summary: 'end the own session',
      input: null,
      output: nothing,
      handle: async ({ ctx, actor, sessionId, record }) => {
        if (sessionId !== null) await parts.desk.end(actor.id, sessionId);
        setSessionToken(ctx, '', 0);
        await record({ action: 'sign_out' });
        return {};
      },
    }),
  ];
}

async function currentSession(
  { face, desk }: SessionRoutesParts,
  { ctx, actor }: ConsoleRequest<unknown>,
): Promise<SessionView> {
  const token = sessionTokenOf(ctx);
  if (token === undefined || actor?.kind === 'program') return viewOfNobody(face);
  const known = actor && (await desk.find(token));
  if (known) return viewOf(face, known.operator, token);
  const view = await viewOfNobody(face);
  setSessionToken(ctx, '', 0);
  return view;
}

async function signIn(
  { face, desk, signIn: door }: SessionRoutesParts,
  request: OpenTracedRequest<SignInInput>,
): Promise<SessionView> {
  const { input, ctx, record } = request;
  const result = await unlessBusy(door.signIn(input.name, input.password, clientOf(request)));
  switch (result.kind) {
    case 'paused':
      throw tooMany(result.waitMs);
    case 'wrong': {
      // Not what was typed: people type passwords there.
      const { id = null, name = '' } = result.of ?? {};
      await record({ action: 'sign_in_failed', operator: name, operatorId: id });
      throw new ConsoleRefusal('wrong_password');
    }
    case 'signed_in': {
      const { opened } = result;
      await leaveSession(desk, ctx);
      const { id: operatorId, name: operator } = opened.operator;
      await record({ action: 'sign_in', operator, operatorId });
      giveToken(request, opened);
      makeKnown(request, result.knownBrowser);
      return viewOf(face, opened.operator, opened.token);
    }
  }
}

/** Ends the session that this browser had before: a new one replaces it. */
export async function leaveSession(desk: SessionDesk, ctx: ConsoleRequest<unknown>['ctx']): Promise<void> {
  const earlier = sessionTokenOf(ctx);
  if (earlier !== undefined) await desk.leave(earlier);
}
