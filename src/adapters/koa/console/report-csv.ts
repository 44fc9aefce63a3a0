import type { ActivityReport } from '../../../application/analysis/report/activity-report.ts';
import { EXCEL_MARK, headOf, type Row, renderRow } from '../../../application/shared/render-row.ts';
import { centsText } from '../../../domain/shared/money.ts';

export type ReportPart = 'hours' | 'zones' | 'channels' | 'prizes';
export type ReportLanguage = 'zh' | 'en';

/** The columns of each part, with their headings. */
const COLUMNS = {
  local: { zh: '时间', en: 'time' },
  zone: { zh: '地区', en: 'zone' },
  channel: { zh: '渠道', en: 'channel' },
  id: { zh: '奖品编号', en: 'prize_id' },
  name: { zh: '奖品', en: 'prize' },
  visits: { zh: '访问次数', en: 'visits' },
  visitors: { zh: '访客数（估算）', en: 'visitors (estimate)' },
  drawers: { zh: '首次抽奖人数', en: 'first-time drawers' },
  draws: { zh: '抽奖次数', en: 'draws' },
  wins: { zh: '中奖次数', en: 'wins' },
  claimed: { zh: '已领取', en: 'claimed' },
  spent: { zh: '花费（元）', en: 'spent (yuan)' },
  stock: { zh: '库存', en: 'stock' },
  awarded: { zh: '已发放', en: 'awarded' },
  left: { zh: '剩余', en: 'left' },
  failed: { zh: '发放失败', en: 'failed' },
  value: { zh: '单价（元）', en: 'value (yuan)' },
  cost: { zh: '费用（元）', en: 'cost (yuan)' },
} as const satisfies Readonly<Record<string, Readonly<Record<ReportLanguage, string>>>>;

type Column = keyof typeof COLUMNS;

const PARTS: Readonly<Record<ReportPart, readonly Column[]>> = {
  hours: ['local', 'visits', 'visitors', 'drawers', 'draws', 'wins', 'claimed', 'spent'],
  zones: ['zone', 'visits', 'visitors', 'draws', 'wins'],
  channels: ['channel', 'visits', 'visitors', 'draws', 'wins'],
  prizes: ['id', 'name', 'stock', 'awarded', 'left', 'claimed', 'failed', 'value', 'cost'],
};

/** One part of a report as CSV for Excel: lines end in CRLF, and no text is a formula. */
export function reportCsv(report: ActivityReport, part: ReportPart, language: ReportLanguage): string {
  const columns = PARTS[part];
  const headings = columns.map((column) => COLUMNS[column][language]);
  const rows = rowsOf(report, part).map((row) => renderRow(row, columns, 'csv'));
  return `${EXCEL_MARK}${headOf(headings, 'csv')}${rows.join('')}`;
}

function rowsOf(report: ActivityReport, part: ReportPart): readonly Row[] {
  switch (part) {
    case 'hours':
      return report.hours.map(({ spent, ...hour }) => ({ ...hour, spent: centsText(spent) }));
    case 'zones':
      return report.zones.map(({ name, ...counts }) => ({ zone: name, ...counts }));
    case 'channels':
      return report.channels.map(({ name, ...counts }) => ({ channel: name, ...counts }));
    case 'prizes':
      return report.prizes.map(({ cost, ...prize }) => ({ ...prize, cost: centsText(cost) }));
  }
}
