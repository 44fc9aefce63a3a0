import type { RedisClient } from '../../redis-client.ts';
import { defineScripts, type Script, type ScriptSource } from '../define-scripts.ts';

const BOOK = 'scripts/includes/book';
const ACCOUNT = 'scripts/includes/account';
const RANGES = 'segments/scripts/includes/ranges';
const STOCK = 'segments/scripts/includes/stock';
const TIME = 'segments/scripts/includes/time';
const UNITS = 'segments/scripts/includes/units';

const TABLE = {
  cmsCommitUnits: { file: 'segments/scripts/commit-units', includes: [BOOK, ACCOUNT, RANGES, TIME] },
  cmsSegments: { file: 'segments/scripts/fix', numberOfKeys: 1, includes: [BOOK] },
  cmsClose: { file: 'segments/scripts/close', numberOfKeys: 1, includes: [BOOK] },
  cmsGrant: { file: 'segments/scripts/grant', numberOfKeys: 2, includes: [BOOK, RANGES, STOCK, TIME] },
  cmsAcceptUnits: {
    file: 'segments/scripts/accept-units',
    numberOfKeys: 2,
    includes: [BOOK, RANGES, STOCK],
  },
  cmsDeposit: { file: 'segments/scripts/deposit', numberOfKeys: 2, includes: [BOOK, RANGES, UNITS] },
  cmsGiveBack: { file: 'segments/scripts/give-back', numberOfKeys: 2, includes: [BOOK, RANGES, UNITS] },
  cmsAcknowledge: { file: 'segments/scripts/acknowledge', numberOfKeys: 2, includes: [BOOK, RANGES, UNITS] },
  cmsNote: { file: 'segments/scripts/note', numberOfKeys: 2, includes: [BOOK, RANGES, UNITS] },
} as const satisfies Record<string, ScriptSource>;

/** The Lua scripts of segments as commands of the client. Their keys, arguments and replies are in their headers. */
export type SegmentScripts = Record<keyof typeof TABLE, Script>;

export function defineSegmentScripts(redis: RedisClient): SegmentScripts {
  return defineScripts(redis, TABLE);
}
