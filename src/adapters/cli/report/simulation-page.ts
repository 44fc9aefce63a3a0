import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { PrizeReport, SimulationReport } from '../../../application/analysis/simulation/report.ts';
import { isoInTimezone } from '../../../domain/shared/local-time.ts';
import type { Language } from '../i18n/language.ts';
import { type ReportMessages, reportMessages } from '../i18n/report-messages.ts';
import { simulateMessages } from '../i18n/simulate-messages.ts';
import { chartsScript } from './charts-script.ts';
import { pageStyle } from './page-style.ts';

/* The page brings all it needs and may fetch nothing, whatever a title tries. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

/** The report as one HTML file that needs no network. */
export function simulationPage(report: SimulationReport, language: Language): string {
  const { prizes, warnings, timezone } = report;
  const messages = reportMessages[language];
  const { assumption, earned, earlyEnd, warning } = simulateMessages[language];
  const { headings } = messages;
  const title = `${report.activity_id} ${report.title}`;
  const [from, to] = [when(report.starts_at, timezone), when(report.ends_at, timezone)];
  const listed = warnings.map((each) => `<li>${escaped(warning(each, timezone))}</li>`).join('');
  return `<!doctype html>
<html lang="${messages.lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${escaped(messages.title(title))}</title>
<style>${library('uPlot.min.css')}${pageStyle}</style>
</head>
<body>
<h1>${escaped(report.title || report.activity_id)}</h1>
<p class="lead">${escaped(messages.lead(report.activity_id, from, to, timezone))}${escaped(orderText(report, language))}
${[assumption(report), earned(report), earlyEnd(report)].map((text) => sentence(text, language)).join('\n')}</p>
${figures(report, messages)}
${warnings.length === 0 ? '' : `<ul class="warnings">${listed}</ul>`}
<h2>${headings.prizes}</h2>
<div class="card table"><table>
<thead><tr>${messages.prizeHeads.map((head) => `<th>${head}</th>`).join('')}</tr></thead>
<tbody>${prizes.map((prize) => prizeRow(prize, timezone, messages)).join('')}</tbody>
</table></div>
<h2>${headings.spend}</h2>
<div class="card"><div id="spend" data-height="280"></div></div>
<h2>${headings.sensitivity}</h2>
${sensitivity(report, messages, language)}
<h2>${headings.course}</h2>
${prizes.map((prize, index) => prizeCharts(prize, index, report, messages)).join('')}
<h2>${headings.howToRead}</h2>
<p class="notes">${messages.notes}</p>
<script type="application/json" id="report">${inScript(report)}</script>
<script type="application/json" id="labels">${inScript(messages.charts)}</script>
<script>${library('uPlot.iife.min.js')}</script>
<script>${chartsScript}</script>
</body>
</html>
`;
}

function orderText(
  { users, draws_per_user, traffic, runs, seed }: SimulationReport,
  language: Language,
): string {
  return reportMessages[language].order(
    count(users),
    draws_per_user,
    trafficName(traffic, language),
    runs,
    seed,
  );
}

function trafficName(traffic: string, language: Language): string {
  return simulateMessages[language].traffics[traffic] ?? traffic;
}

function figures(report: SimulationReport, { figures: texts }: ReportMessages) {
  const { spend, budget, budget_binds, wins_nothing, wins_only_fallback, wins_an_hour, draws } = report;
  const isOver = report.warnings.some(({ kind }) => kind === 'budget_binds');
  const over = isOver ? ' class="over"' : '';
  const against = budget === null ? texts.noBudget : texts.budget(money(budget));
  const fallback = wins_only_fallback === null ? '' : texts.fallback(percent(wins_only_fallback));
  return `<dl class="figures">
<div><dt>${texts.spendP50}</dt><dd>${money(spend.p50)}<small>P5 ${money(spend.p5)}</small></dd></div>
<div><dt>${texts.spendP95}</dt><dd${over}>${money(spend.p95)}<small>${against}</small></dd></div>
<div><dt>${texts.nothing}</dt><dd>${percent(wins_nothing)}<small>${fallback}</small></dd></div>
<div><dt>${texts.rate}</dt><dd>${decimal(wins_an_hour.mean)}<small>${texts.peak(decimal(wins_an_hour.peak), count(draws.mean))}</small></dd></div>
${budget_binds === null ? '' : bindsFigure(budget_binds)}
</dl>`;

  function bindsFigure({
    share,
    p50,
    draws: stopped,
  }: NonNullable<SimulationReport['budget_binds']>): string {
    const at = texts.bindsAt(p50 === null ? null : when(p50, report.timezone), count(stopped.mean));
    return `<div><dt>${texts.binds}</dt><dd${over}>${percent(share)}<small>${at}</small></dd></div>`;
  }
}

