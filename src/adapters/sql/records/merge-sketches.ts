import { setImmediate as turnOfLoop } from 'node:timers/promises';
import { sql, type Transaction } from 'kysely';
import { estimateOf, mergeSketch, newSketch } from '../../../domain/visitors/visit-sketch.ts';
import type { CountedSketch, VisitBatch } from '../../../domain/visitors/visit-store.ts';
import { countKey } from './count-key.ts';
import { insertRows } from './insert-rows.ts';
import type { RecordKind } from './record-database.ts';
import type { RecordsSchema } from './records-schema.ts';

const SKETCH_COLUMNS = {
  activity_id: 'text',
  kind: 'text',
  name: 'text',
  registers: 'text',
  visitors: 'int8',
  changed_at: 'int8',
} as const;

/* Merging and writing these takes some milliseconds; SQLite writes on the event loop, too. */
const PORTION = 500;

/**
 * Merges sketches into those of the store, and locks them for that: what another process merges at once is not lost.
 * @returns how many visitors are new on their day, by the id of the activity
 */
export async function mergeSketches(
  transaction: Transaction<RecordsSchema>,
  kind: RecordKind,
  { at, sketches }: VisitBatch,
): Promise<ReadonlyMap<string, number>> {
  const added = new Map<string, number>();
  if (sketches.length === 0) return added;
  const keys = sketches.map((each) => ({ activity_id: each.activityId, kind: each.kind, name: each.name }));
  keys.sort((one, other) => (countKey(one) < countKey(other) ? -1 : 1));
  const empty = { registers: '', visitors: 0, changed_at: at };
  for await (const portion of portionsOf(keys)) {
    const none = portion.map((key) => ({ ...key, ...empty }));
    const then = sql`on conflict do nothing`;
    await insertRows(kind, 'visit_sketches', SKETCH_COLUMNS, none, then).execute(transaction);
  }
  // All are locked by one statement, in its order: in portions, two that merge at once might wait for each other.
  const stored = new Map((await lockedSketches(transaction, kind, keys)).map((row) => [countKey(row), row]));
  for await (const portion of portionsOf(sketches)) {
    const changed = portion.flatMap((sketch) => mergedInto(stored, sketch) ?? []);
    for (const { row, visitors } of changed) {
      if (row.kind !== 'day') continue;
      added.set(row.activity_id, (added.get(row.activity_id) ?? 0) + visitors - row.visitors);
    }
    const rows = changed.map(({ row, registers, visitors }) => {
      const { activity_id, kind: of, name } = row;
      return { activity_id, kind: of, name, registers, visitors, changed_at: at };
    });
    const then = sql`on conflict (activity_id, kind, name) do update set
      registers = excluded.registers, visitors = excluded.visitors, changed_at = excluded.changed_at`;
    if (rows.length > 0)
      await insertRows(kind, 'visit_sketches', SKETCH_COLUMNS, rows, then).execute(transaction);
  }
  return added;
}

/* Between two of them, others get their turn. */
async function* portionsOf<T>(items: readonly T[]): AsyncIterable<readonly T[]> {
  for (let from = 0; from < items.length; from += PORTION) {
    if (from > 0) await turnOfLoop();
    yield items.slice(from, from + PORTION);
  }
}

/* `null`: it has nothing new. */
function mergedInto(
  stored: ReadonlyMap<string, SketchRow>,
  { activityId, kind, name, registers }: CountedSketch,
) {
  const row = stored.get(countKey({ activity_id: activityId, kind, name }));
  if (!row) return null;
  const merged = row.registers === '' ? newSketch() : new Uint8Array(Buffer.from(row.registers, 'base64'));
  if (!mergeSketch(merged, registers)) return null;
  return { row, registers: Buffer.from(merged).toString('base64'), visitors: estimateOf(merged) };
}

interface SketchRow {
  readonly activity_id: string;
  readonly kind: string;
  readonly name: string;
  readonly registers: string;
  readonly visitors: number;
}

/* For the update: of two processes that merge the same, one waits for the other here. */
async function lockedSketches(
  transaction: Transaction<RecordsSchema>,
  kind: RecordKind,
  keys: readonly { readonly activity_id: string; readonly kind: string; readonly name: string }[],
): Promise<readonly SketchRow[]> {
  const json = JSON.stringify(keys.map((key) => [key.activity_id, key.kind, key.name]));
  const wanted =
    kind === 'postgres'
      ? sql`json_array_elements(${json}::json) as wanted(value)`
      : sql`json_each(${json}) wanted`;
  const { rows } = await sql<SketchRow>`
    select s.activity_id, s.kind, s.name, s.registers, s.visitors from ${wanted}
    join visit_sketches s on s.activity_id = wanted.value->>0 and s.kind = wanted.value->>1 and s.name = wanted.value->>2
    order by s.activity_id, s.kind, s.name ${kind === 'postgres' ? sql`for update of s` : sql``}`.execute(
    transaction,
  );
  return rows;
}
