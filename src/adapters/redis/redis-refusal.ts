/* By the code of the error: Redis puts it first, before Redis 7 in the midst of a script's error. */
const REASONS = {
  OOM: 'Redis is out of memory: used_memory is above maxmemory',
  MISCONF: 'Redis cannot write its files (MISCONF): look at its disk and its log',
  READONLY: 'Redis is a read-only replica',
  NOREPLICAS: 'Redis has fewer good replicas than min-replicas-to-write',
  NOPERM: 'Redis forbids its user a command or a key that draws need',
  CLUSTERDOWN: 'the Redis cluster does not serve all its slots',
} as const;

type Code = keyof typeof REASONS;

/** Whether a look at the server shows this reason, so that one that does not show it says that it is over. */
export function isSeenByLook(reason: string): boolean {
  const seen: readonly string[] = [REASONS.OOM, REASONS.MISCONF, REASONS.READONLY];
  return seen.includes(reason);
}

const CODE = new RegExp(`\\b(${Object.keys(REASONS).join('|')})\\b`);

/** Why a Redis that answers does not write, in an operator's words; `null` for any other fault. */
export function redisRefusalOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const [, code] = (error.name === 'ReplyError' && CODE.exec(error.message)) || [];
  return code ? REASONS[code as Code] : redisRefusalOf(error.cause);
}

/**
 * The same by what `INFO` shows.
 * @param stopsWrites whether this server refuses to write after a snapshot that failed
 */
export function redisRefusalIn(info: string, stopsWrites: boolean): string | null {
  if (infoField(info, 'role') === 'slave' && infoField(info, 'slave_read_only') !== '0') {
    return REASONS.READONLY;
  }
  const bytes = (name: string) => Number(infoField(info, name) ?? 0);
  const used = bytes('used_memory') - bytes('mem_not_counted_for_evict');
  if (bytes('maxmemory') > 0 && used > bytes('maxmemory')) return REASONS.OOM;
  const cannotAppend =
    infoField(info, 'aof_enabled') === '1' && infoField(info, 'aof_last_write_status') === 'err';
  const cannotSave = stopsWrites && infoField(info, 'rdb_last_bgsave_status') === 'err';
  return cannotAppend || cannotSave ? REASONS.MISCONF : null;
}

export function infoField(info: string, name: string): string | undefined {
  return new RegExp(`^${name}:(\\S+)`, 'm').exec(info)?.[1];
}
