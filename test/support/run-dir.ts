import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/* The processes that run files get it from the one that starts them. */
const VARIABLE = 'CMS_MARKET_TEST_RUN_DIR';

/** A folder for what all files of a run share; `undefined` outside a run of mocha. */
export function runDir(): string | undefined {
  return process.env[VARIABLE];
}

export function makeRunDir(): void {
  process.env[VARIABLE] = mkdtempSync(join(tmpdir(), 'cms-market-run-'));
}

export function removeRunDir(): void {
  const dir = runDir();
  if (dir !== undefined) rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
}
