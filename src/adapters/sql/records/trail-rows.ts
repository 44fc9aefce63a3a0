import type { Insertable, Selectable } from 'kysely';
import type { TrailEntry, TrailSource } from '../../../domain/operators/audit-trail.ts';
import type { TrailTable } from './records-schema.ts';
import { storable } from './storable.ts';

export function rowOfEntry(entry: TrailEntry): Insertable<TrailTable> {
  return {
    id: entry.id,
    at: entry.at,
    operator_id: entry.operatorId,
    operator_name: storable(entry.operator),
    via: entry.via,
    address: entry.address,
    action: entry.action,
    activity_id: entry.activityId === null ? null : storable(entry.activityId),
    target: entry.target === null ? null : storable(entry.target),
    reason: storable(entry.reason),
    was: jsonOf(entry.before),
    became: jsonOf(entry.after),
  };
}

export function entryOfRow(row: Selectable<TrailTable>): TrailEntry {
  return {
    id: row.id,
    at: row.at,
    operatorId: row.operator_id,
    operator: row.operator_name,
    via: row.via as TrailSource,
    address: row.address,
    action: row.action,
    activityId: row.activity_id,
    target: row.target,
    reason: row.reason,
    before: parsedOf(row.was),
    after: parsedOf(row.became),
  };
}

function jsonOf(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}

function parsedOf(json: string | null): unknown {
  return json === null ? null : JSON.parse(json);
}
