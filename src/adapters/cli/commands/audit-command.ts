import { setFlagsFromString } from 'node:v8';
import { type AuditReport, audit } from '../../../application/analysis/audit/audit.ts';
import type { KnownReleases, UnknownReleases } from '../../../application/analysis/audit/known-releases.ts';
import type { Command, CommandParts, Io } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { jsonOption } from '../options.ts';
import { progressLine } from '../render/progress.ts';
import { auditAsJson, renderAudit, renderEmptyAudit } from '../render/render-audit.ts';
import { openLogOf } from './open-log-of.ts';

/*
 * Nearly all that an audit makes is garbage at once. By default V8 lets it grow to several times of what is alive before
 * it is collected: 200 MB more for ten million draws, and no second saved.
 */
const SMALL_HEAP = '--heap-growing-percent=20';

export const auditCommand: Command<{ readonly json?: boolean }> = {
  name: 'audit',
  summary: {
    en: 'replay the log of draws and compare counters, accounts, limits and tickets with it',
    zh: '重放抽奖日志，核对计数、用户账户、库存上限和抽奖号',
  },
  settings: 'all',
  arguments: [
    {
      syntax: '[activity]',
      description: {
        en: 'its id; all that have draws, if left out',
        zh: '活动编号；省略则核对所有有抽奖记录的活动',
      },
    },
  ],
  options: [jsonOption],
  async run(parts, io, [activityId], { json = false }) {
    setFlagsFromString(SMALL_HEAP);
    return typeof activityId === 'string' ? auditOne(parts, io, activityId, json) : auditAll(parts, io, json);
  },
};

async function auditOne(parts: CommandParts, io: Io, activityId: string, json: boolean): Promise<ExitCode> {
  const opened = await openLogOf(activityId, parts, io);
  if (opened.kind === 'refused') return opened.exitCode;
  return auditEach(opened.drawLog, [activityId], parts, io, json);
}

async function auditAll(parts: CommandParts, io: Io, json: boolean): Promise<ExitCode> {
  const { drawLog } = await parts.ledger();
  const ids = (await drawLog.activityIds()).sort();
  if (ids.length === 0 && !json) io.stdout.write(renderEmptyAudit(io.language));
  return auditEach(drawLog, ids, parts, io, json);
}

async function auditEach(
  drawLog: Parameters<typeof audit>[0],
  ids: readonly string[],
  parts: CommandParts,
  { stdout, stderr, language }: Io,
  json: boolean,
): Promise<ExitCode> {
  const releases = await releasesOf(parts);
  const reports: AuditReport[] = [];
  for (const id of ids) {
    const progress = progressLine(`audit ${id}`, stderr, language);
    const report = await audit(drawLog, id, progress.report, releases);
    progress.end();
    reports.push(report);
    if (!json) stdout.write(renderAudit(report, language));
  }
  if (json) {
    const activities = reports.map((report) => auditAsJson(report, language));
    stdout.write(`${JSON.stringify({ activities }, null, 2)}\n`);
  }
  return reports.every(({ findingsInAll }) => findingsInAll === 0) ? exitCodes.ok : exitCodes.failed;
}

/* Draws are compared with their releases where these can be read; an audit of a ledger alone is worth something too. */
async function releasesOf(parts: CommandParts): Promise<KnownReleases | UnknownReleases> {
  try {
    const tasks = await parts.releases('own');
    if (!tasks) return { unknown: 'no_store', reason: '' };
    if (await tasks.isEmpty()) return { unknown: 'no_releases', reason: '' };
    const { queries, read } = tasks;
    return {
      history: (id, page) => queries.history(id, page),
      release: (id, no) => queries.release(id, no),
      read,
    };
  } catch (error) {
    return { unknown: 'away', reason: (error as Error).message };
  }
}
