import type { RedisClient } from '../redis-client.ts';
import { defineScripts, type Script, type ScriptSource } from './define-scripts.ts';

const BOOK = 'scripts/includes/book';
const ACCOUNT = 'scripts/includes/account';
const DRAW = 'scripts/includes/draw';
const TIME = 'scripts/includes/time';
const BEGIN = 'scripts/includes/begin';

const TABLE = {
  cmsRead: { file: 'scripts/read', includes: [BOOK, ACCOUNT] },
  cmsAccounts: { file: 'scripts/accounts', includes: [ACCOUNT] },
  cmsCommit: { file: 'scripts/commit', includes: [BOOK, ACCOUNT, DRAW] },
  cmsSeed: { file: 'scripts/seed', numberOfKeys: 2, includes: [BOOK, TIME, BEGIN] },
  cmsReveal: { file: 'scripts/reveal', numberOfKeys: 2, includes: [BOOK] },
  cmsAnnounce: { file: 'scripts/announce', numberOfKeys: 4, includes: [BOOK] },
  cmsGrowPool: { file: 'scripts/grow-pool', numberOfKeys: 1, includes: [] },
  cmsAccept: { file: 'scripts/accept', numberOfKeys: 2, includes: [] },
  cmsEarn: { file: 'scripts/earn', numberOfKeys: 6, includes: [BOOK, ACCOUNT] },
  cmsHelp: { file: 'scripts/help', numberOfKeys: 6, includes: [BOOK, ACCOUNT] },
  cmsTrim: { file: 'scripts/trim', numberOfKeys: 1, includes: [] },
} as const satisfies Record<string, ScriptSource>;

/** The Lua scripts as commands of the client. Their keys, arguments and replies are in the header of each file. */
export type DrawScripts = Record<keyof typeof TABLE, Script>;

export function defineDrawScripts(redis: RedisClient): DrawScripts {
  return defineScripts(redis, TABLE);
}
