import { csrfTokenOf } from '../../../application/operators/csrf-token.ts';
import type { ProgramTokens } from '../../../application/operators/program-tokens.ts';
import type { SessionDesk } from '../../../application/operators/session-desk.ts';
import type { ConsoleIdentity } from './console-handler.ts';

/** Knows operators by their sessions, and programs by their tokens. */
export function operatorsIdentity(desk: SessionDesk, tokens: ProgramTokens): ConsoleIdentity {
  return {
    bySession: async (token) => {
      const known = await desk.find(token);
      if (!known) return null;
      const { id, name, role } = known.operator;
      const session = { id: known.session.id, csrfToken: csrfTokenOf(token) };
      return { actor: { kind: 'operator', id, name, role }, session };
    },
    byBearer: async (secret) => {
      const token = await tokens.find(secret);
      if (!token) return null;
      const { id, name, scopes } = token;
      return { actor: { kind: 'program', id, name, scopes }, session: null };
    },
  };
}
