import type { Selectable } from 'kysely';
import type { LogEntry } from '../../../domain/draws/draw-log.ts';
import { DENIED_UNIT, isDenied } from '../denied-unit.ts';
import type { RecordsSchema } from './records-schema.ts';

type EntryRow = Selectable<RecordsSchema['archive_entries']>;
type NewRow = Omit<EntryRow, 'activity_id' | 'log'>;

/** The columns of the archive, with their types. */
export const ENTRY_COLUMNS = {
  activity_id: 'text',
  log: 'text',
  seq: 'int8',
  kind: 'text',
  at: 'int8',
  uid: 'text',
  day: 'text',
  request_id: 'text',
  draw_id: 'text',
  draw_no: 'int8',
  seed_no: 'int8',
  rules_no: 'int8',
  prize_id: 'text',
  unit: 'int8',
  cost: 'int8',
  key: 'text',
  chances: 'int8',
  inviter: 'text',
  after_seq: 'int8',
  hash: 'text',
  release: 'int8',
  head: 'text',
} as const satisfies Record<keyof EntryRow, 'text' | 'int8'>;

const NOTHING = {
  uid: null,
  day: null,
  request_id: null,
  draw_id: null,
  draw_no: null,
  seed_no: null,
  rules_no: null,
  prize_id: null,
  unit: null,
  cost: null,
  key: null,
  chances: null,
  inviter: null,
  after_seq: null,
  hash: null,
  release: null,
  head: null,
};

/** The columns of an entry; what belongs to the other kinds is `null`. */
export function archiveRowOf(entry: LogEntry): NewRow {
  const { seq, kind, at } = entry;
  const common = { ...NOTHING, seq, kind, at };
  switch (entry.kind) {
    case 'draw':
      return {
        ...common,
        uid: entry.uid,
        day: entry.day,
        request_id: entry.requestId,
        draw_id: entry.drawId,
        draw_no: entry.drawNo,
        seed_no: entry.seedNo,
        rules_no: entry.rulesNo,
        prize_id: entry.prizeId,
        unit: entry.denied ? DENIED_UNIT : entry.unit,
        cost: entry.cost,
      };
    case 'rules':
      return {
        ...common,
        rules_no: entry.no,
        hash: entry.hash,
        release: entry.release,
        head: entry.head,
      };
    case 'earning':
      return { ...common, uid: entry.uid, key: entry.key, chances: entry.chances, day: entry.day };
    case 'help':
      return { ...common, uid: entry.uid, inviter: entry.inviter, day: entry.day };
    case 'loss':
      return { ...common, after_seq: entry.after };
  }
}

/** @throws Error if the row has a kind that this program does not know */
export function archivedEntry(row: EntryRow): LogEntry {
  const { seq, at } = row;
  const uid = row.uid ?? '';
  const day = row.day ?? '';
  switch (row.kind as LogEntry['kind']) {
    case 'draw':
      return {
        kind: 'draw',
        seq,
        at,
        uid,
        requestId: row.request_id ?? '',
        drawId: row.draw_id ?? '',
        drawNo: row.draw_no ?? 0,
        day,
        seedNo: row.seed_no ?? 0,
        rulesNo: row.rules_no ?? 0,
        prizeId: row.prize_id,
        unit: row.prize_id === null ? null : row.unit,
        cost: row.cost ?? 0,
        ...(isDenied(row.prize_id, row.unit) && { denied: true }),
      };
    case 'rules':
      return {
        kind: 'rules',
        seq,
        at,
        no: row.rules_no ?? 0,
        hash: row.hash ?? '',
        release: row.release,
        head: row.head ?? '',
      };
    case 'earning':
      return { kind: 'earning', seq, at, uid, key: row.key ?? '', chances: row.chances ?? 0, day };
    case 'help':
      return { kind: 'help', seq, at, uid, inviter: row.inviter ?? '', day };
    case 'loss':
      return { kind: 'loss', seq, at, after: row.after_seq ?? 0 };
    default:
      throw new Error(`entry ${seq} of the archive is of an unknown kind: ${row.kind}`);
  }
}
