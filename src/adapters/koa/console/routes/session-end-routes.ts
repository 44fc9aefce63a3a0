import type { Clock } from '../../../../domain/shared/clock.ts';
import type { EndedSessionsOf, SessionEnds } from '../../../../domain/visitors/session-ends.ts';
import { ConsoleRefusal } from '../console-refusal.ts';
import { type ConsoleRoute, consoleRoute, type TracedRequest } from '../console-route.ts';
import {
  type EndedSessionsView,
  type EndSessionsInput,
  endedSessionsSchema,
  endSessionsInput,
} from '../contract/access.ts';
import { isoOf } from '../encode/iso.ts';

export interface SessionEndRoutesDependencies {
  readonly ends: SessionEnds;
  readonly clock: Clock;
}

/** Ends sessions of users, in every process. */
export function sessionEndRoutes(deps: SessionEndRoutesDependencies): readonly ConsoleRoute[] {
  return [
    consoleRoute({
      method: 'POST',
      path: '/sessions/end',
      access: 'block',
      scope: 'sessions',
      trail: 'change',
      summary: 'Ends the sessions of a user, of a token, or of a session at the identity provider',
      input: endSessionsInput,
      output: endedSessionsSchema,
      handle: (request) => end(deps, request),
    }),
  ];
}

async function end(
  { ends, clock }: SessionEndRoutesDependencies,
  { input, record }: TracedRequest<EndSessionsInput>,
): Promise<EndedSessionsView> {
  const of = endedBy(input);
  const at = clock.now();
  const no = await ends.end(of, null);
  await record({
    action: 'user_sessions_ended',
    target: targetOf(of),
    ...(input.reason !== undefined && { reason: input.reason }),
    after: { by: of.kind, no },
  });
  return { no, at: isoOf(at) };
}

function endedBy({ uid, token_digest: digest, sid }: EndSessionsInput): EndedSessionsOf {
  const given: EndedSessionsOf[] = [];
  if (uid !== undefined) given.push({ kind: 'user', uid });
  if (digest !== undefined) given.push({ kind: 'token', digest });
  if (sid !== undefined) given.push({ kind: 'sid', sid });
  const [only] = given;
  if (only === undefined || given.length > 1) throw new ConsoleRefusal('invalid', { field: 'uid' });
  return only;
}

function targetOf(of: EndedSessionsOf): string {
  if (of.kind === 'user') return of.uid;
  return of.kind === 'token' ? of.digest : of.sid;
}
