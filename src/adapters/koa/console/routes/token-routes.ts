import type { ProgramTokens } from '../../../../application/operators/program-tokens.ts';
import type { AccessToken } from '../../../../domain/operators/access-tokens.ts';
import { ConsoleRefusal } from '../console-refusal.ts';
import { type ConsoleRoute, consoleRoute, type TracedRequest } from '../console-route.ts';
import {
  changedTokenSchema,
  type NewTokenInput,
  type NewTokenView,
  newTokenInput,
  newTokenSchema,
  type TokenView,
  tokenIdInput,
  tokensSchema,
} from '../contract/operators.ts';
import { isoOf, isoOrNull } from '../encode/iso.ts';

/** Programs' tokens, for admins. */
export function tokenRoutes(tokens: ProgramTokens): readonly ConsoleRoute[] {
  return [
    consoleRoute({
      method: 'GET',
      path: '/tokens',
      access: 'operators',
      summary: "all programs' tokens, without their secrets",
      input: null,
      output: tokensSchema,
      handle: async () => ({ tokens: (await tokens.list()).map(viewOf) }),
    }),
    consoleRoute({
      method: 'POST',
      path: '/tokens',
      access: 'operators',
      trail: 'change',
      summary: 'make a token for a program; its secret is shown once',
      input: newTokenInput,
      output: newTokenSchema,
      handle: (request) => make(tokens, request),
    }),
    consoleRoute({
      method: 'POST',
      path: '/tokens/:id/revoke',
      access: 'operators',
      trail: 'change',
      summary: 'revoke a token',
      input: tokenIdInput,
      output: changedTokenSchema,
      handle: async ({ input: { id }, record }) => {
        const revoked = await tokens.revoke(id);
        if (!revoked) throw new ConsoleRefusal('not_found');
        const { before, after } = revoked;
        if (before.revokedAt === null) {
          await record({ action: 'token_revoked', target: id, before: traced(before), after: traced(after) });
        }
        return { token: viewOf(after) };
      },
    }),
  ];
}

async function make(
  tokens: ProgramTokens,
  { input: { name, scopes, expires_at }, actor, record }: TracedRequest<NewTokenInput>,
): Promise<NewTokenView> {
  const expiresAt = expires_at === undefined ? null : Date.parse(expires_at);
  const result = await tokens.make(name, scopes, expiresAt, { id: actor.id, name: actor.name });
  if (result.kind !== 'made') {
    throw new ConsoleRefusal('invalid', { field: result.kind === 'invalid_name' ? 'name' : 'expires_at' });
  }
  const { token, secret } = result;
  await record({ action: 'token_added', target: token.id, after: traced(token) });
  return { token: viewOf(token), secret };
}

function traced({ name, scopes, expiresAt, revokedAt }: AccessToken) {
  return { name, scopes, expires_at: isoOrNull(expiresAt), revoked_at: isoOrNull(revokedAt) };
}

function viewOf(token: AccessToken): TokenView {
  return {
    id: token.id,
    name: token.name,
    scopes: [...token.scopes],
    created_at: isoOf(token.createdAt),
    created_by: token.createdBy.name,
    expires_at: isoOrNull(token.expiresAt),
    last_used_at: isoOrNull(token.lastUsedAt),
    revoked_at: isoOrNull(token.revokedAt),
  };
}
