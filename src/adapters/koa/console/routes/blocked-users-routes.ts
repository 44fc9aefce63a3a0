import type { BlockedUser, BlockedUsers } from '../../../../domain/visitors/blocked-users.ts';
import { isUid } from '../../../../domain/visitors/user.ts';
import { ConsoleRefusal, refusedBecause } from '../console-refusal.ts';
import { type ConsoleRoute, consoleRoute, type TracedRequest } from '../console-route.ts';
import {
  type BlockedUsersInput,
  type BlockedUsersView,
  type BlockedUserView,
  type BlockedView,
  type BlockInput,
  blockedLookupInput,
  blockedLookupSchema,
  blockedSchema,
  blockedUsersInput,
  blockedUsersSchema,
  blockInput,
  type UnblockedView,
  unblockedSchema,
} from '../contract/access.ts';
import { isoOf } from '../encode/iso.ts';
import { cursorOf, readCursor } from '../encode/page-cursor.ts';

export interface BlockedUsersRoutesDependencies {
  readonly users: BlockedUsers;
  /** The uids in BLOCKED_USERS. */
  readonly fixed: readonly string[];
}

/** Users who are kept out of all activities. */
export function blockedUsersRoutes(deps: BlockedUsersRoutesDependencies): readonly ConsoleRoute[] {
  const { users } = deps;
  return [
    consoleRoute({
      method: 'GET',
      path: '/blocked-users',
      access: 'view',
      summary: 'The users who are blocked, the latest first',
      input: blockedUsersInput,
      output: blockedUsersSchema,
      handle: ({ input }) => list(deps, input),
    }),
    consoleRoute({
      method: 'POST',
      path: '/blocked-users/lookup',
      access: 'view',
      summary: 'Whether a user is blocked, since when, by whom and why',
      input: blockedLookupInput,
      output: blockedLookupSchema,
      handle: async ({ input: { uid } }) => {
        const blocked = await users.find(uid);
        return { uid, fixed: deps.fixed.includes(uid), blocked: blocked && viewOf(blocked) };
      },
    }),
    consoleRoute({
      method: 'POST',
      path: '/blocked-users',
      access: 'block',
      trail: 'change',
      summary: 'Blocks a user: no activity lets them in',
      input: blockInput,
      output: blockedSchema,
      handle: (request) => block(users, request),
    }),
    consoleRoute({
      method: 'POST',
      path: '/blocked-users/unblock',
      access: 'block',
      trail: 'change',
      summary: 'Lets a blocked user in again',
      input: blockInput,
      output: unblockedSchema,
      handle: (request) => unblock(deps, request),
    }),
  ];
}

async function list(
  { users, fixed }: BlockedUsersRoutesDependencies,
  { cursor, limit }: BlockedUsersInput,
): Promise<BlockedUsersView> {
  const before = cursor === undefined ? null : placeOf(cursor);
  // One more than is shown, to know whether there are more.
  const found = await users.page(before, limit + 1);
  const blocked = found.slice(0, limit);
  const last = found.length > limit ? blocked.at(-1) : undefined;
  return {
    fixed: before === null ? [...fixed] : [],
    blocked: blocked.map(viewOf),
    next: last ? cursorOf(last.at, Buffer.from(last.uid).toString('base64url')) : null,
  };
}

function placeOf(cursor: string): Pick<BlockedUser, 'uid' | 'at'> {
  const { number: at, text } = readCursor(cursor, 'cursor');
  const uid = Buffer.from(text, 'base64url').toString();
  if (!isUid(uid)) throw new ConsoleRefusal('invalid', { field: 'cursor' });
  return { at, uid };
}

async function block(
  users: BlockedUsers,
  { input: { uid, reason }, actor, record }: TracedRequest<BlockInput>,
): Promise<BlockedView> {
  const before = await users.find(uid);
  const added = await users.block({ uid, reason, by: actor.name });
  await record({
    ...{ action: 'user_blocked', target: uid, reason, before: before && tracedOf(before) },
    after: { blocked: { reason, by: actor.name } },
  });
  const user = await users.find(uid);
  // Somebody else may have unblocked the user meanwhile.
  if (!user) throw new ConsoleRefusal('clash');
  return { added, user: viewOf(user) };
}

async function unblock(
  { users, fixed }: BlockedUsersRoutesDependencies,
  { input: { uid, reason }, record }: TracedRequest<BlockInput>,
): Promise<UnblockedView> {
  const before = await users.find(uid);
  if (!before && fixed.includes(uid)) throw refusedBecause('fixed');
  const removed = await users.unblock(uid);
  if (removed) {
    await record({ action: 'user_unblocked', target: uid, reason, before: before && tracedOf(before) });
  }
  return { removed };
}

function tracedOf({ reason, by, at }: BlockedUser) {
  return { blocked: { reason, by, at: isoOf(at) } };
}

function viewOf({ uid, reason, by, at }: BlockedUser): BlockedUserView {
  return { uid, reason, by, at: isoOf(at) };
}
