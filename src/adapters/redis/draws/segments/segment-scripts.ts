import { readFileSync } from 'node:fs';
import type { RedisClient } from '../../redis-client.ts';

type Script = (...args: (string | number)[]) => Promise<unknown>;

const BOOK = '../scripts/includes/book';
const ACCOUNT = '../scripts/includes/account';
const RANGES = 'scripts/includes/ranges';
const STOCK = 'scripts/includes/stock';
const UNITS = 'scripts/includes/units';

const OF_FIXED_KEYS = {
  cmsSegments: { name: 'fix', numberOfKeys: 1, includes: [BOOK] },
  cmsClose: { name: 'close', numberOfKeys: 1, includes: [BOOK] },
  cmsGrant: { name: 'grant', numberOfKeys: 2, includes: [BOOK, RANGES, STOCK] },
  cmsAcceptUnits: { name: 'accept-units', numberOfKeys: 2, includes: [BOOK, RANGES, STOCK] },
  cmsDeposit: { name: 'deposit', numberOfKeys: 2, includes: [BOOK, RANGES, UNITS] },
  cmsGiveBack: { name: 'give-back', numberOfKeys: 2, includes: [BOOK, RANGES, UNITS] },
  cmsAcknowledge: { name: 'acknowledge', numberOfKeys: 2, includes: [BOOK, RANGES, UNITS] },
  cmsNote: { name: 'note', numberOfKeys: 2, includes: [BOOK, RANGES, UNITS] },
} as const;

/** The Lua scripts of segments as commands of the client. Their keys, arguments and replies are in their headers. */
export type SegmentScripts = Record<'cmsCommitUnits' | keyof typeof OF_FIXED_KEYS, Script>;

export function defineSegmentScripts(redis: RedisClient): SegmentScripts {
  redis.defineCommand('cmsCommitUnits', { lua: source('commit-units', [BOOK, ACCOUNT, RANGES]) });
  for (const [command, { name, numberOfKeys, includes }] of Object.entries(OF_FIXED_KEYS)) {
    redis.defineCommand(command, { numberOfKeys, lua: source(name, includes) });
  }
  return redis as unknown as SegmentScripts;
}

/* The functions of the includes come first. */
function source(name: string, includes: readonly string[]): string {
  return [...includes, `scripts/${name}`].map(textOf).join('\n');
}

function textOf(path: string): string {
  return readFileSync(new URL(`./${path}.lua`, import.meta.url), 'utf8');
}
