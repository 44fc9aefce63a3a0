import type {
  ActivityReport,
  ReportFinding,
} from '../../../../application/analysis/report/activity-report.ts';
import type { ReportService } from '../../../../application/analysis/report/report-service.ts';
import { centsText } from '../../../../domain/shared/money.ts';
import { sendAnswer } from '../../http/send.ts';
import { ConsoleRefusal } from '../console-refusal.ts';
import { type ConsoleRoute, consoleRoute } from '../console-route.ts';
import { type Report, reportCsvInput, reportInput, reportOutput } from '../contract/report.ts';
import { isoOf } from '../encode/iso.ts';
import { jsonOfFace, retOf, yuanText } from '../encode/json-of-live.ts';
import { reportCsv } from '../report-csv.ts';

/** What became of an activity. */
export function reportRoutes(reports: Pick<ReportService, 'of'>): readonly ConsoleRoute[] {
  return [
    consoleRoute({
      method: 'GET',
      path: '/activities/:id/report',
      access: 'view',
      scope: 'reports',
      summary: 'who came, drew, won and claimed; by hour, zone, channel and prize; cost and findings',
      input: reportInput,
      output: reportOutput,
      handle: async ({ input: { id } }) => jsonOfReport(await found(reports, id)),
    }),
    consoleRoute({
      method: 'GET',
      path: '/activities/:id/report.csv',
      access: 'view',
      scope: 'reports',
      summary: 'one part of the report as CSV for Excel',
      input: reportCsvInput,
      output: 'file',
      handle: async ({ ctx, input: { id, part, lang } }) => {
        const text = reportCsv(await found(reports, id), part, lang);
        sendAnswer(ctx, 200, csvHeaders(`${id}-${part}.csv`), [Buffer.from(text)]);
        return undefined as never;
      },
    }),
  ];
}

async function found(reports: Pick<ReportService, 'of'>, id: string): Promise<ActivityReport> {
  const report = await reports.of(id);
  if (!report) throw new ConsoleRefusal('not_found');
  return report;
}

/* An id has nothing that a name in quotes could not have. */
function csvHeaders(name: string): readonly string[] {
  return [
    ...['Content-Type', 'text/csv; charset=utf-8', 'Content-Disposition', `attachment; filename="${name}"`],
    ...['Cache-Control', 'private, no-store'],
  ];
}

function jsonOfReport(report: ActivityReport): Report {
  const { at, activity, totals, hours, zones, channels, prizes, cost, findings } = report;
  const { candidate_no: _candidate, ...face } = jsonOfFace(activity);
  const { earnedChances, ...counts } = totals;
  const { spent, budget, forecast } = cost;
  return {
    at: isoOf(at),
    activity: face,
    totals: { ...counts, earned_chances: earnedChances },
    hours: hours.map((hour) => ({ ...hour, at: isoOf(hour.at), spent: centsText(hour.spent) })),
    zones: zones.map(({ name, ...rest }) => ({ zone: name, ...rest })),
    channels: channels.map(({ name, ...rest }) => ({ channel: name, ...rest })),
    prizes: prizes.map((prize) => ({ ...prize, cost: centsText(prize.cost) })),
    cost: {
      spent: centsText(spent),
      budget: budget === null ? null : centsText(budget),
      forecast: forecast && {
        low: yuanText(forecast.low),
        mid: yuanText(forecast.mid),
        high: yuanText(forecast.high),
      },
    },
    findings: findings.map(jsonOfFinding),
  };
}

/* Amounts, by the names of their params. */
const AMOUNTS = new Set(['spent', 'budget', 'low', 'high']);

function jsonOfFinding({ kind, severity, params }: ReportFinding): Report['findings'][number] {
  const shown = Object.entries(params).map(([name, value]) => {
    if (typeof value === 'number' && AMOUNTS.has(name)) return [name, centsText(value)];
    return [name, typeof value === 'number' && name === 'at' ? isoOf(value) : value];
  });
  const { code } = params;
  const ret = typeof code === 'string' ? { ret: retOf(code) } : {};
  return { kind, severity, params: { ...Object.fromEntries(shown), ...ret } };
}
