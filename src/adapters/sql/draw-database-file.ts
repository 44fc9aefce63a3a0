import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The path of the file of draws in `dir`. */
export function drawDatabasePath(dir: string): string {
  return join(dir, 'draws.sqlite');
}

export function drawDatabaseExists(dir: string): boolean {
  return existsSync(drawDatabasePath(dir));
}
