import type {
  DeliverySummary,
  DrawsSummary,
  PrizeSummary,
} from '../../../application/authoring/check/draws-summary.ts';
import type { GoodsSummary } from '../../../application/authoring/check/goods-summary.ts';
import type { LaunchSummary, WindowSummary } from '../../../application/authoring/check/launch-summary.ts';
import type { Language } from '../i18n/language.ts';
import { type SummaryWords, summaryMessages } from '../i18n/summary-messages.ts';
import type { Colors } from './colors.ts';
import { displayWidth, padEnd, plain, wrap } from './text-layout.ts';
import { textTable } from './text-table.ts';

/* What every terminal has, and a mail or a ticket too. */
const WIDTH = 80;
const INDENT = '  ';

const phaseColors = { not_started: 'yellow', running: 'green', ended: 'red' } as const;

type Line = readonly [label: string, text: string];

/** The summary of one activity, for reading, in lines of at most 80 columns. */
export function renderSummary(summary: LaunchSummary, language: Language, colors: Colors): string[] {
  const words = summaryMessages[language];
  const { activityId, title, dispatch, draws, goods } = summary;
  const lines: Line[] = [
    ...windowLines(summary.window, words, colors),
    [words.audience, audienceText(summary, words)],
    ...(draws ? drawsLines(draws, words, colors) : []),
    ...(goods ? goodsLines(goods, words) : []),
  ];
  const room = Math.max(...lines.map(([label]) => displayWidth(label))) + 2;
  const [heading = '', ...more] = wrap(`${activityId}  ${plain(title)}  ${dispatch}`.trimEnd(), WIDTH);
  return [
    colors.bold(heading),
    ...more.map((line) => colors.bold(line)),
    ...lines.flatMap(([label, text]) =>
      wrap(text, WIDTH - INDENT.length - room).map(
        (line, index) => `${INDENT}${colors.dim(padEnd(index === 0 ? label : '', room))}${line}`,
      ),
    ),
    ...(draws ? ['', ...prizeTableLines(draws, words, colors).map((line) => INDENT + line)] : []),
  ];
}

function windowLines(window: WindowSummary, words: SummaryWords, colors: Colors): Line[] {
  const { startsAt, endsAt, durationSeconds, timezone, phase } = window;
  const [from, till] = [startsAt?.slice(19), endsAt?.slice(19)];
  // Where the clocks change in between, each time has its own offset.
  const changes = from !== undefined && till !== undefined && from !== till;
  const local = (at: string | null) => at?.slice(0, changes ? 25 : 19).replace('T', ' ') ?? words.open;
  const offset = changes ? undefined : (from ?? till);
  const isEndless = startsAt === null && endsAt === null;
  const more = [
    ...(isEndless ? [] : [offset ? `${timezone} (${offset})` : timezone]),
    ...(durationSeconds === null ? [] : [durationText(durationSeconds, words)]),
    colors[phaseColors[phase]](words.phases[phase]),
  ];
  return [
    [words.window, isEndless ? words.endless : `${local(startsAt)} ${words.to} ${local(endsAt)}`],
    ['', more.join(' · ')],
  ];
}

