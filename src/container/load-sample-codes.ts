import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { openLineFile } from '../adapters/cli/input/line-file.ts';
import { listActivityIds } from '../adapters/filesystem/activity-folders.ts';
import { SqlCodeStore } from '../adapters/sql/records/sql-code-store.ts';
import { checkCodes, codesOf } from '../application/deliveries/code-file.ts';
import { CodeImport } from '../application/deliveries/code-import.ts';
import { MOST_CODE_LINE_BYTES } from '../application/deliveries/code-lines.ts';
import type { CodePlace } from '../domain/deliveries/code-store.ts';
import type { UnitPools } from '../domain/draws/unit-pools.ts';
import type { Get } from './registry.ts';
import { tokens } from './tokens.ts';

interface SampleFile extends CodePlace {
  readonly path: string;
}

/**
 * Loads the codes of samples, `activities/<id>/codes/<prize>.txt`, so that they can be won on a fresh clone. With the
 * embedded stores alone, and never in production: real codes do not belong in this folder.
 */
export async function loadSampleCodes(get: Get, pools: UnitPools): Promise<void> {
  const { production, redis, records, activitiesDir } = get(tokens.settings);
  if (production || redis !== null || records.kind !== 'sqlite') return;
  try {
    for (const sample of sampleFiles(activitiesDir)) await loadSample(get, pools, sample);
  } catch (error) {
    get(tokens.errorReporter).report('sample codes were not loaded', error);
  }
}

function sampleFiles(dir: string): readonly SampleFile[] {
  return listActivityIds(dir).flatMap((activityId) => {
    const folder = join(dir, activityId, 'codes');
    return namesIn(folder)
      .filter((name) => /^[A-Za-z0-9_.-]{1,64}\.txt$/.test(name))
      .map((name) => ({ activityId, prizeId: basename(name, '.txt'), path: join(folder, name) }));
  });
}

/* Most activities have no such folder. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

async function loadSample(get: Get, pools: UnitPools, { path, ...place }: SampleFile): Promise<void> {
  const vault = get(tokens.vault);
  if (vault === null) return;
  const store = new SqlCodeStore(get(tokens.records), vault);
  const codeImport = new CodeImport({ store, pools, rest: async () => {}, monotonic: performance });
  const file = await openLineFile(path, MOST_CODE_LINE_BYTES);
  try {
    const { problems } = await checkCodes(file);
    if (problems.length > 0) throw new Error(`${path}: line ${problems[0]?.line}: ${problems[0]?.code}`);
    const { added } = await codeImport.run(place, codesOf(file, `${path} was changed`));
    const { activityId: activity_id, prizeId: prize_id } = place;
    if (added > 0) get(tokens.log).info({ activity_id, prize_id, added }, 'sample codes loaded');
  } finally {
    await file.close();
  }
}
