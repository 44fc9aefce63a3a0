import type { FormValues } from '../../domain/deliveries/winner-form.ts';
import type { ListedWin } from '../../domain/deliveries/won-list.ts';
import { FORM_FIELDS } from '../../domain/draws/prize-delivery.ts';
import { isoInTimezone } from '../../domain/shared/local-time.ts';
import type { ExportFormat, Row } from '../shared/render-row.ts';

/** A number as a cell of a spreadsheet; `null` for what is none. */
export type PhoneCell = (phone: string) => string | null;

export interface WonRowOptions {
  readonly timezone: string;
  readonly format: ExportFormat;
  readonly phoneCell: PhoneCell;
}

const COLUMNS = [
  'won_at',
  'prize_id',
  'prize_name',
  'value',
  'unit',
  'uid',
  'method',
  'endpoint',
  'state',
  'draw_id',
] as const;

export function wonColumns(withForms: boolean): readonly string[] {
  return withForms ? [...COLUMNS, ...FORM_FIELDS] : COLUMNS;
}

/** @param form `null` where there is none, or it is not to be shown */
export function wonRow(
  win: ListedWin,
  form: FormValues | null,
  { timezone, format, phoneCell }: WonRowOptions,
): Row {
  const typed = format === 'csv' ? asCellText : (text: string) => text;
  const phone =
    form?.phone && (format === 'csv' ? (phoneCell(form.phone) ?? asCellText(form.phone)) : form.phone);
  return {
    won_at: isoInTimezone(win.wonAt, timezone),
    prize_id: win.prizeId,
    prize_name: typed(win.name),
    value: win.value,
    unit: win.unit,
    uid: typed(win.uid),
    method: win.method,
    endpoint: win.endpoint,
    state: win.state,
    draw_id: win.drawId,
    ...Object.fromEntries(FORM_FIELDS.map((field) => [field, form?.[field] ? typed(form[field]) : null])),
    phone: phone ?? null,
  };
}

/*
 * What a spreadsheet would take for a number, a date or a time: an identity number of 18 digits would lose its last
 * three, "3-5" would become the third of May. The apostrophe says that it is a text.
 */
const LOOKS_COUNTED = /^[\d\s.,:/()eE+-]*\d[\d\s.,:/()eE+-]*$/;

/* Short whole numbers are shown as they are. */
const IS_SAFE_NUMBER = /^(?:0|[1-9]\d{0,10})$/;

function asCellText(text: string): string {
  // One win, one line: so what reads lines can read the file.
  const line = text.replace(/[\r\n\u2028\u2029]+/g, ' ');
  return LOOKS_COUNTED.test(line) && !IS_SAFE_NUMBER.test(line) ? `'${line}` : line;
}
