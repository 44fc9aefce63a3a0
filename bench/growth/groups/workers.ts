import { activitiesDir } from '../../../test/support/activities-dir.ts';
import { ours, redis, type Server } from '../../servers.ts';
import type { Group } from '../curve.ts';
import { drawsOfUsers, goods } from '../files.ts';
import { type Lengths, requestProbe, stop } from '../probes.ts';

const WORKERS = [1, 2];
const USERS = 2000;
const EVERYSEC = ['--appendonly', 'yes', '--appendfsync', 'everysec'];
const BASE = '/cms-market';

/** 1 and 2 worker processes: a visit and a draw. No process is bound to a core. */
export function workers(lengths: Lengths): Group {
  return {
    name: 'workers',
    open: async () => {
      const servers = new Map<number, Promise<Server>>();
      const serverOf = (count: number) => {
        const started = servers.get(count) ?? start(count);
        servers.set(count, started);
        return started;
      };
      const visit = { mode: 'same', path: `${BASE}/static?activity_id=small` } as const;
      const draw = { mode: 'draw', path: `${BASE}/shake/draw`, few: USERS } as const;
      const points = (load: typeof visit | typeof draw) =>
        WORKERS.map((x) => ({ x, open: async () => requestProbe(await serverOf(x), load, lengths) }));
      return {
        curves: [
          {
            name: '`static`, no login, 2.7 KB',
            of: 'workers',
            unit: 'µs',
            points: points(visit),
          },
          { name: 'a draw', of: 'workers', unit: 'µs', points: points(draw) },
        ],
        close: async () => stop(await Promise.all(servers.values())),
      };
    },
  };
}

async function start(count: number): Promise<Server> {
  const store = await redis(EVERYSEC);
  const dir = await activitiesDir({ small: goods(14), draw: drawsOfUsers });
  const env = { ACTIVITIES_DIR: dir, REDIS_URL: store.url, WORKERS: `${count}` };
  return { ...(await ours(env, { pinned: false })), redis: store };
}
