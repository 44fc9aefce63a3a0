import type { HealthCheck } from '../adapters/koa/probes/health-check.ts';
import type { RedisConnection } from '../adapters/redis/redis-connection.ts';
import { isShownByInfo } from '../adapters/redis/redis-refusal.ts';
import type { RecordConnection } from '../adapters/sql/records/record-connection.ts';
import type { AccessFollower } from '../application/admission/access-follower.ts';
import type { WatchedLedger } from '../application/draws/watched-ledger.ts';
import type { ConfigRepository } from '../domain/activities/config-repository.ts';
import type { PassportState } from './tokens.ts';

export function activitiesHealth(configs: ConfigRepository): HealthCheck {
  return {
    name: 'activities',
    status: () => {
      const invalid = configs.invalid().length;
      return { ...statusOf(invalid === 0), loaded: configs.all().length, invalid };
    },
  };
}

export function passportHealth(state: PassportState): HealthCheck {
  return { name: state.check, status: () => statusOf(state.isHealthy()) };
}

/** @param refusals why the record of single activities is not written; each until it is written again */
export function redisHealth(
  redis: RedisConnection,
  ledger: WatchedLedger,
  refusals: () => readonly string[],
): HealthCheck {
  const { durability } = redis;
  return {
    name: 'redis',
    status: () => {
      const lasting = durability.current();
      const refusal =
        durability.refusal() ?? refusals()[0] ?? refusalMet(ledger, durability.lastWritableAt());
      const well = redis.isReady() && lasting.kind !== 'volatile' && refusal === null;
      return {
        ...statusOf(well),
        draws: refusal === null ? lasting.kind : 'refused',
        ...('reason' in lasting && { reason: lasting.reason }),
        ...('fsync' in lasting && { appendfsync: lasting.fsync }),
        ...(refusal !== null && { reason: refusal }),
      };
    },
  };
}

export function recordsHealth(records: RecordConnection): HealthCheck {
  return { name: 'records', status: () => ({ ...statusOf(records.isUp()), kind: records.kind }) };
}

const MAX_NAMED = 20;

/** Behind the record store by so much, a logout or a block is not seen in time: 20 readings have failed. */
const BEHIND_SECONDS = 10;

/** @param foreign activities that are refused, as they know their users by another identity */
export function accessHealth(
  follower: Pick<AccessFollower, 'hasRead' | 'secondsSinceRead'>,
  foreign: () => readonly string[],
): HealthCheck {
  return {
    name: 'access',
    status: () => {
      const refused = foreign();
      const isBehind = !follower.hasRead || follower.secondsSinceRead > BEHIND_SECONDS;
      return {
        ...statusOf(!isBehind && refused.length === 0),
        ...(isBehind && { ended_sessions: follower.hasRead ? 'behind' : 'not read' }),
        ...(refused.length > 0 && { other_namespace: refused.slice(0, MAX_NAMED).join(' ') }),
      };
    },
  };
}

export function sqliteHealth(ledger: WatchedLedger): HealthCheck {
  return {
    name: 'sqlite',
    status: () => {
      const refusal = ledger.refusal()?.reason ?? null;
      return refusal === null
        ? { status: 'ok', draws: 'durable' }
        : { status: 'degraded', draws: 'refused', reason: refusal };
    },
  };
}

/* A refusal that `INFO` would show has ended when a later `INFO` does not show it. */
function refusalMet(ledger: WatchedLedger, lastWritableAt: number): string | null {
  const met = ledger.refusal();
  return met && (met.at >= lastWritableAt || !isShownByInfo(met.reason)) ? met.reason : null;
}

function statusOf(well: boolean): { readonly status: 'ok' | 'degraded' } {
  return { status: well ? 'ok' : 'degraded' };
}
