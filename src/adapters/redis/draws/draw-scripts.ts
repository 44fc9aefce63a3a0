import { readFileSync } from 'node:fs';
import type { DrawCommit } from '../../../domain/draws/draw-ledger.ts';
import { afterDraw } from '../../../domain/draws/user-draw-info.ts';
import type { batchedScripts, RedisClient } from '../redis-client.ts';
import { writeWins } from './draw-replies.ts';

type Script = (...args: (string | number)[]) => Promise<unknown>;

/** The Lua scripts as commands of the client. Their keys, arguments and replies are in the header of each file. */
export type DrawScripts = Record<(typeof batchedScripts)[number] | 'cmsSeed' | 'cmsReveal', Script>;

export function defineDrawScripts(redis: RedisClient): DrawScripts {
  redis.defineCommand('cmsRead', { lua: source('read') });
  redis.defineCommand('cmsCommit', { lua: source('commit') });
  redis.defineCommand('cmsSeed', { numberOfKeys: 2, lua: source('seed') });
  redis.defineCommand('cmsReveal', { numberOfKeys: 2, lua: source('reveal') });
  return redis as unknown as DrawScripts;
}

/** The arguments of scripts/commit.lua for one draw. @param rulesText empty if Redis should have it */
export function commitArguments(commit: DrawCommit, rulesText: string): (string | number)[] {
  const { uid, requestId, drawId, draws, seedNo, day, at, rules, candidates } = commit;
  const after = (prizeId: string | null) => afterDraw(draws, { drawId, prizeId, day, at });
  const { drawNo, lastDay, drawnOnLastDay } = after(null);
  const entry = {
    uid,
    request_id: requestId,
    draw_id: drawId,
    draw_no: drawNo,
    day,
    at,
    seed_no: seedNo,
    rules: rules.hash,
  };
  return [
    ...[draws.drawNo, requestId, seedNo, rules.hash, rulesText, lastDay, drawnOnLastDay, drawId],
    JSON.stringify(entry),
    candidates.length,
    ...candidates.flatMap(({ prizeId, limit }) => [prizeId, limit ?? '', writeWins(after(prizeId).wins)]),
  ];
}

function source(name: string): string {
  return readFileSync(new URL(`./scripts/${name}.lua`, import.meta.url), 'utf8');
}
