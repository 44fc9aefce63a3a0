import type { RedisClient } from '../../redis-client.ts';
import { defineScripts, type Script, type ScriptSource } from '../define-scripts.ts';

const BOOK = 'scripts/includes/book';
const ACCOUNT = 'scripts/includes/account';
const DRAW = 'scripts/includes/draw';
const TIME = 'scripts/includes/time';
const BEGIN = 'scripts/includes/begin';
const RANGES = 'segments/scripts/includes/ranges';
const REFUSAL = 'segments/scripts/includes/refusal';
const STOCK = 'segments/scripts/includes/stock';
const UNITS = 'segments/scripts/includes/units';

const ROOT = [BOOK, REFUSAL, RANGES, STOCK];
const SEGMENT = [BOOK, REFUSAL, RANGES, UNITS];

const TABLE = {
  cmsCommitUnits: {
    file: 'segments/scripts/commit-units',
    includes: [BOOK, REFUSAL, ACCOUNT, DRAW, RANGES, TIME],
  },
  cmsSegments: { file: 'segments/scripts/fix', numberOfKeys: 1, includes: [BOOK, TIME, BEGIN] },
  cmsOpen: { file: 'segments/scripts/open', numberOfKeys: 1, includes: [BOOK] },
  cmsHalt: { file: 'segments/scripts/halt', numberOfKeys: 2, includes: [BOOK] },
  cmsClose: { file: 'segments/scripts/close', numberOfKeys: 1, includes: [BOOK] },
  cmsGrant: { file: 'segments/scripts/grant', numberOfKeys: 2, includes: [...ROOT, TIME] },
  cmsAcceptUnits: { file: 'segments/scripts/accept-units', numberOfKeys: 2, includes: ROOT },
  cmsDeposit: { file: 'segments/scripts/deposit', numberOfKeys: 2, includes: SEGMENT },
  cmsGiveBack: { file: 'segments/scripts/give-back', numberOfKeys: 2, includes: SEGMENT },
  cmsAcknowledge: { file: 'segments/scripts/acknowledge', numberOfKeys: 2, includes: SEGMENT },
  cmsNote: { file: 'segments/scripts/note', numberOfKeys: 2, includes: SEGMENT },
} as const satisfies Record<string, ScriptSource>;

/** The Lua scripts of segments as commands of the client. Their keys, arguments and replies are in their headers. */
export type SegmentScripts = Record<keyof typeof TABLE, Script>;

export function defineSegmentScripts(redis: RedisClient): SegmentScripts {
  return defineScripts(redis, TABLE);
}
