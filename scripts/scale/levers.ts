import type { Costs } from './costs.ts';
import { flagOf, type Inputs } from './inputs.ts';
import { type Plan, planOf, type Utilisations } from './plan.ts';

export type Resource = keyof Utilisations;

/** What moves a utilisation: a setting or a feature, as a change of the inputs. */
export interface Lever {
  readonly what: string;
  readonly change: Partial<Inputs>;
}

/** A lever, and the utilisation that the model finds with it. */
export interface Moved extends Lever {
  readonly flags: string;
  readonly utilisation: number;
}

const lever = (what: string, change: Partial<Inputs>): Lever => ({ what, change });

const cdn = lever('a CDN serves 95 % of the page’s files and of the pictures', { cdnShare: 0.95 });
const nginxCache = lever('nginx has the page’s files and pictures in a cache (`proxy_cache`)', {
  nginxCacheShare: 1,
});
const spread = lever('the notification is spread over 5 minutes', { spreadMinutes: 5 });
const even = lever('a page that lets visitors wait for a random time (not in the program)', {
  peakFactor: 1,
});
const keepalive = lever('nginx: `keepalive_timeout 15`', { keepaliveSeconds: 15 });
const sessionsApart = lever('a Redis of their own for sessions, 4 masters (not in the program)', {
  sessionMasters: 4,
});
const fewerLogins = lever(
  'half as many logins: a longer `SESSION_TTL_SECONDS`, or a visit in the days before',
  {
    loginShare: 0.15,
  },
);
const oneSegment = lever('`rules.segments` 1, its default', { segments: 1 });
const moreMasters = lever('32 masters', { masters: 32 });

/** What each resource is called, and what moves it. */
export const RESOURCES: Readonly<
  Record<Resource, { readonly name: string; readonly levers: readonly Lever[] }>
> = {
  cpu: {
    name: 'CPU of the machines (nginx and the service)',
    levers: [
      cdn,
      nginxCache,
      lever('a balancer in front ends TLS', { tlsShare: 0 }),
      lever('one connection a visitor', { connections: 1 }),
      fewerLogins,
      spread,
      even,
      lever('an RSA certificate in place of ECDSA', { rsaShare: 1 }),
    ],
  },
  connections: {
    name: 'connections of nginx (`worker_connections`)',
    levers: [lever('nginx: `worker_connections 65536`', { workerConnections: 65_536 }), keepalive, spread],
  },
  memory: { name: 'memory of the machines', levers: [keepalive, spread] },
  network: { name: 'network of a machine', levers: [cdn, spread] },
  uplink: { name: 'line to the Internet', levers: [cdn, spread, even] },
  passport: { name: 'passport', levers: [fewerLogins, spread, even] },
  redisRoot: {
    name: 'Redis, CPU of the master with the root',
    levers: [
      oneSegment,
      moreMasters,
      lever('prizes of which the root is asked 3 times in 1,000 draws', { rootCalls: 0.003 }),
      sessionsApart,
      spread,
    ],
  },
  redisOther: {
    name: 'Redis, CPU of another master',
    levers: [oneSegment, moreMasters, sessionsApart, spread],
  },
  redisSessions: { name: 'Redis, CPU of a master for sessions', levers: [spread] },
  redisFile: {
    name: 'Redis, wait for the file (of the 200 ms that the service waits)',
    levers: [lever('a disk whose fsync takes 0.2 ms', { fsyncMs: 0.2 }), moreMasters],
  },
  redisDisk: {
    name: 'Redis, writing of the disk',
    levers: [moreMasters, lever('2 processes of Redis a machine', { redisPerMachine: 2 }), spread],
  },
  redisMemory: {
    name: 'Redis, memory',
    levers: [
      lever('half as many sessions: a shorter `SESSION_TTL_SECONDS`', { activeShare: 0.2 }),
      moreMasters,
    ],
  },
};

/** The resources that are used, the busiest first. */
export function ranking(plan: Plan): Resource[] {
  const used = (Object.keys(RESOURCES) as Resource[]).filter((name) => plan.utilisations[name] > 0);
  return used.sort((a, b) => plan.utilisations[b] - plan.utilisations[a]);
}

/** What each lever makes of the utilisation, the most helpful first. A lever whose options are as they are is left out. */
export function movedBy(resource: Resource, { inputs, redis }: Plan, costs: Costs): Moved[] {
  const masters = redis.masters - inputs.sessionMasters;
  return RESOURCES[resource].levers
    .filter(({ change }) =>
      Object.entries(change).some(([name, value]) => inputs[name as keyof Inputs] !== value),
    )
    .map((each) => ({
      ...each,
      flags: Object.entries(each.change)
        .map(([name, value]) => `${flagOf(name)} ${value}`)
        .join(' '),
      // With the masters that there are, unless their number is the lever.
      utilisation: planOf({ ...inputs, masters, ...each.change }, costs).utilisations[resource],
    }))
    .sort((a, b) => a.utilisation - b.utilisation);
}
