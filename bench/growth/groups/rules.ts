import { activitiesDir } from '../../../test/support/activities-dir.ts';
import { ours, redis, type Server } from '../../servers.ts';
import type { Group } from '../curve.ts';
import { drawsOf } from '../files.ts';
import { type Lengths, requestProbe, stop } from '../probes.ts';

/* The most prizes that a file may have, and as many steps of releases as fit into its 1 MiB. */
const MOST_PRIZES = 1000;
const STEPS = 17;

const SIZES = [
  { x: 10, prizes: 10, steps: 0 },
  { x: 100, prizes: 100, steps: 0 },
  { x: MOST_PRIZES, prizes: MOST_PRIZES, steps: 0 },
  { x: MOST_PRIZES * (STEPS + 1), prizes: MOST_PRIZES, steps: STEPS },
];

/* So few that all of them have the 50 wins that an answer lists, after the warm-up. */
const USERS = 40;

const EVERYSEC = ['--appendonly', 'yes', '--appendfsync', 'everysec'];
const BASE = '/cms-market/shake';

/** 10, 100 and 1,000 prizes, and 1,000 with steps: a draw that wins, and a visit. */
export function rules(lengths: Lengths): Group {
  return {
    name: 'rules',
    open: async () => {
      const servers = new Map<number, Promise<Server>>();
      const serverOf = (size: (typeof SIZES)[number]) => {
        const started = servers.get(size.x) ?? start(size);
        servers.set(size.x, started);
        return started;
      };
      const draw = { mode: 'draw', path: `${BASE}/draw`, few: USERS } as const;
      const visit = { mode: 'user', path: `${BASE}/static?activity_id=draw`, few: USERS } as const;
      return {
        curves: [
          {
            name: 'a draw that wins, of a user with 50 wins or more',
            of: 'prizes and steps',
            unit: 'µs',
            points: SIZES.map((size) => ({
              x: size.x,
              open: async () => requestProbe(await serverOf(size), draw, lengths),
            })),
          },
          {
            name: '`static` with a login, of the same user',
            of: 'prizes and steps',
            unit: 'µs',
            points: SIZES.map((size) => ({
              x: size.x,
              open: async () => requestProbe(await serverOf(size), visit, lengths),
            })),
          },
        ],
        close: async () => stop(await Promise.all(servers.values())),
      };
    },
  };
}

async function start({ prizes, steps }: (typeof SIZES)[number]): Promise<Server> {
  const store = await redis(EVERYSEC);
  const dir = await activitiesDir({ draw: drawsOf(prizes, steps) });
  return { ...(await ours({ ACTIVITIES_DIR: dir, REDIS_URL: store.url })), redis: store };
}
