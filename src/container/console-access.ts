import { answeredWithin } from '../adapters/koa/console/answered-within.ts';
import type { ConsoleRoute } from '../adapters/koa/console/console-route.ts';
import { blockedUsersRoutes } from '../adapters/koa/console/routes/blocked-users-routes.ts';
import { sessionEndRoutes } from '../adapters/koa/console/routes/session-end-routes.ts';
import { SqlBlockedUsers } from '../adapters/sql/records/sql-blocked-users.ts';
import { SqlSessionEnds } from '../adapters/sql/records/sql-session-ends.ts';
import type { Get } from './registry.ts';
import { tokens } from './tokens.ts';

/* A person waits, and sees then that the store is away. */
const ANSWER_MS = 1900;

/** The routes by which users are kept out: sessions that end, users who are blocked. */
export function consoleAccess(get: Get): readonly ConsoleRoute[] {
  const records = get(tokens.records);
  const clock = get(tokens.clock);
  const { blockedUsers: fixed } = get(tokens.settings);
  const rows = [
    ...sessionEndRoutes({ ends: new SqlSessionEnds(records, clock), clock }),
    ...blockedUsersRoutes({ users: new SqlBlockedUsers(records, clock), fixed }),
  ];
  return answeredWithin(ANSWER_MS, rows, () => records.isUp());
}
