import { activitiesDir } from '../../../test/support/activities-dir.ts';
import { startRedis } from '../../../test/support/redis-server.ts';
import { CLIENT_CORE, pin } from '../../processes.ts';
import { ours, type Server } from '../../servers.ts';
import type { Group, Probe } from '../curve.ts';
import { drawsOfUsers } from '../files.ts';
import { fillAccounts } from '../fill-accounts.ts';
import { type Lengths, requestProbe, stop } from '../probes.ts';

/* About 50,000 sessions and 50,000 to 100,000 of these accounts are held in the process. */
const USERS = [1, 10_000, 100_000, 1_000_000];

/* Most users have come before, where the process holds all of them; else until its caches are full. */
const VISITS_OF_EACH = 3;
const LEAST_VISITS = 5000;

const LEAST_COUNTED = 10_000;

const BASE = '/cms-market/shake';

/** Users with an account and a session in Redis, who come at random: draws and visits. */
export function users(lengths: Lengths): Group {
  return {
    name: 'users',
    open: async () => {
      const started = new Map<number, Promise<{ server: Server; probe: Pick<Probe, 'notes'> }>>();
      const startedFor = (count: number) => {
        const known = started.get(count) ?? start(count);
        started.set(count, known);
        return known;
      };
      const draw = (few: number) => ({ mode: 'draw', path: `${BASE}/draw`, few }) as const;
      const visit = (few: number) =>
        ({ mode: 'user', path: `${BASE}/static?activity_id=draw`, few }) as const;
      const point = (kind: typeof draw | typeof visit) => (x: number) => ({
        x,
        open: async () => {
          const { server, probe } = await startedFor(x);
          const warmUpRequests = Math.max(LEAST_VISITS, VISITS_OF_EACH * x);
          const own = requestProbe(server, kind(x), { ...lengths, warmUpRequests });
          return {
            ...own,
            notes: async () => ({ ...(await own.notes?.()), ...(await probe.notes?.()) }),
          };
        },
      });
      return {
        curves: [
          { name: 'a draw', of: 'users', unit: 'µs', points: USERS.map(point(draw)) },
          {
            name: '`static` with a login',
            of: 'users',
            unit: 'µs',
            points: USERS.map(point(visit)),
          },
        ],
        close: async () => {
          const all = await Promise.all(started.values());
          await stop(all.map(({ server }) => server));
        },
      };
    },
  };
}

async function start(count: number): Promise<{ server: Server; probe: Pick<Probe, 'notes'> }> {
  // On both cores while it is filled.
  const store = await startRedis({ args: ['--maxmemory-policy', 'noeviction'] });
  const { accountBytes, sessionBytes } = await fillAccounts(store, 'draw', count);
  pin(store.pid, CLIENT_CORE);
  const dir = await activitiesDir({ draw: drawsOfUsers });
  const server = { ...(await ours({ ACTIVITIES_DIR: dir, REDIS_URL: store.url })), redis: store };
  // Of few users these would be the tables around them.
  const isMany = count >= LEAST_COUNTED;
  const notes = async () => ({
    'account and log in Redis, bytes a user': isMany ? accountBytes : Number.NaN,
    'session in Redis, bytes': isMany ? sessionBytes : Number.NaN,
  });
  return { server, probe: { notes } };
}
