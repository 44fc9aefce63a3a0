import { readFileSync } from 'node:fs';
import type { RedisClient } from '../redis-client.ts';

type Script = (...args: (string | number)[]) => Promise<unknown>;
type Include = 'book' | 'account';

const OF_FIXED_KEYS = {
  cmsSeed: { name: 'seed', numberOfKeys: 2, includes: ['book'] },
  cmsReveal: { name: 'reveal', numberOfKeys: 2, includes: ['book'] },
  cmsAnnounce: { name: 'announce', numberOfKeys: 4, includes: ['book'] },
  cmsAccept: { name: 'accept', numberOfKeys: 2, includes: ['book'] },
  cmsEarn: { name: 'earn', numberOfKeys: 6, includes: ['book', 'account'] },
  cmsHelp: { name: 'help', numberOfKeys: 6, includes: ['book', 'account'] },
} as const satisfies Record<string, { name: string; numberOfKeys: number; includes: readonly Include[] }>;

/** The Lua scripts as commands of the client. Their keys, arguments and replies are in the header of each file. */
export type DrawScripts = Record<
  'cmsRead' | 'cmsAccounts' | 'cmsCommit' | keyof typeof OF_FIXED_KEYS,
  Script
>;

export function defineDrawScripts(redis: RedisClient): DrawScripts {
  redis.defineCommand('cmsRead', { lua: source('read', ['book', 'account']) });
  redis.defineCommand('cmsAccounts', { lua: source('accounts', []) });
  redis.defineCommand('cmsCommit', { lua: source('commit', ['book', 'account']) });
  for (const [command, { name, numberOfKeys, includes }] of Object.entries(OF_FIXED_KEYS)) {
    redis.defineCommand(command, { numberOfKeys, lua: source(name, includes) });
  }
  return redis as unknown as DrawScripts;
}

/* The functions of the includes come first. */
function source(name: string, includes: readonly Include[]): string {
  return [...includes.map((include) => `includes/${include}`), name].map(textOf).join('\n');
}

function textOf(path: string): string {
  return readFileSync(new URL(`./scripts/${path}.lua`, import.meta.url), 'utf8');
}
