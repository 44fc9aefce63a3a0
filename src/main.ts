#!/usr/bin/env node
import { readFileSync, realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Io, Streams } from './adapters/cli/command.ts';
import type { ExitCode } from './adapters/cli/exit-codes.ts';
import { runProgram } from './adapters/cli/program.ts';
import { openProgramParts } from './container/open-program-parts.ts';
import type { Settings } from './container/settings.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

/**
 * The program.
 * @param argv without `node` and the script
 */
export function run(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  streams: Streams,
): Promise<ExitCode> {
  return runProgram(argv, env, streams, { version, open: openProgramParts(startServing) });
}

/* Loaded for this command alone. */
async function startServing(settings: Settings, io: Io): Promise<void> {
  const [{ openServeParts }, { serve }] = await Promise.all([
    import('./container/open-serve-parts.ts'),
    import('./adapters/process/serve.ts'),
  ]);
  await serve(openServeParts(settings, io));
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  // Pauses keep no process alive, so that none waits for them when it ends. Until it has started, this does.
  const alive = setInterval(() => {}, 2 ** 30);
  process.exitCode = await run(process.argv.slice(2), process.env, process);
  clearInterval(alive);
}
