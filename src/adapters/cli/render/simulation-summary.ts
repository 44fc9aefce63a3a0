import type { PrizeReport, SimulationReport } from '../../../application/analysis/simulation/report.ts';
import { isoInTimezone } from '../../../domain/shared/local-time.ts';
import type { Language } from '../i18n/language.ts';
import { simulateMessages } from '../i18n/simulate-messages.ts';
import type { Colors } from './colors.ts';
import { cut, padEnd, padStart, plain, wrap } from './text-layout.ts';

const COLUMNS = 80;
const LABEL = 14;

/** The report for a terminal of 80 columns. */
export function simulationSummary(report: SimulationReport, language: Language, colors: Colors): string {
  const messages = simulateMessages[language];
  const { labels } = messages;
  const traffic = (name: string) => messages.traffics[name] ?? name;
  const { timezone, budget, spend } = report;
  const time = (at: number | null) => (at === null ? '–' : shortTime(at, timezone));
  const [variantName = '', ...variantCells] = messages.variantHeads;
  const lines = [
    colors.bold(cut(`${report.activity_id}  ${plain(report.title)}`, COLUMNS)),
    ...paragraph(
      messages.order(
        whole(report.users),
        report.draws_per_user,
        traffic(report.traffic),
        report.runs,
        report.seed,
      ),
    ),
    ...paragraph(messages.assumption(report)),
    ...paragraph(messages.earned(report)),
    ...paragraph(messages.earlyEnd(report)),
    colors.dim(
      messages.window(isoInTimezone(report.starts_at, timezone), isoInTimezone(report.ends_at, timezone)),
    ),
    '',
    label(labels.draws, messages.drawn(whole(report.draws.mean), percent(report.without_chance))),
    label(labels.winsNothing, nothing()),
    label(labels.winsAnHour, messages.rate(short(report.wins_an_hour.mean), short(report.wins_an_hour.peak))),
    label(labels.spend, spendLine()),
    ...budgetLines(),
    '',
    colors.bold(row(messages.prizeHeads)),
    ...report.prizes.map((prize) => row(cellsOf(prize, time, messages.never))),
    ...lasting(),
    '',
    colors.bold(variantRow(variantName, variantCells)),
    ...report.sensitivity.map(({ traffic: name, users, spend: then }) =>
      variantRow(traffic(name), [whole(users), money(then.p50), money(then.p95)]),
    ),
    '',
    ...warnings(),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;

  function nothing(): string {
    const { wins_nothing, wins_only_fallback: fallback } = report;
    return messages.nothing(percent(wins_nothing), fallback === null ? null : percent(fallback));
  }

  function spendLine(): string {
    const band = `P5 ${money(spend.p5)}  P50 ${money(spend.p50)}  P95 ${money(spend.p95)}`;
    const text = messages.spend(band, budget === null ? null : money(budget));
    if (budget === null) return text;
    return bindsOften() ? colors.red(text) : colors.green(text);
  }

  function bindsOften(): boolean {
    return report.warnings.some(({ kind }) => kind === 'budget_binds');
  }

  function budgetLines(): string[] {
    const binds = report.budget_binds;
    if (binds === null) return [];
    if (binds.share === 0) return [label(labels.budget, messages.budgetLasts)];
    const times = [binds.p5, binds.p50, binds.p95].map(time);
    const text = messages.budgetBinds(percent(binds.share), times, whole(binds.draws.mean));
    return wrap(text, COLUMNS - LABEL).map((line, index) => label(index === 0 ? labels.budget : '', line));
  }

  function lasting(): string[] {
    const some = report.prizes.filter(({ runs_out }) => runs_out.never > 0 && runs_out.never < 1);
    return some.map(({ id, runs_out }) => colors.dim(`  ${messages.lasts(id, percent(runs_out.never))}`));
  }

  function warnings(): string[] {
    if (report.warnings.length === 0) return [colors.green(messages.nothingToWarn)];
    return report.warnings.flatMap((warning) =>
      wrap(messages.warning(warning, timezone), COLUMNS - 2).map((line, index) =>
        colors.yellow(`${index === 0 ? '! ' : '  '}${line}`),
      ),
    );
  }
}

function paragraph(text: string | null): string[] {
  return text === null ? [] : wrap(text, COLUMNS);
}

/* Together with a blank between them: 80 columns. */
const WIDTHS = [13, 7, 7, 13, 9, 9, 9, 6];

function cellsOf(prize: PrizeReport, time: (at: number | null) => string, never: string): string[] {
  const { id, theory, wins, runs_out, users_who_win } = prize;
  return [
    id,
    theory === null ? '–' : short(theory.expected),
    short(wins.mean),
    `${short(wins.low)}–${short(wins.high)}`,
    ...(runs_out.never === 1 ? [never, '', ''] : [runs_out.p5, runs_out.p50, runs_out.p95].map(time)),
    percent(users_who_win).replace(' ', ''),
  ];
}

function row(cells: readonly string[]): string {
  return cells
    .map((cell, index) => (index === 0 ? fitLeft : fitRight)(cell, WIDTHS[index] as number))
    .join(' ');
}

function variantRow(name: string, cells: readonly string[]): string {
  return [fitLeft(name, 14), ...cells.map((cell) => fitRight(cell, 14))].join(' ');
}

function label(name: string, value: string): string {
  return `${fitLeft(name, LABEL)}${value}`;
}

function shortTime(at: number, timezone: string): string {
  const iso = isoInTimezone(at, timezone);
  return `${iso.slice(5, 10)} ${iso.slice(11, 13)}h`;
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

function money(value: number): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

function short(value: number): string {
  if (value >= 1e6) return `${(value / 1e6).toPrecision(4)}M`;
  return value >= 1e5
    ? `${Math.round(value / 1000)}k`
    : value.toFixed(value < 100 && value % 1 !== 0 ? 1 : 0);
}

function percent(share: number): string {
  const hundredths = share * 100;
  if (hundredths > 0 && hundredths < 0.005) return '<0.01 %';
  const digits = hundredths === 0 || hundredths >= 99.95 ? 0 : hundredths >= 10 ? 1 : 2;
  return `${hundredths.toFixed(digits)} %`;
}

function fitLeft(text: string, width: number): string {
  return padEnd(cut(text, width), width);
}

function fitRight(text: string, width: number): string {
  return padStart(cut(text, width), width);
}
