import { z } from 'zod';
import { DependencyError } from '../../domain/shared/dependency-error.ts';
import type { VerificationResult } from '../../domain/visitors/token-verifier.ts';
import { type IdentityClaims, userOfClaims } from './identity-claims.ts';
import { parseJson } from './parse-json.ts';
import { httpFault, isAboutRequest, type TokenWire } from './token-wire.ts';

const answerSchema = z.looseObject({ ret: z.int(), data: z.unknown().optional() });

/* In 2001. A smaller number under `exp` is no time, but maybe the experience of a player. */
const FIRST_END_SECONDS = 1_000_000_000;

/**
 * The wire of `check_token`: a POST of `{"token"}`, answered with `{"ret": 0, "data": {"uid", "zone_id", …}}`. The further
 * fields are kept in the session. `data.exp` (Unix seconds) is the end of the token, after which the passport is asked again; its
 * `ret` alone says whether the token is valid. `data.sid` names its session. A passport may leave both out.
 */
export function checkTokenWire(claims: IdentityClaims): TokenWire {
  return {
    request: (token) => ({ body: JSON.stringify({ token }), headers: {} }),
    read({ status, body }) {
      if (status === 401 || status === 403) return { kind: 'refused' };
      if (isAboutRequest(status)) return { kind: 'not_taken', status };
      if (status !== 200) throw httpFault(status);
      return readBody(body, claims);
    },
  };
}

function readBody(body: string, claims: IdentityClaims): VerificationResult {
  const answer = answerSchema.safeParse(parseJson(body));
  if (!answer.success) throw new DependencyError('passport', 'answered something else than {"ret", "data"}');
  const { ret, data } = answer.data;
  if (ret !== 0) return { kind: 'refused' };
  const user = userOfClaims(data, claims, 'all');
  if (!user) {
    throw new DependencyError(
      'passport',
      `answered ret 0 without a usable ${claims.uid} (a text, or an integer up to 2^53)`,
    );
  }
  const { exp, sid } = data as Record<string, unknown>;
  const expiresAt = typeof exp === 'number' && exp >= FIRST_END_SECONDS ? Math.floor(exp * 1000) : undefined;
  return {
    kind: 'user',
    user,
    ...(expiresAt !== undefined && { expiresAt }),
    ...(typeof sid === 'string' && sid !== '' && { sid }),
  };
}
