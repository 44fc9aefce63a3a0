export type ExportFormat = 'csv' | 'json';

export type Row = Readonly<Record<string, string | number | null>>;

/** Begins a CSV text: by it Excel reads the text as UTF-8, and Chinese without it as something else. */
export const EXCEL_MARK = '\ufeff';

/** The line of the names, where the format has one. */
export function headOf(columns: readonly string[], format: ExportFormat): string {
  return format === 'csv' ? `${columns.join(',')}\r\n` : '';
}

/** CSV (RFC 4180), or one JSON object a line. */
export function renderRow(row: Row, columns: readonly string[], format: ExportFormat): string {
  if (format === 'json') {
    return `${JSON.stringify(Object.fromEntries(columns.map((column) => [column, row[column]])))}\n`;
  }
  return `${columns.map((column) => csvField(row[column] ?? null)).join(',')}\r\n`;
}

/*
 * A text that a spreadsheet would take for a formula is made plain text by an apostrophe; Chinese ones read the wide signs
 * too. Some divide fields by semicolons or tabs, so these stand in quotes.
 */
function csvField(value: string | number | null): string {
  const text = String(value ?? '');
  const plain = typeof value === 'string' && /^[=+\-@＝＋－＠\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",;\t\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
