import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { assumptionText, earlyEndText } from '../../../application/analysis/simulation/assumption.ts';
import type { PrizeReport, SimulationReport } from '../../../application/analysis/simulation/report.ts';
import { isoInTimezone } from '../../../domain/shared/local-time.ts';
import { chartsScript } from './charts-script.ts';
import { pageStyle } from './page-style.ts';

/* The page brings all it needs and may fetch nothing, whatever a title tries. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

/** The report as one HTML file that needs no network. */
export function simulationPage(report: SimulationReport): string {
  const { prizes, warnings, timezone } = report;
  const title = `${report.activity_id} ${report.title}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${escaped(title)}: simulation</title>
<style>${library('uPlot.min.css')}${pageStyle}</style>
</head>
<body>
<h1>${escaped(report.title || report.activity_id)}</h1>
<p class="lead">Activity ${escaped(report.activity_id)}, ${when(report.starts_at, timezone)} to ${when(report.ends_at, timezone)} (${escaped(timezone)}).
${count(report.users)} users, ${count(report.draws_per_user)} ${report.draws_per_user === 1 ? 'draw' : 'draws'} each, ${escaped(report.traffic)} traffic; ${count(report.runs)} ${report.runs === 1 ? 'run' : 'runs'} with seed ${report.seed}.
${[assumptionText(report), earlyEndText(report)].map(sentence).join('\n')}</p>
${figures(report)}
${warnings.length === 0 ? '' : `<ul class="warnings">${warnings.map(({ text }) => `<li>${escaped(text)}</li>`).join('')}</ul>`}
<h2>Prizes</h2>
<div class="card table"><table>
<thead><tr><th>prize</th><th>odds</th><th>stock</th><th>theory</th><th>wins<br>mean</th><th>wins<br>P5 – P95</th><th>runs out<br>P5</th><th>runs out<br>P50</th><th>runs out<br>P95</th><th>never<br>runs out</th><th>users<br>who win</th></tr></thead>
<tbody>${prizes.map((prize) => prizeRow(prize, timezone)).join('')}</tbody>
</table></div>
<h2>Spend over time</h2>
<div class="card"><div id="spend" data-height="280"></div></div>
<h2>If traffic is other than thought</h2>
${sensitivity(report)}
<h2>Stock and wins over time</h2>
${prizes.map((prize, index) => prizeCharts(prize, index, report)).join('')}
<h2>How to read this</h2>
<p class="notes">Half of the runs lie below P50; P5 and P95 have nine runs in ten between them, and the bands show these.
Theory is the number of wins by formula, where one is fair. The draws are decided by the code of the service itself;
the same seed gives the same report. The visits of a user are spread evenly over the traffic.</p>
<script type="application/json" id="report">${inScript(report)}</script>
<script>${library('uPlot.iife.min.js')}</script>
<script>${chartsScript}</script>
</body>
</html>
`;
}

function figures({ spend, budget, wins_nothing, wins_only_fallback, wins_an_hour, draws }: SimulationReport) {
  const over = budget !== null && spend.p95 > budget ? ' class="over"' : '';
  const against = budget === null ? 'no budget is set' : `budget ${money(budget)}`;
  const fallback = wins_only_fallback === null ? '' : `the fallback alone: ${percent(wins_only_fallback)}`;
  return `<dl class="figures">
<div><dt>Spend P50</dt><dd>${money(spend.p50)}<small>P5 ${money(spend.p5)}</small></dd></div>
<div><dt>Spend P95</dt><dd${over}>${money(spend.p95)}<small>${against}</small></dd></div>
<div><dt>Users who win nothing</dt><dd>${percent(wins_nothing)}<small>${fallback}</small></dd></div>
<div><dt>Wins an hour, mean</dt><dd>${decimal(wins_an_hour.mean)}<small>peak ${decimal(wins_an_hour.peak)}; ${count(draws.mean)} draws in all</small></dd></div>
</dl>`;
}

function prizeRow(
  { id, name, odds, odds_percent, stock, theory, wins, runs_out, users_who_win }: PrizeReport,
  zone: string,
) {
  const out = [runs_out.p5, runs_out.p50, runs_out.p95].map((at) => (at === null ? '–' : stacked(at, zone)));
  const cells = [
    odds.startsWith('0/') ? '–' : `${odds_percent} %`,
    stock === null ? 'no limit' : count(stock),
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

function sensitivity({ users, spend, sensitivity: variants, prizes, timezone }: SimulationReport): string {
  const names = new Map(prizes.map(({ id, name }) => [id, name]));
  const asThought = {
    traffic: 'as thought',
    users,
    spend,
    prizes: prizes.map(({ id, wins, runs_out }) => ({ id, wins: wins.mean, runs_out: runs_out.p50 })),
  };
  const all = [...variants.slice(0, 1), asThought, ...variants.slice(1)];
  const head = all.map((each) => `<th>${each.traffic}<br>${count(each.users)} users</th>`).join('');
  const spends = all.map(
    (each) => `<td>${money(each.spend.p50)}<small>P95 ${money(each.spend.p95)}</small></td>`,
  );
  const rows = prizes.map(({ id }, index) => {
    const cells = all.map(({ prizes: then }) => {
      const prize = then[index] as { wins: number; runs_out: number | null };
      const out = prize.runs_out === null ? 'lasts' : `out ${when(prize.runs_out, timezone)}`;
      return `<td>${decimal(prize.wins)}<small>${out}</small></td>`;
    });
    return `<tr><td>${escaped(names.get(id) ?? id)}</td>${cells.join('')}</tr>`;
  });
  return `<div class="card table"><table><caption>Mean wins, and when stock runs out (P50)</caption>
<thead><tr><th></th>${head}</tr></thead>
<tbody><tr><td>Spend P50</td>${spends.join('')}</tr>${rows.join('')}</tbody></table></div>`;
}

function prizeCharts({ id, name, stock }: PrizeReport, index: number, { course }: SimulationReport): string {
  const limited = course.stock.some((each) => each.id === id);
  const left = `<div><p>Stock that can be won</p><div id="stock-${index}" data-height="200"></div></div>`;
  const rate = `<div><p>Wins an hour</p><div id="rate-${index}" data-height="200"></div></div>`;
  const told = stock === null ? 'no limit of stock' : `stock ${count(stock)}`;
  return `<section class="card prize"><header><h3>${escaped(name)}</h3><span>${escaped(id)}, ${told}</span></header>
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

function sentence(text: string | null): string {
  return text === null ? '' : `<br>${escaped(text.charAt(0).toUpperCase() + text.slice(1))}.`;
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
