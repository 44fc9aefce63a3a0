import { csrfTokenOf } from '../../../../application/operators/csrf-token.ts';
import type { Operator } from '../../../../domain/operators/operator.ts';
import { permissionsOf } from '../../../../domain/operators/roles.ts';
import type { SessionView } from '../contract/session.ts';

/** What the page shows and does before anybody is signed in. */
export interface ConsoleFace {
  readonly installation: SessionView['installation'];
  readonly oidc: SessionView['oidc'];
  /** Whether anybody can sign in. @throws DependencyError if the store does not answer */
  hasOperators(): Promise<boolean>;
}

/** Of somebody who is signed in. @param token of the session */
export function viewOf(
  { installation, oidc }: ConsoleFace,
  { id, name, role, via }: Operator,
  token: string,
): SessionView {
  return {
    operator: { id, name, role, via },
    permissions: [...permissionsOf(role)],
    csrf_token: csrfTokenOf(token),
    installation,
    oidc,
    has_operators: true,
  };
}

/** Of nobody. */
export async function viewOfNobody(face: ConsoleFace): Promise<SessionView> {
  const { installation, oidc } = face;
  const has_operators = await face.hasOperators();
  return { operator: null, permissions: [], csrf_token: null, installation, oidc, has_operators };
}