/** In the two largest units. */
export function durationText(seconds: number, { units }: Pick<SummaryWords, 'units'>): string {
  const days = Math.floor(seconds / 86_400);
  const parts: readonly (readonly [number, string])[] = [
    [days, days === 1 ? units.day : units.days],
    [Math.floor(seconds / 3600) % 24, units.hours],
    [Math.floor(seconds / 60) % 60, units.minutes],
    [seconds % 60, units.seconds],
  ];
  const some = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`);
  return some.slice(0, 2).join(' ') || `0 ${units.seconds}`;
}

function audienceText({ audience: { login, zones } }: LaunchSummary, words: SummaryWords): string {
  if (zones) return words.onlyZones(zones.map(plain).join(words.listed));
  return login ? words.login : words.anyone;
}

function drawsLines(draws: DrawsSummary, words: SummaryWords, colors: Colors): Line[] {
  const { guarantee, locked } = draws;
  const { percent, oneIn } = draws.chanceToWin;
  const cost = [
    words.ifAllGoes(grouped(draws.cost)),
    ...(draws.withoutEnd.length === 0
      ? []
      : [words.andWithoutEnd(draws.withoutEnd.map((id) => nameOf(draws, id)).join(words.listed))]),
  ];
  return [
    [words.chances, chancesText(draws, words)],
    [
      words.odds,
      [
        oneIn === null ? words.nobodyWins : words.chanceToWin(percent, grouped(oneIn)),
        draws.fallback === null ? words.restNothing : words.otherDraws(nameOf(draws, draws.fallback)),
      ].join(words.next),
    ],
    ...(guarantee
      ? [[words.guarantee, words.guaranteed(nameOf(draws, guarantee.prize), guarantee.after)] as const]
      : []),
    ...(locked.length > 0
      ? [
          [
            words.locked,
            locked.map((each) => words.lockedFor(nameOf(draws, each.id), each.unlockAfter)).join(words.next),
          ] as const,
        ]
      : []),
    [words.delivery, deliveryText(draws, words)],
    [words.cost, cost.join(words.next)],
    [words.budget, budgetText(draws, words, colors)],
  ];
}

function chancesText({ chances: { per_day, total, earn } }: DrawsSummary, words: SummaryWords): string {
  const { sign_in, share, invite } = earn;
  const daily = [
    ...(per_day === null ? [] : [words.perDay(per_day)]),
    ...(total === null ? [] : [words.inAll(total)]),
  ];
  return [
    ...(daily.length === 0 ? [words.noLimit] : daily),
    ...(sign_in ? [words.earned.sign_in(sign_in.per_day)] : []),
    ...(share ? [words.earned.share(share.per_day)] : []),
    ...(invite ? [words.earned.invite(invite.each, invite.total)] : []),
  ].join(words.next);
}

/* Prizes that reach their winners in the same way stand together. */
function deliveryText({ prizes }: DrawsSummary, words: SummaryWords): string {
  const names = new Map<string, string[]>();
  for (const { name, delivery } of prizes) {
    const way = wayText(delivery, words);
    names.set(way, [...(names.get(way) ?? []), plain(name)]);
  }
  return [...names].map(([way, prizes]) => words.delivered(prizes.join(words.listed), way)).join(words.next);
}

function wayText({ by, to, fields, until }: DeliverySummary, words: SummaryWords): string {
  if (by === 'webhook') return words.byWebhook(to ?? '');
  if (by !== 'form') return words.by[by];
  const asked = fields.map((field) => words.fields[field as keyof typeof words.fields]).join(words.listed);
  return words.byForm(asked, until?.slice(0, 16).replace('T', ' ') ?? null, to);
}

function budgetText(draws: DrawsSummary, words: SummaryWords, colors: Colors): string {
  const { budget, left, withoutValue, withoutEnd } = draws;
  if (budget === null) return words.noBudget;
  if (left === null) {
    const names = (ids: readonly string[]) => ids.map((id) => nameOf(draws, id)).join(words.listed);
    return [
      words.notCounted(grouped(budget)),
      ...(withoutValue.length === 0 ? [] : [words.noValue(names(withoutValue))]),
      ...(withoutEnd.length === 0 ? [] : [words.noStock(names(withoutEnd))]),
    ].join(words.next);
  }
  return left.startsWith('-')
    ? colors.red(words.over(grouped(budget), grouped(left.slice(1))))
    : words.left(grouped(budget), grouped(left));
}

function nameOf({ prizes }: DrawsSummary, id: string): string {
  return plain(prizes.find((prize) => prize.id === id)?.name ?? id);
}

function prizeTableLines(
  { prizes, fallback, chanceToWin, cost }: DrawsSummary,
  words: SummaryWords,
  colors: Colors,
): string[] {
  const row = ({ id, name, odds, stock, perUser, value, cost }: PrizeSummary): string[] => [
    plain(name),
    odds.oneIn === null ? (id === fallback ? words.fallback : '0%') : `${odds.percent}%`,
    odds.oneIn === null ? '–' : grouped(odds.oneIn),
    stock === null ? '∞' : grouped(String(stock)),
    perUser === null ? '∞' : grouped(String(perUser)),
    value === null ? '–' : grouped(value),
    cost === null ? (value === null ? '–' : '∞') : grouped(cost),
  ];
  const { percent, oneIn } = chanceToWin;
  const sum = [words.all, `${percent}%`, oneIn === null ? '–' : grouped(oneIn), '', '', '', grouped(cost)];
  return textTable(words.heads, [...prizes.map(row), sum], {
    width: WIDTH - INDENT.length,
    sum: true,
    colors,
  });
}

function goodsLines({ count, groups, zones, everywhere }: GoodsSummary, words: SummaryWords): Line[] {
  const listed = (shares: GoodsSummary['groups']) =>
    shares.map((each) => words.shown(plain(each.name), each.count)).join(words.listed);
  return [
    [words.goods, words.goodsCount(count)],
    ...(groups.length > 0 ? [[words.groups, listed(groups)] as const] : []),
    ...(zones.length > 0
      ? [[words.zones, [words.everywhere(everywhere), listed(zones)].join(words.listed)] as const]
      : []),
  ];
}

/** Digits of an amount by threes. */
export function grouped(amount: string): string {
  const [whole = '', decimals] = amount.split('.');
  const byThrees = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  return decimals === undefined ? byThrees : `${byThrees}.${decimals}`;
}
