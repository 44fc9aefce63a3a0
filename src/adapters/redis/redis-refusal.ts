import { DependencyError } from '../../domain/shared/dependency-error.ts';

/* By the code of the error. It stands first; before Redis 7, a script's error has it inside the text. */
const REASONS = {
  OOM: 'Redis is out of memory: used_memory is above maxmemory',
  MISCONF: 'Redis cannot write its files (MISCONF): look at its disk and its log',
  READONLY: 'Redis is a read-only replica',
  NOREPLICAS: 'Redis has fewer good replicas than min-replicas-to-write',
  NOPERM: 'Redis forbids its user a command or a key that draws need',
  CLUSTERDOWN: 'the Redis cluster does not serve all its slots',
} as const;

type Code = keyof typeof REASONS;

/** Whether `INFO` shows this reason, so that an `INFO` without it means that the reason has ended. */
export function isShownByInfo(reason: string): boolean {
  const shown: readonly string[] = [REASONS.OOM, REASONS.MISCONF, REASONS.READONLY];
  return shown.includes(reason);
}

/** A record of draws that this program does not write to before an operator has looked at it. */
export class RecordRefusal extends DependencyError {
  /** As operators read it. */
  readonly reason: string;

  constructor(reason: string, options?: ErrorOptions) {
    super('draw ledger', reason, options);
    this.reason = reason;
  }
}

const CODE = new RegExp(`\\b(${Object.keys(REASONS).join('|')})\\b`);

/** The reason why a Redis that answers refuses to write, as operators read it; `null` for any other error. */
export function redisRefusalOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if (error instanceof RecordRefusal) return error.reason;
  const [, code] = (error.name === 'ReplyError' && CODE.exec(error.message)) || [];
  return code ? REASONS[code as Code] : redisRefusalOf(error.cause);
}

/**
 * The reason that `INFO` shows.
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
