import type { DrawLog, LogEntry } from '../../../domain/draws/draw-log.ts';
import type { Command, Output } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { activityArgument } from '../options.ts';
import { progressLine } from '../render/progress.ts';
import { openLogOf } from './open-log-of.ts';

type Format = 'csv' | 'json';

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

export const exportCommand: Command<{ readonly format: Format; readonly won?: boolean }> = {
  name: 'export',
  summary: { en: 'print the log of draws', zh: '导出抽奖日志' },
  settings: 'all',
  arguments: [activityArgument],
  options: [
    {
      flags: '--format <format>',
      description: { en: 'how to print it', zh: '输出格式' },
      choices: ['csv', 'json'],
      fallback: 'csv',
    },
    { flags: '--won', description: { en: 'only draws that won', zh: '只导出中奖记录' } },
  ],
  async run(parts, io, args, { format, won = false }) {
    const [activityId] = args as [string];
    const opened = await openLogOf(activityId, parts, io);
    if (opened.kind === 'refused') return opened.exitCode;
    const progress = progressLine(`export ${activityId}`, io.stderr, io.language);
    await printLog(opened.drawLog, activityId, {
      format,
      won,
      stdout: io.stdout,
      onProgress: progress.report,
    });
    progress.end();
    return exitCodes.ok;
  },
};

interface PrintOptions {
  readonly format: Format;
  readonly won: boolean;
  readonly stdout: Output;
  readonly onProgress: (done: number, of: number) => void;
}

/* CSV (RFC 4180), or one JSON object a line. */
async function printLog(
  drawLog: DrawLog,
  activityId: string,
  { format, won, stdout, onProgress }: PrintOptions,
): Promise<void> {
  const { seq } = await drawLog.book(activityId);
  if (format === 'csv') await write(`${COLUMNS.join(',')}\r\n`, stdout);
  for await (const batch of drawLog.entries(activityId, 0, seq)) {
    const rows = batch.filter(({ prizeId }) => !won || prizeId !== null).map(rowOf);
    await write(rows.map(format === 'csv' ? csvLine : (row) => `${JSON.stringify(row)}\n`).join(''), stdout);
    onProgress(batch.at(-1)?.seq ?? seq, seq);
  }
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

async function write(text: string, stdout: Output): Promise<void> {
  if (text === '' || stdout.write(text)) return;
  await new Promise<void>((resolve) => stdout.once('drain', resolve));
}
