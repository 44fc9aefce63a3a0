import { actionOf, releaseOf } from '../../../application/releases/history-rows.ts';
import { FILES_AUTHOR } from '../../../domain/releases/release.ts';
import type { HistoryRow } from '../../../domain/releases/release-store.ts';
import { type CancelledRelease, cancelReasonOf } from '../../../domain/releases/scheduled-releases.ts';
import { type Serving, servedNo } from '../../../domain/releases/serving.ts';
import type { Io } from '../command.ts';
import { type HistoryAction, type HistoryMessages, historyMessages } from '../i18n/history-messages.ts';
import type { Language } from '../i18n/language.ts';
import { audienceText } from './audience-text.ts';
import type { History, PlannedRelease } from './history-as-json.ts';
import type { PastEvent } from './past-of-history.ts';
import { shortHash } from './short-hash.ts';
import { cut, displayWidth, padEnd, plain, wrap } from './text-layout.ts';
import { clockText, offsetText, timeText } from './time-text.ts';

/** A line of the list, and what stands below it. */
interface Entry {
  readonly cells: readonly string[];
  readonly details: readonly string[];
}

const WIDTH = 80;
const INDENT = '    ';
const GAP = '  ';

/* What brings a release that may have needed an approval. */
const BRINGING: ReadonlySet<HistoryAction> = new Set(['publish', 'roll_out']);

/** What was changed, for reading, in lines of at most 80 columns. */
export function renderHistory(
  history: History,
  timezone: string,
  { language, colors }: Pick<Io, 'language' | 'colors'>,
): string {
  const { activityId, title, serving, planned, past, approvers } = history;
  const messages = historyMessages[language];
  const entries = [
    ...planned.map((each) => plannedEntry(each, serving, timezone, messages)),
    ...past.map((event) => pastEntry(event, approvers, timezone, language)),
  ];
  const offsets = new Set(
    [...planned.map(({ dueAt }) => dueAt), ...past.map(({ at }) => at)].map((at) => offsetText(at, timezone)),
  );
  const lines = [
    colors.bold(cut(`${activityId}  ${plain(title)}`.trimEnd(), WIDTH)),
    ...wrap(messages.now(nowText(serving, language)), WIDTH),
    colors.dim(messages.timesIn(timezone, [...offsets].join(', '))),
    '',
    ...listLines(messages.heads, entries, colors.dim),
  ];
  return `${lines.join('\n')}\n`;
}

function nowText(serving: Serving | null, language: Language): string {
  const messages = historyMessages[language];
  if (!serving) return messages.neverPublished;
  const { no, candidate, isPaused, isRemoved } = serving;
  if (isRemoved) return messages.gone;
  return [
    ...(candidate
      ? [messages.some(audienceText(candidate.audience, language), candidate.no), messages.others(no)]
      : [messages.everyone(no)]),
    ...(isPaused ? [messages.paused] : []),
  ].join(messages.separator);
}

function plannedEntry(
  { dueAt, author, hash, note, besideNo, isServed }: PlannedRelease,
  serving: Serving | null,
  timezone: string,
  messages: HistoryMessages,
): Entry {
  const isStill = besideNo === servedNo(serving);
  const what = isStill ? messages.ifStill(besideNo) : messages.willBeCancelled(besideNo);
  return {
    cells: cellsOf(clockText(dueAt, timezone), '-', messages.actions.scheduled, author, hash),
    details: [...(note ? [messages.note(note)] : []), isServed ? messages.isServed : what],
  };
}

function pastEntry(
  event: PastEvent,
  approvers: History['approvers'],
  timezone: string,
  language: Language,
): Entry {
  return event.kind === 'cancelled'
    ? cancelledEntry(event.scheduled, timezone, historyMessages[language])
    : changedEntry(event, approvers, timezone, language);
}

