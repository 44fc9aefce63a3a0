import { rulesUses } from '../../../application/analysis/rules-uses.ts';
import { type ExportFormat, headOf, type Row, renderRow } from '../../../application/shared/render-row.ts';
import type { DrawEntry, DrawLog } from '../../../domain/draws/draw-log.ts';
import { centsText } from '../../../domain/shared/money.ts';
import type { Command, Output } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { exportMessages } from '../i18n/export-messages.ts';
import { activityArgument } from '../options.ts';
import { progressLine } from '../render/progress.ts';
import { writeWaiting } from '../render/write-waiting.ts';
import { exportWon, isWonOption, type WonOptions, wonOptions } from './export-won.ts';
import { openLogOf } from './open-log-of.ts';

const DRAW_COLUMNS = [
  'seq',
  'at',
  'day',
  'uid',
  'draw_no',
  'draw_id',
  'request_id',
  'prize_id',
  'unit',
  'cost',
  'seed_no',
  'rules_no',
  'rules_hash',
  'denied',
] as const;

const RULES_COLUMNS = [
  'no',
  'hash',
  'at',
  'release',
  'draws',
  'stretches',
  'first_log',
  'first_seq',
  'first_at',
  'last_log',
  'last_seq',
  'last_at',
] as const;

interface ExportOptions extends WonOptions {
  readonly won?: boolean;
  readonly rules?: boolean;
}

interface Printing {
  readonly format: ExportFormat;
  readonly stdout: Output;
  readonly onProgress: (done: number, of: number) => void;
}

export const exportCommand: Command<ExportOptions> = {
  name: 'export',
  summary: { en: 'print the log of draws, or the list of winners', zh: '导出抽奖日志或中奖名单' },
  settings: 'all',
  arguments: [activityArgument],
  options: [
    {
      flags: '--format <format>',
      description: { en: 'how to print it', zh: '输出格式' },
      choices: ['csv', 'json'],
      fallback: 'csv',
    },
    {
      flags: '--won',
      description: {
        en: 'the winners instead: what is to be handed over, to whom, and how far that is',
        zh: '改为导出中奖名单：发什么、发给谁、发到哪一步',
      },
      conflicts: 'rules',
    },
    ...wonOptions,
    {
      flags: '--rules',
      description: {
        en: 'every set of rules with its first and last draw, instead of the draws',
        zh: '改为导出每一套规则及其首次、末次抽奖',
      },
    },
  ],
  async run(parts, io, args, options) {
    const [activityId] = args as [string];
    const { format, won = false, rules = false } = options;
    if (!won && isWonOption(options)) {
      io.stderr.write(`cms-market: ${exportMessages[io.language].needsWon}\n`);
      return exitCodes.usage;
    }
    const opened = await openLogOf(activityId, parts, io);
    if (opened.kind === 'refused') return opened.exitCode;
    if (won) return exportWon(parts, io, opened.drawLog, activityId, options);
    const progress = progressLine(`export ${activityId}`, io.stderr, io.language);
    const printing = { format, stdout: io.stdout, onProgress: progress.report };
    if (rules) await printRules(opened.drawLog, activityId, printing);
    else await printDraws(opened.drawLog, activityId, printing);
    progress.end();
    return exitCodes.ok;
  },
};

async function printDraws(
  drawLog: DrawLog,
  activityId: string,
  { format, stdout, onProgress }: Printing,
): Promise<void> {
  const { logs, rules } = await drawLog.book(activityId);
  const hashes = new Map(rules.map(({ no, hash }) => [no, hash]));
  // Numbers are those of one log, so with several the log's name belongs to them.
  const columns = logs.length > 1 ? ['log', ...DRAW_COLUMNS] : DRAW_COLUMNS;
  const all = logs.reduce((sum, { seq }) => sum + seq, 0);
  let done = 0;
  await writeWaiting(headOf(columns, format), stdout);
  for (const { log, seq } of logs) {
    for await (const batch of drawLog.entries(activityId, log, 0, seq)) {
      const draws = batch.filter((entry) => entry.kind === 'draw');
      const rows = draws.map((draw) => rowOf(log, draw, hashes.get(draw.rulesNo) ?? null));
      await writeWaiting(rows.map((row) => renderRow(row, columns, format)).join(''), stdout);
      done += batch.length;
      onProgress(done, all);
    }
  }
}

function rowOf(log: string, draw: DrawEntry, hash: string | null): Row {
  return {
    log,
    seq: draw.seq,
    at: new Date(draw.at).toISOString(),
    day: draw.day,
    uid: draw.uid,
    draw_no: draw.drawNo,
    draw_id: draw.drawId,
    request_id: draw.requestId,
    prize_id: draw.prizeId,
    unit: draw.unit,
    cost: draw.prizeId === null ? null : centsText(draw.cost),
    seed_no: draw.seedNo,
    rules_no: draw.rulesNo,
    rules_hash: hash,
    denied: draw.denied ? 'risk' : null,
  };
}

async function printRules(
  drawLog: DrawLog,
  activityId: string,
  { format, stdout, onProgress }: Printing,
): Promise<void> {
  const uses = await rulesUses(drawLog, activityId, onProgress);
  const at = (time: number | undefined) => (time === undefined ? null : new Date(time).toISOString());
  const rows = uses.map(({ no, hash, at: since, release, draws, stretches, first, last }) => ({
    ...{ no, hash, at: at(since) ?? '', release, draws, stretches },
    ...{ first_log: first?.log ?? null, first_seq: first?.seq ?? null, first_at: at(first?.at) },
    ...{ last_log: last?.log ?? null, last_seq: last?.seq ?? null, last_at: at(last?.at) },
  }));
  const text = rows.map((row) => renderRow(row, RULES_COLUMNS, format)).join('');
  await writeWaiting(`${headOf(RULES_COLUMNS, format)}${text}`, stdout);
}