function prizeRow(
  { id, name, odds, odds_percent, stock, theory, wins, runs_out, users_who_win }: PrizeReport,
  zone: string,
  messages: ReportMessages,
) {
  const out = [runs_out.p5, runs_out.p50, runs_out.p95].map((at) => (at === null ? '–' : stacked(at, zone)));
  const cells = [
    odds.startsWith('0/') ? '–' : `${odds_percent} %`,
    stock === null ? messages.noLimit : count(stock),
    theory === null
      ? '–'
      : `${decimal(theory.expected)}<small>${count(theory.low)} – ${count(theory.high)}</small>`,
    `${decimal(wins.mean)}<small>${decimal(wins.low)} – ${decimal(wins.high)}</small>`,
    `${count(wins.p5)} – ${count(wins.p95)}`,
    ...out,
    percent(runs_out.never),
    percent(users_who_win),
  ];
  return `<tr><td>${escaped(name)}<small>${escaped(id)}</small></td>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
}

function sensitivity(
  { users, spend, sensitivity: variants, prizes, timezone }: SimulationReport,
  { sensitivity: texts, figures: { spendP50 } }: ReportMessages,
  language: Language,
): string {
  const names = new Map(prizes.map(({ id, name }) => [id, name]));
  const asThought = {
    traffic: texts.asThought,
    users,
    spend,
    prizes: prizes.map(({ id, wins, runs_out }) => ({ id, wins: wins.mean, runs_out: runs_out.p50 })),
  };
  const all = [...variants.slice(0, 1), asThought, ...variants.slice(1)];
  const head = all
    .map((each) => `<th>${trafficName(each.traffic, language)}<br>${texts.users(count(each.users))}</th>`)
    .join('');
  const spends = all.map(
    (each) => `<td>${money(each.spend.p50)}<small>P95 ${money(each.spend.p95)}</small></td>`,
  );
  const rows = prizes.map(({ id }, index) => {
    const cells = all.map(({ prizes: then }) => {
      const prize = then[index] as { wins: number; runs_out: number | null };
      const out = prize.runs_out === null ? texts.lasts : texts.out(when(prize.runs_out, timezone));
      return `<td>${decimal(prize.wins)}<small>${out}</small></td>`;
    });
    return `<tr><td>${escaped(names.get(id) ?? id)}</td>${cells.join('')}</tr>`;
  });
  return `<div class="card table"><table><caption>${texts.caption}</caption>
<thead><tr><th></th>${head}</tr></thead>
<tbody><tr><td>${spendP50}</td>${spends.join('')}</tr>${rows.join('')}</tbody></table></div>`;
}

function prizeCharts(
  { id, name, stock }: PrizeReport,
  index: number,
  { course }: SimulationReport,
  messages: ReportMessages,
): string {
  const limited = course.stock.some((each) => each.id === id);
  const left = `<div><p>${messages.stockLeft}</p><div id="stock-${index}" data-height="200"></div></div>`;
  const rate = `<div><p>${messages.winsAnHour}</p><div id="rate-${index}" data-height="200"></div></div>`;
  return `<section class="card prize"><header><h3>${escaped(name)}</h3><span>${escaped(messages.stock(id, stock === null ? null : count(stock)))}</span></header>
<div class="pair">${limited ? left : ''}${rate}</div></section>`;
}

const libraryDir = dirname(createRequire(import.meta.url).resolve('uplot'));

function library(file: string): string {
  return readFileSync(join(libraryDir, file), 'utf8').replaceAll('</script', '<\\/script');
}

function escaped(text: string): string {
  const names: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => names[character] as string);
}

/* JSON in which nothing can end the script element or begin a comment. */
function inScript(data: unknown): string {
  return JSON.stringify(data).replaceAll('<', '\\u003c');
}

function when(at: number, timezone: string): string {
  return isoInTimezone(at, timezone).slice(0, 16).replace('T', ' ');
}

function stacked(at: number, timezone: string): string {
  const [day, hour] = when(at, timezone).split(' ');
  return `${day}<small>${hour}</small>`;
}

function sentence(text: string | null, language: Language): string {
  const stop = language === 'zh' ? '。' : '.';
  return text === null ? '' : `<br>${escaped(text.charAt(0).toUpperCase() + text.slice(1))}${stop}`;
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

function decimal(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: value < 100 ? 2 : 0 });
}

function money(value: number): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

function percent(share: number): string {
  if (share > 0 && share < 0.00005) return '&lt;0.01 %';
  return `${(share * 100).toLocaleString('en-US', { maximumFractionDigits: 2 })} %`;
}
