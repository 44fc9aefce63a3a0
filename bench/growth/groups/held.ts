import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { L1SessionCache } from '../../../src/adapters/memory/l1-session-cache.ts';
import { Accounts } from '../../../src/application/draws/accounts.ts';
import { NO_DRAWS } from '../../../src/domain/draws/account.ts';
import { sessionOf } from '../../../test/support/sample-session.ts';
import type { Group } from '../curve.ts';

const USERS = [1, 1000, 10_000, 100_000, 1_000_000];
const SESSION_SECONDS = 259_200;
const MIB = 1_048_576;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** What a process holds of users who come one after the other: accounts with one win, and sessions. */
export function held(): Group {
  return {
    name: 'held',
    open: async () => ({
      curves: [
        {
          name: 'the accounts and sessions that a process holds',
          of: 'users',
          unit: 'MiB',
          // Once: it does not depend on other work on the machine.
          points: USERS.map((x) => ({
            x,
            open: async () => {
              const memory = await heldBy(x);
              return { round: async () => memory };
            },
          })),
        },
      ],
      close: async () => {},
    }),
  };
}

async function heldBy(users: number) {
  const accounts = new Accounts({
    read: async (_id, uid) => {
      const won = { drawId: `draw-of-${uid}`, prizeId: 'p0', unit: 1, wonAt: 1 };
      return { draws: { ...NO_DRAWS, version: 1, drawNo: 1, won: { p0: 1 }, wins: [won] }, booked: null };
    },
  });
  const sessions = new L1SessionCache(
    {
      get: async (token) => sessionOf({ uid: token.slice('demo-'.length), zoneId: '1000', profile: {} }),
      put: async () => {},
    },
    SESSION_SECONDS,
  );
  const before = used();
  for (let number = 1; number <= users; number++) await accounts.read('draw', `u${number}`);
  const withAccounts = used();
  for (let number = 1; number <= users; number++) await sessions.get(`demo-u${number}`);
  const withSessions = used();
  // So that both are still there.
  await Promise.all([accounts.read('draw', 'u1'), sessions.get('demo-u1')]);
  return {
    accounts: Math.max(0, withAccounts - before) / MIB,
    sessions: Math.max(0, withSessions - withAccounts) / MIB,
  };
}

function used(): number {
  collect();
  return process.memoryUsage().heapUsed;
}
