import { once } from 'node:events';
import type { DrawLog, LogEntry } from '../../../domain/draws/draw-log.ts';
import { progressLine } from '../render/progress.ts';

export type ExportFormat = 'csv' | 'json';

const COLUMNS = [
  'seq',
  'at',
  'day',
  'uid',
  'draw_no',
  'draw_id',
  'request_id',
  'prize_id',
  'seed_no',
  'rules_hash',
] as const;

type Row = Readonly<Record<(typeof COLUMNS)[number], string | number | null>>;

/** Streams an activity's log to stdout: CSV (RFC 4180), or one JSON object a line. */
export async function exportCommand(
  drawLog: DrawLog,
  activityId: string,
  { format, won = false }: { format: ExportFormat; won?: boolean },
): Promise<void> {
  const { seq } = await drawLog.book(activityId);
  const progress = progressLine(`export ${activityId}`);
  if (format === 'csv') await write(`${COLUMNS.join(',')}\r\n`);
  for await (const batch of drawLog.entries(activityId, 0, seq)) {
    const rows = batch.filter(({ prizeId }) => !won || prizeId !== null).map(rowOf);
    await write(rows.map(format === 'csv' ? csvLine : (row) => `${JSON.stringify(row)}\n`).join(''));
    progress.report(batch.at(-1)?.seq ?? seq, seq);
  }
  progress.end();
}

function rowOf(entry: LogEntry): Row {
  return {
    seq: entry.seq,
    at: new Date(entry.at).toISOString(),
    day: entry.day,
    uid: entry.uid,
    draw_no: entry.drawNo,
    draw_id: entry.drawId,
    request_id: entry.requestId,
    prize_id: entry.prizeId,
    seed_no: entry.seedNo,
    rules_hash: entry.rulesHash,
  };
}

function csvLine(row: Row): string {
  return `${COLUMNS.map((column) => csvField(row[column])).join(',')}\r\n`;
}

/* A text that a spreadsheet would take for a formula is made plain text by an apostrophe. */
function csvField(value: string | number | null): string {
  const text = String(value ?? '');
  const plain = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

async function write(text: string): Promise<void> {
  if (text !== '' && !process.stdout.write(text)) await once(process.stdout, 'drain');
}
