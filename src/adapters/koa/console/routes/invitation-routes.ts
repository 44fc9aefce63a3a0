import type { Links } from '../../../../application/operators/links.ts';
import type { SessionDesk } from '../../../../application/operators/session-desk.ts';
import { ConsoleRefusal, refusedBecause } from '../console-refusal.ts';
import { type ConsoleRoute, type OpenTracedRequest, openRoute } from '../console-route.ts';
import {
  type AcceptInput,
  acceptInput,
  invitationInput,
  invitationSchema,
  type SessionView,
  sessionSchema,
} from '../contract/session.ts';
import { isoOf } from '../encode/iso.ts';
import { leaveSession } from './session-routes.ts';
import { type ConsoleFace, viewOf } from './session-view.ts';
import { clientOf, giveToken, refusedPassword, unlessBusy } from './sign-in-parts.ts';

export interface InvitationRoutesParts {
  readonly face: ConsoleFace;
  readonly desk: SessionDesk;
  readonly links: Links;
}

/** What people do with a one-time link. */
export function invitationRoutes(parts: InvitationRoutesParts): readonly ConsoleRoute[] {
  return [
    openRoute({
      method: 'POST',
      path: '/session/invitation',
      summary: 'what a one-time link is for',
      input: invitationInput,
      output: invitationSchema,
      handle: async ({ input }) => {
        const invitation = await parts.links.invitation(input.token);
        if (!invitation) throw new ConsoleRefusal('link_invalid');
        const { kind, name, role, expiresAt } = invitation;
        return {
          ...{ name, role, kind: kind === 'reset' ? ('reset' as const) : ('new' as const) },
          may_choose_name: kind === 'first',
          expires_at: isoOf(expiresAt),
        };
      },
    }),
    openRoute({
      method: 'POST',
      path: '/session/accept',
      trail: 'change',
      summary: 'choose a password by a one-time link, and sign in',
      input: acceptInput,
      output: sessionSchema,
      handle: (request) => accept(parts, request),
    }),
  ];
}

async function accept(
  { face, desk, links }: InvitationRoutesParts,
  request: OpenTracedRequest<AcceptInput>,
): Promise<SessionView> {
  const { input, ctx, begin, record } = request;
  const invitation = await links.invitation(input.token);
  if (!invitation) throw new ConsoleRefusal('link_invalid');
  // Who is the first may choose another name, and has none before.
  await begin({ operator: invitation.kind === 'first' ? '' : invitation.name, operatorId: null });
  const result = await unlessBusy(links.accept(input.token, input.password, input.name));
  switch (result.kind) {
    case 'invalid_link':
      throw new ConsoleRefusal('link_invalid');
    case 'invalid_name':
      throw new ConsoleRefusal('invalid', { field: 'name' });
    case 'name_taken':
      throw refusedBecause('name_taken');
    case 'refused_password':
      throw refusedPassword('password', result.reason);
    case 'accepted': {
      const { id: operatorId, name: operator, role } = result.operator;
      await record({ action: 'link_used', operator, operatorId, after: { kind: result.link, role } });
      const opened = await desk.open(result.operator, clientOf(request));
      // It was disabled in this very moment.
      if (!opened) throw new ConsoleRefusal('link_invalid');
      await leaveSession(desk, ctx);
      giveToken(request, opened);
      return viewOf(face, opened.operator, opened.token);
    }
  }
}