function cancelledEntry(
  { at, dueAt, author, hash, note, besideNo, reason }: CancelledRelease,
  timezone: string,
  messages: HistoryMessages,
): Entry {
  const why = cancelReasonText(reason, besideNo, messages);
  const { code, detail } = cancelReasonOf(reason);
  const canceller = code === 'operator' ? (detail ?? '') : '-';
  return {
    cells: cellsOf(clockText(at, timezone), '-', messages.actions.cancelled, canceller, hash),
    details: [
      ...(note ? [messages.note(note)] : []),
      messages.wasScheduled(author, timeText(dueAt, timezone), why),
    ],
  };
}

function cancelReasonText(
  reason: string,
  besideNo: number,
  { cancelReasons }: Pick<HistoryMessages, 'cancelReasons'>,
): string {
  const { code, detail } = cancelReasonOf(reason);
  switch (code) {
    case 'operator':
      return cancelReasons.operator(detail ?? '');
    case 'invalid':
      return cancelReasons.invalid(detail ?? '');
    case 'unexpected':
    case 'other_release':
      return cancelReasons.otherRelease(besideNo);
    case 'not_approved':
      return cancelReasons.notApproved;
    case 'managed_elsewhere':
      return cancelReasons.managedElsewhere;
    default:
      return cancelReasons.other(reason);
  }
}

function changedEntry(
  { row, earlier }: Extract<PastEvent, { kind: 'changed' }>,
  approvers: History['approvers'],
  timezone: string,
  language: Language,
): Entry {
  const messages = historyMessages[language];
  const { at, author, note, serving } = row;
  const { no, hash, content } = releaseOf(row);
  const action = actionOf(row, earlier);
  return {
    cells: cellsOf(
      clockText(at, timezone),
      String(no),
      messages.actions[action],
      nameOf(author, messages),
      hash,
    ),
    details: [
      ...(note ? [messages.note(note)] : []),
      ...(BRINGING.has(action) ? approvedBy(approvers.get(content), messages) : []),
      ...rolloutDetails(row, language),
      ...(action === 'roll_back' ? putBack(row, earlier, messages) : []),
      ...(serving.isPaused && action !== 'pause' ? [messages.paused] : []),
    ],
  };
}

function rolloutDetails({ action, serving }: HistoryRow, language: Language): string[] {
  const messages = historyMessages[language];
  const { candidate, no } = serving;
  if (!candidate) return [];
  const who = audienceText(candidate.audience, language);
  return action === 'roll_out' || action === 'widen'
    ? [messages.to(who, no)]
    : [messages.some(who, candidate.no)];
}

function approvedBy(names: readonly string[] | undefined, messages: HistoryMessages): string[] {
  return names ? [messages.approvedBy(names)] : [];
}

/* What stands for no person. */
function nameOf(author: string, { files }: HistoryMessages): string {
  return author === FILES_AUTHOR ? files : author;
}

function putBack(
  { hash, serving }: HistoryRow,
  earlier: readonly HistoryRow[],
  messages: HistoryMessages,
): string[] {
  const same = earlier.find((row) => row.hash === hash && row.serving.no < serving.no);
  return same ? [messages.textOf(same.serving.no)] : [];
}

function cellsOf(when: string, no: string, action: string, author: string, hash: string): readonly string[] {
  return [when, no, action, plain(author), shortHash(hash)];
}

/* Names are cut to what the other columns leave. */
function listLines(heads: readonly string[], entries: readonly Entry[], dim: (text: string) => string) {
  const NAME = 3;
  const widths = heads.map((head, at) =>
    Math.max(displayWidth(head), ...entries.map(({ cells }) => displayWidth(cells[at] ?? ''))),
  );
  const others = widths.reduce((sum, width, at) => sum + (at === NAME ? 0 : width + GAP.length), 0);
  widths[NAME] = Math.min(widths[NAME] ?? 0, WIDTH - others);
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) => padEnd(cut(cell, widths[at] ?? 0), widths[at] ?? 0))
      .join(GAP)
      .trimEnd();
  return [
    dim(line(heads)),
    ...entries.flatMap(({ cells, details }) => [
      line(cells),
      ...details.flatMap((text) =>
        wrap(plain(text), WIDTH - INDENT.length).map((part) => dim(INDENT + part)),
      ),
    ]),
  ];
}
