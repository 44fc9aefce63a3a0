import type { Selectable } from 'kysely';
import type { AccessToken, AccessTokens } from '../../../domain/operators/access-tokens.ts';
import { SCOPES } from '../../../domain/operators/roles.ts';
import { inRecords, type RecordSource } from './record-source.ts';
import type { AccessTokenTable } from './records-schema.ts';

/* So often is noted that a token is used: a program may call each second. */
const NOTED_EVERY_MS = 60_000;

/** Tokens of programs, in the table `access_tokens`. */
export class SqlAccessTokens implements AccessTokens {
  readonly #records: RecordSource;

  constructor(records: RecordSource) {
    this.#records = records;
  }

  async add(token: AccessToken, digest: string): Promise<void> {
    await inRecords(() =>
      this.#records.db.insertInto('access_tokens').values(rowOf(token, digest)).execute(),
    );
  }

  list(): Promise<readonly AccessToken[]> {
    return inRecords(async () => {
      const rows = await this.#records.db
        .selectFrom('access_tokens')
        .selectAll()
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .execute();
      return rows.map(tokenOf);
    });
  }

  find(digest: string, usedAt: number): Promise<AccessToken | null> {
    return inRecords(async () => {
      const { db } = this.#records;
      const row = await db
        .selectFrom('access_tokens')
        .selectAll()
        .where('digest', '=', digest)
        .executeTakeFirst();
      if (!row) return null;
      const isNoted = row.last_used_at !== null && Math.abs(usedAt - row.last_used_at) < NOTED_EVERY_MS;
      if (!isNoted && row.revoked_at === null) {
        await db
          .updateTable('access_tokens')
          .set({ last_used_at: usedAt })
          .where('digest', '=', digest)
          .execute();
      }
      return tokenOf(row);
    });
  }

  revoke(
    id: string,
    at: number,
  ): Promise<{ readonly before: AccessToken; readonly after: AccessToken } | null> {
    return inRecords(() =>
      this.#records.db.transaction().execute(async (transaction) => {
        const changed = await transaction
          .updateTable('access_tokens')
          .set({ revoked_at: at })
          .where('id', '=', id)
          .where('revoked_at', 'is', null)
          .returningAll()
          .executeTakeFirst();
        if (changed) return { before: tokenOf({ ...changed, revoked_at: null }), after: tokenOf(changed) };
        const row = await transaction
          .selectFrom('access_tokens')
          .selectAll()
          .where('id', '=', id)
          .executeTakeFirst();
        return row ? { before: tokenOf(row), after: tokenOf(row) } : null;
      }),
    );
  }
}

function rowOf(token: AccessToken, digest: string): AccessTokenTable {
  return {
    id: token.id,
    digest,
    name: token.name,
    scopes: token.scopes.join(' '),
    created_at: token.createdAt,
    created_by: token.createdBy.id,
    created_by_name: token.createdBy.name,
    expires_at: token.expiresAt,
    last_used_at: token.lastUsedAt,
    revoked_at: token.revokedAt,
  };
}

function tokenOf(row: Selectable<AccessTokenTable>): AccessToken {
  const scopes = row.scopes.split(' ');
  return {
    id: row.id,
    name: row.name,
    scopes: SCOPES.filter((scope) => scopes.includes(scope)),
    createdAt: row.created_at,
    createdBy: { id: row.created_by, name: row.created_by_name },
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
  };
}
