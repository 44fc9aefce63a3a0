import type { DeliveryCount, ListedDelivery } from '../../../domain/deliveries/delivery-desk.ts';
import { isoInTimezone } from '../../../domain/shared/local-time.ts';
import { deliveriesMessages } from '../i18n/deliveries-messages.ts';
import type { Language } from '../i18n/language.ts';
import { displayWidth, padEnd, padStart, plain } from './text-layout.ts';

const GAP = '  ';

/** How many deliveries of each activity, method and endpoint are in each state. */
export function renderCounts(counts: readonly DeliveryCount[], language: Language): string {
  const { heads, methods, states } = deliveriesMessages[language];
  const rows = counts.map(({ activityId, method, endpoint, state, count }) => [
    activityId,
    methods[method],
    endpoint ?? '',
    states[state],
    String(count),
  ]);
  return columns([heads.activity, heads.method, heads.endpoint, heads.state, heads.count], rows, [4]);
}

/** A line a delivery, with times in `timezone`. */
export function renderDeliveries(
  deliveries: readonly ListedDelivery[],
  language: Language,
  timezone: string,
): string {
  const { listHeads, methods, states } = deliveriesMessages[language];
  const rows = deliveries.map((delivery) => [
    isoInTimezone(delivery.wonAt, timezone),
    delivery.activityId,
    delivery.drawId,
    delivery.uid,
    delivery.name,
    methods[delivery.method],
    delivery.endpoint ?? '',
    states[delivery.state],
    String(delivery.attempts),
    delivery.dueAt === null ? '' : isoInTimezone(delivery.dueAt, timezone),
    delivery.lastError ?? '',
  ]);
  return columns(listHeads, rows, [8]);
}

/** The deliveries for programs. */
export function deliveriesAsJson(deliveries: readonly ListedDelivery[]): object[] {
  return deliveries.map(({ wonAt, dueAt, ...delivery }) => ({
    ...delivery,
    wonAt: new Date(wonAt).toISOString(),
    dueAt: dueAt === null ? null : new Date(dueAt).toISOString(),
  }));
}

/* As wide as the content asks for, since ids are copied from here. Numbers stand flush right. */
function columns(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  numbers: readonly number[],
): string {
  const lines = [heads, ...rows.map((row) => row.map(plain))];
  const widths = heads.map((_, at) =>
    lines.reduce((widest, line) => Math.max(widest, displayWidth(line[at] ?? '')), 0),
  );
  const cell = (text: string, at: number) =>
    (numbers.includes(at) ? padStart : padEnd)(text, widths[at] ?? 0);
  return lines.map((line) => `${line.map(cell).join(GAP).trimEnd()}\n`).join('');
}
