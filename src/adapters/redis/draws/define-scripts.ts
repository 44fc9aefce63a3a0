import { readFileSync } from 'node:fs';
import type { RedisClient } from '../redis-client.ts';

export type Script = (...args: (string | number)[]) => Promise<unknown>;

/** A Lua script. The files are named from this folder, without their ending. */
export interface ScriptSource {
  readonly file: string;
  /** Their functions come first. */
  readonly includes: readonly string[];
  /** Without it, the first argument says how many keys there are. */
  readonly numberOfKeys?: number;
}

/** Makes scripts commands of the client. It reads their files: to be called once for each client. */
export function defineScripts<Command extends string>(
  redis: RedisClient,
  table: Readonly<Record<Command, ScriptSource>>,
): Record<Command, Script> {
  for (const [command, { file, includes, numberOfKeys }] of Object.entries<ScriptSource>(table)) {
    const lua = [...includes, file].map(textOf).join('\n');
    redis.defineCommand(command, numberOfKeys === undefined ? { lua } : { lua, numberOfKeys });
  }
  return redis as unknown as Record<Command, Script>;
}

function textOf(file: string): string {
  return readFileSync(new URL(`./${file}.lua`, import.meta.url), 'utf8');
}
